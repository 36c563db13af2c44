# Generated from specs by scripts/regenerate. Do not edit.
"""The contracts as data: `<vendor>/openapi.json`, and strict models in `<vendor>/models.py`."""
