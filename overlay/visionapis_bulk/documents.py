"""Files with lists and tables of images: local ones, and those of other file systems."""

from __future__ import annotations

import io
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Protocol

from .errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Document(Protocol):
    """A file with a list or a table."""

    name: str
    """Its name for messages."""
    suffix: str
    """In lower case."""
    source: str
    """The argument of `open_source`."""
    base: Path
    """The folder that the paths in it are relative to, unless `locate` makes them URLs."""

    def open(self) -> IO[bytes]:
        """Open it. Raises SourceError."""
        ...

    def locate(self, image: str, /) -> str | None:
        """Return the URL of an image whose path is relative to the file; None if its name is where it is."""
        ...


class LocalDocument:
    """A local file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = repr(str(path))
        self.suffix = path.suffix.lower()
        self.source = str(path.absolute())
        self.base = path.absolute().parent

    def open(self) -> IO[bytes]:
        """Open it. Raises SourceError."""
        try:
            return self._path.open("rb")
        except OSError as error:
            raise SourceError(f"cannot read {self.name}: {error.strerror}") from error

    def locate(self, _image: str, /) -> None:
        """Return None: paths are relative to `base`."""


class RemoteDocument:
    """A file at a URL of fsspec."""

    def __init__(self, url: str) -> None:
        self._folder, _, name = url.rpartition("/")
        self.name = repr(url.partition("?")[0])
        self.suffix = PurePosixPath(name.partition("?")[0]).suffix.lower()
        self.source = url
        self.base = Path()

    def open(self) -> IO[bytes]:
        """Open it. Raises SourceError."""
        from .remote import open_url

        try:
            return open_url(self.source)
        except (OSError, ValueError, ImportError) as error:
            raise SourceError(f"cannot read {self.name}: {type(error).__name__}") from error

    def locate(self, image: str, /) -> str | None:
        """Return the URL of an image beside the file; None for one that is a URL."""
        return None if "://" in image or image[:5].lower() == "data:" else f"{self._folder}/{image}"


def open_text(document: Document) -> IO[str]:
    """Open a file with text in UTF-8, with or without its mark. Raises SourceError."""
    return io.TextIOWrapper(document.open(), encoding="utf-8-sig", newline="")


def decoded(document: Document, lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a file. Raises SourceError for one that is not text in UTF-8."""
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise SourceError(f"{document.name} is not text in UTF-8") from error
    except OSError as error:
        raise SourceError(f"cannot read {document.name}: {error.strerror or type(error).__name__}") from error
