"""Observation of the HTTP traffic of a user's tests, whichever client sends it, and its comparison with contracts."""
