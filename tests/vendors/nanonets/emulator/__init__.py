"""Tests of the Nanonets emulator."""
