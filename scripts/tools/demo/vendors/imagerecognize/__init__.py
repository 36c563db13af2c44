"""The demo of ImageRecognize."""
