# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""The nanonets contract. Importing this package does not need pydantic."""
