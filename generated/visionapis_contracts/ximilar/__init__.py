# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""The ximilar contract; importing this needs no pydantic."""
