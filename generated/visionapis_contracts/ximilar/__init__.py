# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""The ximilar contract. Importing this package does not need pydantic."""
