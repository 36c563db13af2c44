# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""Contains endpoint functions for accessing the API"""
