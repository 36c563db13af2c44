"""Pages of lists, as a contract describes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

Json: TypeAlias = dict[str, Any]

_SIZES = frozenset({"count", "limit", "per", "size"})


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the pages of a list have their items and the next page."""

    items: str
    next: str

    @classmethod
    def of(cls, operation: Json) -> Pages | None:
        """Return the pages of an operation; None if it has none."""
        found: Json | None = operation.get("x-pagination")
        return cls(found["items"], found["next"]) if found else None

    def full_size(self, body: Mapping[str, object]) -> int | None:
        """Return the number of items of a page that has a next one, and so has as many as pages have."""
        items = _at(body, self.items)
        return len(cast("list[object]", items)) if isinstance(items, list) and _at(body, self.next) else None

    @staticmethod
    def is_size(parameter: str) -> bool:
        """Return whether a query parameter seems to be the size of pages, such as `page_size`."""
        return not _SIZES.isdisjoint(re.split("[^a-z]+", parameter.lower()))


def _at(body: object, pointer: str) -> object:
    for name in pointer.split("/")[1:]:
        body = cast("Json", body).get(name) if isinstance(body, dict) else None
    return body
