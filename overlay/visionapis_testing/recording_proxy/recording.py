"""The observation of the traffic through a proxy, its findings, and the file that it is added to."""

import os
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import TypeAlias

from visionapis._observations.bodies import bodies
from visionapis._observations.observation import Observation
from visionapis._observations.observer import Observer
from visionapis_testing.drift.errors import RecordingError
from visionapis_testing.drift.exchanges import Exchange
from visionapis_testing.drift.files import merged, observation, read, write
from visionapis_testing.drift.finding import Finding
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.report import as_lines
from visionapis_testing.drift.traffic import Traffic
from visionapis_testing.observing.broken_requests import BrokenRequest
from visionapis_testing.observing.report import request_line

_Key: TypeAlias = tuple[str, str, str, str]

_MAX_BROKEN = 200


class Recording:
    """Counts the exchanges with one vendor. One thread may add them while another one reads and saves."""

    def __init__(self, vendor: str, path: Path | None = None) -> None:
        """Begin, or go on with the observation in a file. Raises RecordingError if it is not one of the vendor's."""
        self._vendor = vendor
        self._path = path
        self._observer = Observer(vendor)
        self._traffic = Traffic(vendor, observers={vendor: self._observer})
        self._own, self._unsaved = self._empty(), self._empty()
        self._total = self._empty() if path is None else self._with_file(path, self._empty())
        if path is not None:
            _require_writable(path)
        self._before = {_key(each): each.count for each in findings(self._total)}
        self._found: list[Finding] = []
        self._told: set[object] = set()
        self._broken = Counter[BrokenRequest]()
        self._lock = Lock()

    def add(self, exchange: Exchange) -> None:
        """Count an exchange."""
        self._traffic.add(exchange)

    def add_broken(self, request: BrokenRequest) -> None:
        """Count what a request breaks in the contract, although the server accepted it."""
        with self._lock:
            if request in self._broken or len(self._broken) < _MAX_BROKEN:
                self._broken[request] += 1

    def news(self) -> Iterator[str]:
        """Yield lines about what was found since the last time: a finding is told once."""
        if self._collect():
            found = findings(self._total)
            self._found = [each for each in found if each.count > self._before.get(_key(each), 0)]
        new = [each for each in self._found if _key(each) not in self._told]
        self._told.update(map(_key, new))
        yield from [*as_lines(self._total, new)][1:]  # without the summary
        for request, count in self._accepted().items():
            if request not in self._told:
                self._told.add(request)
                yield request_line(request, count)

    def save(self) -> None:
        """Add what was counted since the last time to the file. Raises RecordingError, and tries it again next time."""
        self._collect()
        if self._path is not None and self._unsaved.responses:
            with _locked(self._path.parent):
                write(self._path, self._with_file(self._path, self._unsaved).dumps())
            self._unsaved = self._empty()

    def summary(self) -> Iterator[str]:
        """Yield lines that say how much was counted and found."""
        yield next(as_lines(self._own, self._found))
        for request, count in self._accepted().items():
            yield request_line(request, count)

    @property
    def responses(self) -> int:
        """The number of responses that `news` or `save` has collected."""
        return self._own.responses

    @property
    def has_findings(self) -> bool:
        """Whether anything differs from the contract, in responses or in requests that the server accepted."""
        return bool(self._found or self._accepted())

    def _accepted(self) -> Counter[BrokenRequest]:
        with self._lock:
            return self._broken.copy()

    def _collect(self) -> bool:
        """Add what the observer counted to the observations. Return whether there was anything."""
        counted = self._observer.take()
        for each in (self._own, self._unsaved, self._total):
            each.merge(counted)
        return bool(counted.responses)

    def _with_file(self, path: Path, counted: Observation) -> Observation:
        """Return the sum of counts and of a file, which need not exist."""
        if not path.exists():
            return counted
        found = observation(read(path), path)
        if found.vendor != self._vendor:
            raise RecordingError(f"{path} is an observation of {found.vendor}, not of {self._vendor}")
        return merged([deepcopy(counted), found])

    def _empty(self) -> Observation:
        return Observation(self._vendor, bodies(self._vendor).version)


def _key(finding: Finding) -> _Key:
    """Return what makes a finding the same one, however often it was seen."""
    # The message of a finding about a route is all that names it; others have counts in theirs.
    return (
        finding.kind,
        finding.operation_id,
        finding.place,
        finding.detail if finding.operation_id else finding.message,
    )


@contextmanager
def _locked(folder: Path) -> Generator[None]:
    """Let one process at a time add to the files of a folder. Raises RecordingError."""
    try:
        import fcntl
    except ModuleNotFoundError:  # on Windows
        yield
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise RecordingError(f"cannot open {folder}: {error.strerror}") from error
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _require_writable(path: Path) -> None:
    """Raise RecordingError if a file cannot be written, before there is anything to lose."""
    try:
        with TemporaryFile(dir=path.parent, prefix=f".{path.name}."):
            pass
    except OSError as error:
        raise RecordingError(f"cannot write {path}: {error.strerror}") from error
    if path.is_dir():
        raise RecordingError(f"cannot write {path}: it is a folder")
