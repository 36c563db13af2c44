"""A request without something required, and one with a value of a wrong type."""

from __future__ import annotations

from typing import Any

REQUESTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("recognition_get_cache", {"target": "/api/v3/?apikey=test-key"}, "query", "/type"),
    ("recognition_get_cache", {"target": "/api/v3/?apikey=test-key&type=x"}, "query", "/type"),
]
"""Operations, the part of the request that is changed, the rule that it breaks, and the place."""
