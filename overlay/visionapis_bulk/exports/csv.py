"""CSV: a row per image, with its best label."""

from __future__ import annotations

import csv
import json
from itertools import chain
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from .items import Results

COLUMNS = ("image", "state", "label", "confidence", "labels", "error", "duplicate_of")


def write(results: Results, out: TextIO) -> int:
    """Write the items, with the columns of their source behind `COLUMNS`, and return their number.

    `labels` is a JSON object of confidences. The columns of a source are those of its first item.
    """
    items, count = iter(results), 0
    first = next(items, None)
    fields = list(first.columns(COLUMNS)) if first else []
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *fields])
    for item in chain([first] if first else [], items):
        count += 1
        given = item.columns(COLUMNS)
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
                *(given.get(name, "") for name in fields),
            ]
        )
    return count
