"""Exchanges, judged by the contracts of the vendors that they concern."""

from collections import Counter
from dataclasses import replace
from threading import Lock
from traceback import extract_tb
from types import TracebackType

import httpx

from visionapis._observations.observation import Observation
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.tokens import token_paths
from visionapis_testing.drift.exchanges import Exchange
from visionapis_testing.drift.finding import Finding
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.routing import route
from visionapis_testing.drift.traffic import Traffic, secrets_of
from visionapis_testing.emulator.control_api import PREFIX

from .broken_requests import BrokenRequest, broken
from .hosts import Hosts, Mount
from .recording import Recording

_FIRST_ERROR = 400
_MAX_WAITING = 1_000
_MAX_BROKEN = 200

_PREFLIGHT = "OPTIONS"


class Ledger:
    """The exchanges until now, for several threads, without the texts of messages."""

    def __init__(self, *, is_of_tests: bool = False) -> None:
        """Begin without exchanges; how often tests fail on purpose says nothing about an API over time."""
        self._is_of_tests = is_of_tests
        self.hosts = Hosts()
        self.is_open = True
        """Whether new exchanges are observed."""
        self.failure: str | None = None
        """The type and the place of the first error in the observation itself."""
        self._traffic = Traffic()
        self._broken: Counter[BrokenRequest] = Counter()
        self._waiting: dict[int, Recording] = {}
        self._lock = Lock()

    def mount(self, url: httpx.URL) -> Mount | None:
        """Return the API at a URL, or None for one that is not observed."""
        return self.hosts.find(url)

    def wait(self, recording: Recording) -> None:
        """Know of an exchange whose response was not read yet; the oldest of too many is judged as it is."""
        with self._lock:
            self._waiting[id(recording)] = recording
            oldest = next(iter(self._waiting.values())) if len(self._waiting) > _MAX_WAITING else None
        if oldest is not None:
            oldest.finish()

    def forget(self, recording: Recording) -> None:
        """Know that an exchange is finished."""
        with self._lock:
            self._waiting.pop(id(recording), None)

    def guarded(self) -> "Guard":
        """Raise nothing from the block into a client's call, and keep where it failed."""
        return Guard(self)

    def close(self) -> None:
        """Judge the responses that were not read as they are, and observe no more."""
        self.is_open = False
        for each in list(self._waiting.values()):
            each.finish()

    def add(self, exchange: Exchange, mount: Mount, *, has_request_body: bool) -> None:
        """Judge an exchange."""
        request, contract = mount.localized(exchange.request), load(mount.vendor)
        if f"{request.path}/".startswith(f"{PREFIX}/") or request.path in token_paths(contract.document):
            return
        exchange = replace(exchange, request=request, vendor=mount.vendor, is_generated=self._is_of_tests)
        status_code, found = exchange.response.status_code, route(contract, request)
        new: list[BrokenRequest] = []
        if status_code < _FIRST_ERROR and request.method != _PREFLIGHT and (found or mount.is_api):
            secrets = list(secrets_of(request, contract.secret_parameters))
            new += [
                each.without(secrets)
                for each in broken(contract, request, found, status_code, has_body=has_request_body)
            ]
        with self._lock:
            self._traffic.add(exchange)
            for each in new:
                if each in self._broken or len(self._broken) < _MAX_BROKEN:
                    self._broken[each] += 1

    @property
    def broken(self) -> Counter[BrokenRequest]:
        """The violations by accepted requests, with counts."""
        with self._lock:
            return self._broken.copy()

    @property
    def observations(self) -> list[Observation]:
        """The observations by name of vendor."""
        with self._lock:
            return self._traffic.observations

    def findings(self) -> list[tuple[str, Finding]]:
        """Return the findings about responses, each with its vendor."""
        return [(each.vendor, finding) for each in self.observations for finding in findings(each)]


class Guard:
    """A context that no exception leaves, but an interrupt."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep the first failure in a ledger."""
        self._ledger = ledger

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        if self._ledger.failure is None:  # without the text of the error, which can contain a part of a message
            place = extract_tb(traceback)[-1]
            self._ledger.failure = f"{type(error).__name__} in {place.name}, line {place.lineno}"
        return True
