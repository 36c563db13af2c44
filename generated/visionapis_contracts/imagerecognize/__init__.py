# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The imagerecognize contract. Importing this package does not need pydantic."""
