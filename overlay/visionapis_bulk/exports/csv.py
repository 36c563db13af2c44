"""CSV: a row per image, with its best label."""

from __future__ import annotations

import csv
import json
from itertools import chain
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .items import ExportedItem

COLUMNS = ("image", "state", "label", "confidence", "labels", "error", "duplicate_of")


def write(items: Iterable[ExportedItem], file: TextIO) -> None:
    """Write the items, with the columns of their source behind `COLUMNS`; `labels` is a JSON object of confidences."""
    items = iter(items)
    first = next(items, None)
    fields = [name for name in (first.fields if first else ()) if name not in COLUMNS]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*COLUMNS, *fields])
    for item in chain([first] if first else [], items):
        best = item.labels[0] if item.labels else None
        confidences = {label["name"]: label["confidence"] for label in item.labels or ()}
        writer.writerow(
            [
                item.name,
                item.state,
                best["name"] if best else "",
                best["confidence"] if best else "",
                json.dumps(confidences, ensure_ascii=False) if item.labels is not None else "",
                item.error["message"] if item.error else "",
                item.duplicate_of or "",
                *(item.fields.get(name, "") for name in fields),
            ]
        )
