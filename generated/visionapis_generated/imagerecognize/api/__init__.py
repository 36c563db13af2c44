# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""Contains methods for accessing the API"""
