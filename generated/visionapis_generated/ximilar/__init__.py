# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Client of the Ximilar custom image recognition API."""
