"""Failures of every vendor's client, with the exceptions that a caller gets."""
