"""Journals in storage that all machines reach: what the worker of a partition has committed.

A partition has one worker at a time; that time is an epoch. The folder of an epoch has the ledger that it begins with,
a numbered segment per commit, and a file `open` until it ends.

A worker whose machine is cut off, but goes on, must not send what another one sends: it reads `open` after it has
written a segment, and the driver deletes `open` before it reads the segments for the last time. Either the driver finds
the segment, or the worker finds that its epoch has ended.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from contextlib import contextmanager, suppress
from dataclasses import astuple
from importlib import import_module
from typing import TYPE_CHECKING, Any

from visionapis_bulk.errors import LedgerError
from visionapis_bulk.records import Changes

if TYPE_CHECKING:
    from collections.abc import Generator
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
            self.files, self.path = fsspec.url_to_fs(url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise LedgerError(f"cannot open the storage {self._name!r}: {error}") from error

    def keep_image(self, content: bytes) -> str:
        """Write the bytes of an image, unless they are there, and return their path or URL. Raises LedgerError."""
        path = f"{self.path}/images/{hashlib.sha256(content).hexdigest()}"
        with self.used():
            if not (self.files.exists(path) and self.files.size(path) == len(content)):
                self.files.makedirs(f"{self.path}/images", exist_ok=True)
                self.write(path, content)
        return path if self._is_local else str(self.files.unstrip_protocol(path))

    def write(self, path: str, content: bytes) -> None:
        """Write a file; on a local disk, to the disk itself. Raises OSError."""
        with self.files.open(path, "wb") as file:
            file.write(content)
            with suppress(io.UnsupportedOperation):  # of stores of objects, which write when the file is closed
                file.flush()
                os.fsync(file.fileno())

    def clean(self) -> None:
        """Delete the folder, if it is a local one with nothing in it."""
        if self._is_local:
            with suppress(OSError):
                self.files.rmdir(self.path)

    @contextmanager
    def used(self) -> Generator[None]:
        """Raise LedgerError for an error of the files that the block uses."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise LedgerError(f"cannot use the storage {self._name!r}: {reason}") from error


class Journal:
    """The journal of an epoch. All methods raise LedgerError."""

    def __init__(self, storage: Storage, epoch: int) -> None:
        """Name the journal of an epoch; nothing is read or written."""
        self._storage = storage
        self._files = storage.files
        self._folder = f"{storage.path}/epoch-{epoch}"
        self._written = 0
        self._read: list[str] = []

    # For the driver.

    def begin(self, ledger: Path) -> None:
        """Begin the epoch, with the ledger of its partition."""
        with self._storage.used():
            self._files.makedirs(self._folder, exist_ok=True)
            self._files.put_file(str(ledger), self._path(_LEDGER))
            self._storage.write(self._path(_OPEN), b"")

    def end(self) -> None:
        """End the epoch: its worker sends nothing more, even if it goes on."""
        with self._storage.used(), suppress(FileNotFoundError):
            self._files.rm_file(self._path(_OPEN))

    def read(self) -> list[Changes]:
        """Return the changes in the segments, in their order, up to the first one that is not complete."""
        found: list[Changes] = []
        self._read = []
        paths = self._list()
        with self._storage.used():
            for path in paths:
                content: bytes = self._files.cat_file(path)
                if not content.endswith(b"\n"):
                    break
                found.append(Changes(*json.loads(content)))
                self._read.append(path)
        return found

    def delete_read(self) -> None:
        """Delete the segments that were read the last time."""
        if self._read:
            with self._storage.used():
                self._files.rm(self._read)
            self._read = []

    def remove(self) -> None:
        """Delete the folder."""
        with self._storage.used(), suppress(FileNotFoundError):
            self._files.rm(self._folder, recursive=True)

    # For the worker.

    def fetch(self, ledger: Path) -> None:
        """Copy the ledger of the partition."""
        with self._storage.used():
            self._files.get_file(self._path(_LEDGER), str(ledger))

    def append(self, changes: Changes) -> None:
        """Write a segment. Raises LedgerError also if the epoch has ended."""
        self._written += 1
        # A segment that was not written to its end has no end of the line.
        content = f"{json.dumps(astuple(changes))}\n".encode()
        with self._storage.used():
            try:
                self._storage.write(self._path(f"{self._written:010}{_SEGMENT}"), content)
                self._files.cat_file(self._path(_OPEN))  # unlike a test whether it exists, not from a cache
            except FileNotFoundError:
                raise LedgerError("another worker has taken over the partition") from None

    def _list(self) -> list[str]:
        """Return the paths of the segments. Raises LedgerError if the folder is missing: some may have been in it."""
        with self._storage.used():
            try:
                paths: list[str] = self._files.ls(self._folder, detail=False)
            except FileNotFoundError:
                hint = "restore it: it tells which images were sent"
                raise LedgerError(
                    f"the folder {self._folder!r} in the storage of the job is missing", hint=hint
                ) from None
        return sorted(path for path in paths if path.endswith(_SEGMENT))

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"
