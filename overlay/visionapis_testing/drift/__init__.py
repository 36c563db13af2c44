"""Drift of a vendor's API from its contract, found in recorded traffic."""
