# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Contains methods for accessing the API"""
