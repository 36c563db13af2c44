# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Contains endpoint functions for accessing the API"""
