"""Facts about ImageRecognize for tests alone."""
