"""Launchers, and the programs that they run."""
