# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The roboflow contract; importing this needs no pydantic."""
