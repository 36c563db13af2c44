# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The facade, one module a resource."""
