# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""Client of the ImageRecognize API."""
