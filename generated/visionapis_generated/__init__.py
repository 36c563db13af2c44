# Generated from specs by scripts/regenerate. Do not edit.
"""Clients generated from the contracts, one package per vendor."""
