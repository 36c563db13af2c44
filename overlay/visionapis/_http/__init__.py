"""Requests, responses and everything between them: keys, retries, limits, pages."""
