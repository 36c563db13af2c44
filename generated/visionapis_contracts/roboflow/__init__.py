# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The roboflow contract. Importing this package does not need pydantic."""
