"""A request without something required, and one with a value of a wrong type."""

from __future__ import annotations

from typing import Any

REQUESTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("classification_infer_json", {"content": b"{}"}, "body", "/model_id"),
    ("models_add", {"content": b'{"model_id": 5}'}, "body", "/model_id"),
]
"""Operations, the part of the request that is changed, the rule that it breaks, and the place."""
