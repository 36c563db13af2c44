"""Errors of the client generator's own output that this project's output does not have."""
