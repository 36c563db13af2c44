"""Contracts, and requests matched against them."""
