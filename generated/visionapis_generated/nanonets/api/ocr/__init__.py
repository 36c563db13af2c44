# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Contains endpoint functions for accessing the API"""
