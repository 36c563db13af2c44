"""Tests of the emulators with the vendors' own clients."""
