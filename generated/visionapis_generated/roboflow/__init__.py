# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""Client of the Roboflow hosted classification API."""
