# Generated from specs by scripts/regenerate. Do not edit.
"""The contracts as data: `<vendor>/openapi.json`, and what is made of it.

Strict pydantic models are in `<vendor>/models.py`, types of JSON responses in `<vendor>/responses.py`.
"""
