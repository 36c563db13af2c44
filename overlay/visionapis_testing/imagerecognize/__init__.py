"""ImageRecognize, emulated."""
