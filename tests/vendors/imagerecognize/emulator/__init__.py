"""Tests of the ImageRecognize emulator."""
