"""Tests of the Ximilar emulator."""
