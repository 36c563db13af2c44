"""Where the images of a job come from: folders, patterns, lists, tables and iterables, one entry at a time."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast, runtime_checkable

from visionapis._images.suffixes import SUFFIXES

from .documents import LocalDocument, decoded, open_text
from .errors import SourceError
from .records import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .documents import Document

MAX_SORTED = 10_000
"""Entries of one folder that are sorted by name; a larger folder comes in pieces of this size, each sorted."""

Image: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | memoryview"
"""An image of an iterable: a path, a URL, or bytes."""

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".parquet"})
IMAGE_SUFFIXES = frozenset(f".{each}" for found in SUFFIXES.values() for each in found)


@runtime_checkable
class Source(Protocol):
    """A list of images."""

    unique: bool
    """Whether a name is an item once; such a source need not have the same order each time."""
    base: Path
    """The folder that relative paths are relative to."""

    def entries(self) -> Iterator[tuple[Entry, Image | None]]:
        """Yield the entries, each with its image if that is in memory. Raises SourceError."""
        ...

    def describe(self) -> Mapping[str, Any] | None:
        """Return the arguments of `open_source` for this source, as JSON; None if it cannot be opened again."""
        ...


def open_source(source: object, *, column: str | None = None, base: str | None = None, pdf: bool = False) -> Source:
    """Return the source that an argument names, or is.

    Args:
        source: A folder, with its subfolders; a pattern such as `photos/**/*.jpg`; a text file with a path or URL per
            line; a CSV file (`.csv`, `.tsv`) or, with pyarrow, a Parquet file (`.parquet`); with fsspec the URL of any
            of these, such as `s3://bucket/photos`; or an iterable of paths, URLs, bytes, or pairs of a name and one of
            these. Paths in a file are relative to it.
        column: The column of a table with paths, URLs or, in a Parquet file, bytes. Default: its only column, or one
            with a usual name such as `image`, `path` or `url`.
        pdf: Whether a folder has its PDF files, too.
        base: The folder that the path of the source is relative to. Default: the current one.

    Raises:
        SourceError: There is no such source.
    """
    if isinstance(source, Source):
        return source
    if not isinstance(source, (str, os.PathLike)):
        return IterableSource(_require_iterable(source))
    text = os.fsdecode(cast("str | os.PathLike[str]", source))
    if "://" in text:
        from .remote import open_remote

        return open_remote(text, column)
    folder = Path(base or Path.cwd())
    path = folder / text
    if path.is_dir():
        return FolderSource(text, folder, pdf=pdf)
    if not path.exists():
        if glob.has_magic(text):
            return PatternSource(text, folder)
        raise SourceError(f"there is no file or folder {text!r}")
    if path.suffix.lower() in TABLE_SUFFIXES:
        from .tables import open_table

        return open_table(LocalDocument(path), column)
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return PatternSource(glob.escape(text), folder)
    return ListSource(LocalDocument(path))


class FolderSource:
    """The image files in a folder and its subfolders, except hidden ones, sorted by name within each folder."""

    unique = True

    def __init__(self, folder: str, base: Path, *, pdf: bool) -> None:
        self._folder = folder
        self._suffixes = IMAGE_SUFFIXES if pdf else IMAGE_SUFFIXES - {".pdf"}
        self.base = base

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": self._folder, "base": str(self.base), "pdf": ".pdf" in self._suffixes}

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per file."""
        folders = [self._folder]
        while folders:
            folder = folders.pop()
            below: list[str] = []
            for found in _list_folder(str(self.base / folder)):
                for entry in found:
                    name = os.path.join(folder, entry.name)  # noqa: PTH118  (a Path is slow to make)
                    if entry.is_dir(follow_symlinks=False):
                        below.append(name)
                    elif os.path.splitext(name)[1].lower() in self._suffixes:  # noqa: PTH122  (a Path is slow to make)
                        yield Entry(name), None
            folders += reversed(below)


class PatternSource:
    """The files that match a pattern; `**` is any number of folders."""

    unique = True

    def __init__(self, pattern: str, base: Path) -> None:
        self._pattern = pattern
        self.base = base

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": self._pattern, "base": str(self.base)}

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per file."""
        # Path.glob takes no absolute patterns.
        for path in glob.iglob(self._pattern, root_dir=self.base, recursive=True):  # noqa: PTH207  (see above)
            if (self.base / path).is_file():
                yield Entry(path), None


class ListSource:
    """The paths and URLs in a text file, one per line; empty lines are skipped."""

    unique = False

    def __init__(self, document: Document) -> None:
        self._document = document
        self.base = document.base

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": self._document.source}

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per line."""
        with open_text(self._document) as lines:
            for line in decoded(self._document, lines):
                if name := line.rstrip("\r\n"):
                    yield Entry(name, self._document.locate(name)), None


class IterableSource:
    """The images of an iterable, in memory. To resume its job, it must yield the same images again, in this order."""

    unique = False

    def __init__(self, images: Iterable[Image | tuple[object, Image]]) -> None:
        self._images = images
        self.base = Path.cwd()

    def describe(self) -> None:
        """Return None: an iterable cannot be opened again."""

    def entries(self) -> Iterator[tuple[Entry, Image | None]]:
        """Yield an entry per image. The name is that of a pair, a path or URL, or the position, from 1."""
        for number, each in enumerate(self._images, 1):
            name, image = each if isinstance(each, tuple) else (None, each)
            if name is None:
                name = os.fsdecode(image) if isinstance(image, (str, os.PathLike)) else number
            yield Entry(str(name)), image


def _require_iterable(source: Any) -> Iterable[Any]:
    if not hasattr(source, "__iter__") or type(source) in {bytes, bytearray, memoryview}:
        raise SourceError(f"a source is a path or an iterable, not {type(source).__name__}")
    found: Iterable[Any] = source
    return found


def _list_folder(folder: str) -> Iterator[Sequence[os.DirEntry[str]]]:
    """Yield the entries of a folder that are not hidden, in sorted pieces. Raises SourceError."""
    piece: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as found:
            for entry in found:
                if not entry.name.startswith("."):
                    piece.append(entry)
                if len(piece) == MAX_SORTED:
                    yield sorted(piece, key=_name)
                    piece = []
    except OSError as error:
        raise SourceError(f"cannot read folder {folder!r}: {error.strerror}") from error
    yield sorted(piece, key=_name)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
