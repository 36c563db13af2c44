"""Attacks on clients: short by default, and long with the option `--hostile`."""
