"""Images and lists on other file systems, through fsspec where it is installed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import SourceError
from .records import Entry
from .sources import IMAGE_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .sources import Source


def open_remote(url: str, column: str | None) -> Source:
    """Return the source at a URL: a folder or a pattern. Raises SourceError."""
    if column is not None:
        raise SourceError("tables are read from local files only", hint="download the table; its images may be URLs")
    return RemoteSource(url)


def read_remote(url: str) -> bytes:
    """Return the bytes of a file. Raises OSError or SourceError."""
    with _fsspec().open(url, "rb") as file:
        return bytes(file.read())


class RemoteSource:
    """The image files at a URL with a scheme of fsspec, such as `s3://bucket/photos` or `gs://bucket/*.jpg`."""

    unique = True
    base = Path()

    def __init__(self, url: str) -> None:
        """Find the file system. Raises SourceError."""
        self._url = url
        try:
            self._files, self._path = _fsspec().core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise SourceError(f"cannot open {url.partition('://')[0]}:// URLs: {error}") from error

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": self._url}

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per file. Raises SourceError."""
        try:
            if "*" in self._path:
                for path in self._files.glob(self._path):
                    yield Entry(self._files.unstrip_protocol(path)), None
                return
            for folder, _, files in self._files.walk(self._path, on_error="raise"):
                for name in sorted(files):
                    if Path(name).suffix.lower() in IMAGE_SUFFIXES:
                        yield Entry(self._files.unstrip_protocol(f"{folder.rstrip('/')}/{name}")), None
        except OSError as error:
            raise SourceError(f"cannot list the files of {self._url.partition('?')[0]}: {error}") from error


def _fsspec() -> Any:
    try:
        return import_module("fsspec")
    except ModuleNotFoundError as error:
        raise SourceError("URLs of other file systems require fsspec", hint="pip install fsspec") from error
