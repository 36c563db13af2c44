"""Export as a Parquet file, for which pyarrow must be installed."""

from __future__ import annotations

import json
from importlib import import_module
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from visionapis_bulk.errors import ExportError

if TYPE_CHECKING:
    from typing import TextIO

    from .items import ExportedItem, Results

ROWS = 10_000
"""Rows that are in memory at a time."""


def write(results: Results, out: TextIO) -> int:
    """Write a row per item, and return their number. The columns of a source are those of its first item.

    Raises ExportError if pyarrow is not installed.
    """
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise ExportError("Parquet files require pyarrow", hint="pip install pyarrow") from error

    items = iter(results)
    first = next(items, None)
    own = _fields(arrow)
    columns = list(first.columns(own)) if first else []
    schema = arrow.schema([*own.items(), *((name, arrow.string()) for name in columns)])
    items, count = chain([first] if first else [], items), 0
    with parquet.ParquetWriter(out.buffer, schema) as writer:
        while rows := [_row(item, own, columns) for item in islice(items, ROWS)]:
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def _fields(arrow: Any) -> dict[str, Any]:
    """Return the columns of every file, with their types."""
    text, number = arrow.string(), arrow.float64()
    box = arrow.struct(dict.fromkeys(("x", "y", "width", "height"), number))
    label = arrow.struct({"name": text, "confidence": number, "boxes": arrow.list_(box)})
    return {
        "name": text,
        "image": text,
        "state": text,
        "label": text,
        "confidence": number,
        "labels": arrow.list_(label),
        "width": arrow.int32(),
        "height": arrow.int32(),
        "error": text,
        "sha256": text,
        "call": arrow.int64(),
        "duplicate_of": text,
    }


def _row(item: ExportedItem, own: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    top = item.labels[0] if item.labels else None
    labels = [{**label, "boxes": label.get("boxes", [])} for label in item.labels or ()]
    given = item.columns(own)
    return {
        **{name: _text(given.get(name)) for name in columns},
        "name": item.name,
        "image": item.image,
        "state": item.state,
        "label": top and top["name"],
        "confidence": top and top["confidence"],
        "labels": None if item.labels is None else labels,
        "width": item.width,
        "height": item.height,
        "error": item.error and json.dumps(item.error),
        "sha256": item.sha256,
        "call": item.call,
        "duplicate_of": item.duplicate_of,
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) or value is None else json.dumps(value)
