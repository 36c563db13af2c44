"""Exports of a ledger, in formats of other programs: one module per format, with a function `write`."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, TextIO

from visionapis_bulk.errors import BulkError
from visionapis_bulk.schema import connect

from .items import SETTLED, ExportedItem, read_items

if TYPE_CHECKING:
    from collections.abc import Collection, Generator

    from visionapis_bulk.schema import State

__all__ = ["FORMATS", "ExportedItem", "export", "format_of", "read_items"]

FORMATS = {"jsonl": "jsonl", "csv": "csv"}
"""The names of formats, which are suffixes of files, and their modules."""


class ExportError(BulkError):
    """An export cannot be written."""


def format_of(path: str | os.PathLike[str]) -> str:
    """Return the format of a file by its suffix. Raises ExportError."""
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise ExportError(f"the suffix of {str(path)!r} is not a format: {', '.join(FORMATS)}")
    return suffix


def export(
    ledger: str | os.PathLike[str],
    target: str | os.PathLike[str] | TextIO,
    *,
    format_: str | None = None,
    states: Collection[State] = SETTLED,
    raw: bool = False,
) -> None:
    """Write the items of a ledger to a file, which has all of them or is left as it was, or to a stream.

    Args:
        ledger: The path of the ledger; the job may be running.
        target: The path of the file, or a stream of text.
        format_: One of `FORMATS`. Default: the suffix of the file, `jsonl` for a stream.
        states: The states of the items to write. Default: all that are settled.
        raw: Whether to write the vendor's responses, if they were kept.

    Raises:
        ExportError: The file cannot be written.
        LedgerError: The ledger cannot be read.
    """
    path = Path(target) if isinstance(target, (str, os.PathLike)) else None
    name = format_ or (format_of(path) if path else "jsonl")
    if name not in FORMATS:
        raise ExportError(f"{name!r} is not a format: {', '.join(FORMATS)}")
    write = import_module(f"{__name__}.{FORMATS[name]}").write
    with closing(connect(Path(ledger), write=False)) as connection:
        items = read_items(connection, states=states, raw=raw)
        if path:
            with _replacing(path) as file:
                write(items, file)
        else:
            write(items, target)


@contextmanager
def _replacing(path: Path) -> Generator[TextIO]:
    """Open a new file that takes the place of another when the block has ended. Raises ExportError."""
    temporary: Path | None = None
    try:
        descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:  # noqa: PTH123  (closes the descriptor)
            yield file
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise ExportError(f"cannot write {str(path)!r}: {error.strerror}") from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
