# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The imagerecognize contract; importing this needs no pydantic."""
