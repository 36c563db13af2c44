# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Client of the Nanonets OCR and image classification API."""
