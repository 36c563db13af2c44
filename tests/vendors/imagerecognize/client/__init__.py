"""Tests of ImageRecognize's clients."""
