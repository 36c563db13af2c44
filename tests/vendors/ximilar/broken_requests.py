"""A request without something required, and one with a value of a wrong type."""

from __future__ import annotations

from typing import Any

REQUESTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("tasks_create", {"content": b"{}"}, "body", "/name"),
    ("tasks_list", {"target": "/recognition/v2/task?page=first"}, "query", "/page"),
]
"""Operations, the part of the request that is changed, the rule that it breaks, and the place."""
