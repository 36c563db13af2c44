"""Journals in storage that all machines reach: what the worker of a partition has committed.

A partition has one worker at a time; that time is an epoch. The folder of an epoch has the ledger that it begins with,
a numbered segment per commit, and a file `open` until it ends. A worker whose machine is cut off, but goes on, must send
nothing that another one sends: it reads `open` after each segment, and the driver deletes `open` before it reads the
segments for the last time. Either the driver finds the segment, or the worker finds that its epoch has ended.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from contextlib import suppress
from dataclasses import astuple
from importlib import import_module
from typing import TYPE_CHECKING, Any

from visionapis_bulk.errors import LedgerError
from visionapis_bulk.records import Changes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

_OPEN = "open"
_LEDGER = "ledger"
_SEGMENT = ".json"


class Storage:
    """The storage of a job: a folder, or a URL of fsspec such as `s3://bucket/photos`."""

    def __init__(self, url: str) -> None:
        """Find the file system. Raises LedgerError."""
        try:
            fsspec: Any = import_module("fsspec.core")
        except ModuleNotFoundError as error:
            raise LedgerError("the storage of a job requires fsspec", hint="pip install 'visionapis[ray]'") from error
        self.url = url
        self._name = url.partition("?")[0]
        self._is_local = "://" not in url
        try:
            # Listings change while they are read.
            self._files, self.path = fsspec.url_to_fs(url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise LedgerError(f"cannot open the storage {self._name!r}: {error}") from error

    def journal(self, epoch: int) -> Journal:
        """Return the journal of an epoch."""
        return Journal(self, epoch)

    def keep_image(self, content: bytes) -> str:
        """Write the bytes of an image, unless they are there, and return their path or URL."""
        path = f"{self.path}/images/{hashlib.sha256(content).hexdigest()}"
        self.attempt(lambda: self._keep(path, content))
        return path if self._is_local else str(self._files.unstrip_protocol(path))

    def clean(self) -> None:
        """Delete the folder, if it is a local one with nothing in it."""
        if self._is_local:
            with suppress(OSError):
                self._files.rmdir(self.path)

    def attempt(self, operation: Callable[[], Any]) -> Any:
        """Return the result of an operation on files. Raises LedgerError."""
        try:
            return operation()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise LedgerError(f"cannot use the storage {self._name!r}: {reason}") from error

    def write(self, path: str, content: bytes) -> None:
        """Write a file; on a local disk, to the disk itself."""
        with self._files.open(path, "wb") as file:
            file.write(content)
            with suppress(io.UnsupportedOperation):  # of stores of objects, which write when the file is closed
                file.flush()
                os.fsync(file.fileno())

    @property
    def files(self) -> Any:
        """The file system, of fsspec."""
        return self._files

    def _keep(self, path: str, content: bytes) -> None:
        if not (self._files.exists(path) and self._files.size(path) == len(content)):
            self._files.makedirs(f"{self.path}/images", exist_ok=True)
            self.write(path, content)


class Journal:
    """The journal of an epoch."""

    def __init__(self, storage: Storage, epoch: int) -> None:
        self._storage = storage
        self._files = storage.files
        self._folder = f"{storage.path}/epoch-{epoch}"
        self._next = 1
        self._known: dict[int, str] = {}

    # For the driver.

    def begin(self, ledger: Path) -> None:
        """Begin the epoch, with the ledger of its partition."""

        def write() -> None:
            self._files.makedirs(self._folder, exist_ok=True)
            self._files.put_file(str(ledger), self._path(_LEDGER))
            self._storage.write(self._path(_OPEN), b"")

        self._storage.attempt(write)

    def end(self) -> None:
        """End the epoch: its worker sends nothing more, even if it goes on."""

        def delete() -> None:
            with suppress(FileNotFoundError):
                self._files.rm_file(self._path(_OPEN))

        self._storage.attempt(delete)

    def read(self) -> list[Changes]:
        """Return the changes of all complete segments that are not deleted, in their order."""
        return [Changes(*json.loads(content)) for content in self._storage.attempt(self._contents)]

    def delete(self, count: int) -> None:
        """Delete the first segments that were read."""
        paths = [self._known.pop(number) for number in sorted(self._known)[:count]]
        if paths:
            self._storage.attempt(lambda: self._files.rm(paths))

    def remove(self) -> None:
        """Delete the folder."""

        def delete() -> None:
            with suppress(FileNotFoundError):
                self._files.rm(self._folder, recursive=True)

        self._storage.attempt(delete)

    # For the worker.

    def fetch(self, ledger: Path) -> None:
        """Copy the ledger of the partition. Raises LedgerError."""
        self._storage.attempt(lambda: self._files.get_file(self._path(_LEDGER), str(ledger)))

    def append(self, changes: Changes) -> None:
        """Write a segment. Raises LedgerError, also if the epoch has ended."""
        # A segment that was not written to its end has no end of the line.
        content = f"{json.dumps(astuple(changes))}\n".encode()
        path = self._path(f"{self._next:08}{_SEGMENT}")
        try:
            self._storage.write(path, content)
            self._files.cat_file(self._path(_OPEN))  # unlike a test whether it exists, not from a cache
        except FileNotFoundError:
            raise LedgerError("another worker has taken over the partition") from None
        except OSError as error:
            self._storage.attempt(lambda: _raise(error))
        self._next += 1

    def _contents(self) -> Sequence[bytes]:
        """Return the contents of the segments up to the first one that is not complete."""
        paths: Collection[str] = self._files.ls(self._folder, detail=False)
        numbered = sorted((int(path[-13:-5]), path) for path in paths if path.endswith(_SEGMENT))
        found: list[bytes] = []
        self._known = {}
        for number, path in numbered:
            content: bytes = self._files.cat_file(path)
            if not content.endswith(b"\n"):
                break
            found.append(content)
            self._known[number] = path
        return found

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"


def _raise(error: Exception) -> None:
    raise error
