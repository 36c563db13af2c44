# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""The facade, one module a resource."""
