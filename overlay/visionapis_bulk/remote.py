"""Images and lists on other file systems, through fsspec where it is installed."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from .documents import RemoteDocument
from .errors import SourceError
from .records import Entry
from .sources import IMAGE_SUFFIXES, TABLE_SUFFIXES, ListSource

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from .sources import Source


def open_remote(url: str, column: str | None) -> Source:
    """Return the source at a URL: a folder, a pattern, an image, a list or a table. Raises SourceError."""
    document = RemoteDocument(url)
    if document.suffix in TABLE_SUFFIXES:
        from .tables import open_table

        return open_table(document, column)
    files = RemoteSource(url)
    return ListSource(document) if files.is_list() else files


def open_url(url: str) -> IO[bytes]:
    """Open a file. Raises OSError, ValueError, ImportError or SourceError."""
    opened: IO[bytes] = _fsspec().open(url, "rb").open()
    return opened


def read_remote(url: str) -> bytes:
    """Return the bytes of a file. Raises OSError or SourceError."""
    with open_url(url) as file:
        return file.read()


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

    def is_list(self) -> bool:
        """Return whether the URL is that of a file that is not an image. Raises SourceError."""
        with self._listing():
            return Path(self._path).suffix.lower() not in IMAGE_SUFFIXES and bool(self._files.isfile(self._path))

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": self._url}

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per file. Raises SourceError."""
        with self._listing():
            if "*" in self._path:
                for path in self._files.glob(self._path):
                    yield Entry(self._files.unstrip_protocol(path)), None
            elif self._files.isfile(self._path):
                yield Entry(self._files.unstrip_protocol(self._path)), None
            else:
                for folder, _, files in self._files.walk(self._path, on_error="raise"):
                    for name in sorted(files):
                        if Path(name).suffix.lower() in IMAGE_SUFFIXES:
                            yield Entry(self._files.unstrip_protocol(f"{folder.rstrip('/')}/{name}")), None

    @contextmanager
    def _listing(self) -> Generator[None]:
        """Raise SourceError for an error of the file system."""
        try:
            yield
        except OSError as error:
            raise SourceError(f"cannot list the files of {self._url.partition('?')[0]}: {error}") from error


def _fsspec() -> Any:
    try:
        return import_module("fsspec")
    except ModuleNotFoundError as error:
        raise SourceError("URLs of other file systems require fsspec", hint="pip install fsspec") from error
