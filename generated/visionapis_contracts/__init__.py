# Generated from specs by scripts/regenerate. Do not edit.
"""The contracts as data: `<vendor>/openapi.json` and strict pydantic models in `<vendor>/models.py`."""
