"""Files of exports, which are written as a whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from visionapis import _files

from .errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Generator[TextIO]:
    """Open a new file that takes the place of another when the block has ended. Raises ExportError."""
    try:
        with (
            _files.replacing(path) as new,
            new.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file,
        ):
            yield file
    except OSError as error:
        raise ExportError(f"cannot write {str(path)!r}: {error.strerror}") from error
