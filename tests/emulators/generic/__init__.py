"""Emulators that are made from a contract alone."""
