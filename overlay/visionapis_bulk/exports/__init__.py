"""Exports of a ledger, in formats of other programs: one module per format, with a function `write`."""

from __future__ import annotations

import os
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from visionapis_bulk.errors import ExportError
from visionapis_bulk.files import replacing
from visionapis_bulk.queries import read_job
from visionapis_bulk.schema import connect, reading

from .items import SETTLED, ExportedItem, Results, read_items

if TYPE_CHECKING:
    from collections.abc import Collection

    from visionapis_bulk.schema import State

__all__ = ["FORMATS", "ExportedItem", "Results", "export", "format_of", "read_items"]

FORMATS = ("jsonl", "csv", "parquet", "html", "coco", "label-studio", "hugging-face", "folders")

SUFFIXES = ("jsonl", "csv", "parquet", "html")
"""The formats that a suffix of a file names."""

_OF_STREAMS = frozenset({"jsonl", "csv", "html", "coco", "label-studio"})


def format_of(path: str | os.PathLike[str]) -> str:
    """Return the format of a file by its suffix. Raises ExportError."""
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in SUFFIXES:
        hint = f"name a format: {', '.join(FORMATS)}"
        raise ExportError(f"the suffix of {str(path)!r} is none of {', '.join(SUFFIXES)}", hint=hint)
    return suffix


def export(
    ledger: str | os.PathLike[str],
    target: str | os.PathLike[str] | TextIO,
    *,
    format_: str | None = None,
    states: Collection[State] = SETTLED,
    raw: bool = False,
) -> int:
    """Write the items of a ledger to a file, which has all of them or is left as it was, and return their number.

    Args:
        ledger: The path of the ledger; the job may be running.
        target: The path of the file, or a stream of text. The format `folders` makes a folder.
        format_: One of `FORMATS`. Default: the suffix of the file, `jsonl` for a stream.
        states: The states of the items to write. Default: all that are settled. The formats for training have only
            those with a result, and `html`, a page that sums up the job, is about all of them.
        raw: Whether to write the vendor's responses, if they were kept, as `jsonl`.

    Raises:
        ExportError: The file cannot be written.
        LedgerError: The ledger cannot be read.
    """
    path = Path(target) if isinstance(target, (str, os.PathLike)) else None
    name = format_ or (format_of(path) if path else "jsonl")
    if name not in FORMATS:
        raise ExportError(f"{name!r} is not a format: {', '.join(FORMATS)}")
    if not path and name not in _OF_STREAMS:
        raise ExportError(f"the format {name} needs the path of a file or folder")
    write = import_module(f"{__name__}.{name.replace('-', '_')}").write
    with closing(connect(Path(ledger), write=False)) as connection, reading(os.fsdecode(ledger)):
        base = Path(read_job(connection).get("base", ""))
        results = Results(connection, base, states=states, raw=raw)
        if name == "folders":
            return int(write(results, path))
        if path is None:
            return int(write(results, target))
        with replacing(path) as file:
            return int(write(results, file, *([path.parent] if name == "hugging-face" else [])))
