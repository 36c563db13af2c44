"""Contracts against the servers that they describe."""
