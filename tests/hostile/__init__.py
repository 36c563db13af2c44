"""Attacks on clients: short by default, and long with the environment variable VISIONAPIS_HOSTILE=1."""
