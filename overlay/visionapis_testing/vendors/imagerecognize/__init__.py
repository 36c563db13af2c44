"""The emulator of ImageRecognize."""
