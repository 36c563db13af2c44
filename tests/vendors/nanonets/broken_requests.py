"""A request without something required, and one with a value of a wrong type."""

from __future__ import annotations

from typing import Any

REQUESTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("ocr_create_model", {"content": b"{}"}, "body", "/categories"),
    ("ocr_create_model", {"content": b'{"categories": 5}'}, "body", "/categories"),
]
"""Operations, the part of the request that is changed, the rule that it breaks, and the place."""
