"""Tests of the Roboflow emulator."""
