"""JSON Lines: an object per image, with all that the ledger has of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from .items import ExportedItem, Results


def write(results: Results, out: TextIO) -> int:
    """Write the items, each as an object on a line of its own, in ASCII, and return their number."""
    count = 0
    for item in results:
        count += 1
        out.write(f"{json.dumps(to_document(item))}\n")
    return count


def to_document(item: ExportedItem) -> dict[str, Any]:
    """Return an item as a JSON object: its `image`, `state`, and those of the other members that it has."""
    size = {"width": item.width, "height": item.height} if item.width is not None else None
    others = {
        "labels": item.labels,
        "image_size": size,
        "error": item.error,
        "duplicate_of": item.duplicate_of,
        "fields": item.fields or None,
        "sha256": item.sha256,
        "call": item.call,
        "raw": item.raw,
    }
    return {"image": item.name, "state": item.state} | {
        name: value for name, value in others.items() if value is not None
    }
