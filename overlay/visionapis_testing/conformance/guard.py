"""A guard for live servers: which requests may be sent, and how many."""

import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, Literal, TypeAlias, cast

import httpx

from visionapis_testing.contracts.contract import Operation, load, other_slash
from visionapis_testing.contracts.tokens import token_paths

from .contracts import operations
from .errors import CheckStoppedError
from .scenarios import Document

Effect: TypeAlias = Literal["billable", "mutating"]
EFFECTS: tuple[Effect, ...] = ("billable", "mutating")

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of a whole check."""

    requests: int = 500
    billable: int = 0
    """The maximum number of requests to billable operations; rejected ones count, too."""
    seconds: float = 600.0
    requests_per_minute: float | None = None
    """Requests are spaced evenly; None for no limit."""


class Guard:
    """A request hook of `httpx.Client` that raises CheckStoppedError in place of sending a request that is not allowed.

    All clients that share a guard share its budget.
    """

    def __init__(
        self,
        vendor: str,
        base_url: str,
        effects: Mapping[str, Collection[str]],
        *,
        allow: Collection[Effect],
        budget: Budget,
        interrupted: Event,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        """Create a guard. `effects` are those of each operation, by id; setting `interrupted` stops all requests."""
        self._contract = load(vendor)
        self._token_paths = token_paths(self._contract.document)
        self._base_path = httpx.URL(base_url).raw_path.decode().rstrip("/")
        self._effects = effects
        self._allow = frozenset[str](allow)
        self._budget = budget
        self._interrupted = interrupted
        self._clock = clock
        self._sleep = sleep or interrupted.wait
        self._end = clock() + budget.seconds
        self._next = clock()
        self.operation_id = ""
        """The operation of the last request that the contract has."""
        self.requests = 0
        """The number of requests sent."""
        self.billable = 0
        """The number of requests sent to billable operations."""

    def __call__(self, request: httpx.Request) -> None:
        """Return when the request may be sent. Raises CheckStoppedError."""
        effects = self._effects_of(request)
        if missing := effects - self._allow:
            names = " and ".join(sorted(missing))
            raise CheckStoppedError(f"{names} request not allowed: {request.method} {request.url.path}")
        if self.requests >= self._budget.requests:
            raise CheckStoppedError(f"budget of {self._budget.requests} requests exhausted")
        if "billable" in effects and self.billable >= self._budget.billable:
            raise CheckStoppedError(f"budget of {self._budget.billable} billable requests exhausted")
        self._wait()
        if self._interrupted.is_set():
            raise CheckStoppedError("interrupted")
        self.requests += 1
        self.billable += "billable" in effects

    def remaining(self) -> float:
        """Return the seconds until the time limit of the check."""
        return self._end - self._clock()

    def require_time(self) -> None:
        """Raise CheckStoppedError once the time limit has passed."""
        if self.remaining() <= 0:
            raise CheckStoppedError(f"time limit of {self._budget.seconds:g} s reached")

    def pause(self, seconds: float) -> None:
        """Wait for the Retry-After of a server. Raises CheckStoppedError when it exceeds the time left."""
        if seconds >= self.remaining():
            raise CheckStoppedError(f"a Retry-After of {seconds:g} s exceeds the time left")
        self._sleep(seconds)

    def _wait(self) -> None:
        now = self._clock()
        if max(now, self._next) >= self._end:
            raise CheckStoppedError(f"time limit of {self._budget.seconds:g} s reached")
        if self._budget.requests_per_minute is not None:
            if self._next > now:
                self._sleep(self._next - now)
            self._next = max(now, self._next) + _MINUTE / self._budget.requests_per_minute

    def _effects_of(self, request: httpx.Request) -> frozenset[str]:
        operation = self._operation(request)
        if operation is not None:
            self.operation_id = operation.id
            return frozenset(self._effects[operation.id])
        if request.url.path in self._token_paths:
            return frozenset()
        # A method that the contract does not have may do anything.
        return frozenset[str]() if request.method in _SAFE_METHODS else frozenset({"mutating"})

    def _operation(self, request: httpx.Request) -> Operation | None:
        path = request.url.raw_path.decode().partition("?")[0].removeprefix(self._base_path)
        paths = (self._contract.prefixes[0] + path, other_slash(self._contract.prefixes[0] + path))
        for operation in self._contract.operations:
            for variant in operation.variants:
                if variant.method == request.method and any(map(variant.has_path, paths)):
                    return operation
        return None


def effects(contract: Document) -> dict[str, frozenset[str]]:
    """Return the effects of each operation of a contract, by operation id."""
    return {
        operation["operationId"]: frozenset(cast("list[str]", operation["x-effect"]))
        for _, _, operation in operations(contract)
    }


def is_production(contract: Document, url: str) -> bool:
    """Return whether a URL is on a host that the contract lists as the vendor's."""
    host = httpx.URL(url).host
    servers = cast("list[dict[str, Any]]", contract["servers"])
    hosts = [re.sub(r"^\w+://|[:/].*$", "", server["url"]) for server in servers]
    # `{host}` stands for a user's own server.
    patterns = [re.sub(r"\\{\w+\\}", "[^.]+", re.escape(each)) for each in hosts if not each.startswith("{host}")]
    return any(re.fullmatch(pattern, host) for pattern in patterns)
