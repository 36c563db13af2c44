# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""The nanonets contract; importing this needs no pydantic."""
