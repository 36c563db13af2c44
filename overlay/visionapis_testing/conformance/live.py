"""A server that is not ours to strain: what may be sent to it, and how much."""

import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, Literal, TypeAlias, cast

import httpx

from visionapis_testing.contracts.contract import Operation, load, other_slash

from .contracts import operations
from .engine import StopError
from .scenarios import Document

Effect: TypeAlias = Literal["billable", "mutating"]
EFFECTS: tuple[Effect, ...] = ("billable", "mutating")

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be sent."""

    requests: int = 500
    billable: int = 0
    """How many of them may be to operations that cost; one that the server refuses counts, too."""
    seconds: float = 600.0
    per_minute: float | None = None
    """At most so many requests a minute, evenly; None for no limit."""


class Guard:
    """Looks at each request before it is sent, as a hook of ``httpx.Client``. Raises StopError in place of sending.

    What is not allowed is never sent, whoever asks for it; the budget is that of all who share the guard.
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
        """``effects`` are those of each operation, by id; nothing is sent any more once ``interrupted`` is set."""
        self._contract = load(vendor)
        self._base_path = httpx.URL(base_url).raw_path.decode().rstrip("/")
        self._effects = effects
        self._allow = frozenset[str](allow)
        self._budget = budget
        self._interrupted = interrupted
        self._clock = clock
        self._sleep = sleep or interrupted.wait
        self._end = clock() + budget.seconds
        self._next = clock()
        self.requests = 0
        """How many were sent."""
        self.billable = 0
        """How many of them may have cost something."""

    def __call__(self, request: httpx.Request) -> None:
        """Let a request pass, when it is its turn. Raises StopError."""
        effects = self._effects_of(request)
        if missing := effects - self._allow:
            raise StopError(f"{request.method} {request.url.path} is {' and '.join(sorted(missing))}: not allowed")
        if self.requests >= self._budget.requests:
            raise StopError(f"the budget of {self._budget.requests} requests is used up")
        if "billable" in effects and self.billable >= self._budget.billable:
            raise StopError(f"the budget of {self._budget.billable} billable requests is used up")
        self._wait()
        if self._interrupted.is_set():
            raise StopError("it was interrupted")
        self.requests += 1
        self.billable += "billable" in effects

    def pause(self, seconds: float) -> None:
        """Wait as long as a server asks for. Raises StopError when that is longer than the time left."""
        if self._clock() + seconds >= self._end:
            raise StopError(f"the server asks to wait {seconds:g} seconds, and that is longer than the time left")
        self._sleep(seconds)

    def _wait(self) -> None:
        now = self._clock()
        if max(now, self._next) >= self._end:
            raise StopError(f"the time of {self._budget.seconds:g} seconds is over")
        if self._budget.per_minute is not None:
            if self._next > now:
                self._sleep(self._next - now)
            self._next = max(now, self._next) + _MINUTE / self._budget.per_minute

    def _effects_of(self, request: httpx.Request) -> frozenset[str]:
        operation = self._operation(request)
        if operation is not None:
            return frozenset(self._effects[operation.id])
        # Who knows what a method does that the contract does not have.
        return frozenset[str]() if request.method in _HARMLESS else frozenset({"mutating"})

    def _operation(self, request: httpx.Request) -> Operation | None:
        path = request.url.raw_path.decode().partition("?")[0].removeprefix(self._base_path)
        paths = (self._contract.prefixes[0] + path, other_slash(self._contract.prefixes[0] + path))
        for operation in self._contract.operations:
            for form in operation.forms:
                if form.method == request.method and any(map(form.has_path, paths)):
                    return operation
        return None


def effects(contract: Document) -> dict[str, frozenset[str]]:
    """Return what each operation of a contract does besides answering, by its id."""
    return {
        operation["operationId"]: frozenset(cast("list[str]", operation["x-effect"]))
        for _, _, operation in operations(contract)
    }


def is_production(contract: Document, url: str) -> bool:
    """Whether a URL is on a host that the contract gives as the vendor's."""
    host = httpx.URL(url).host
    servers = cast("list[dict[str, Any]]", contract["servers"])
    hosts = [re.sub(r"^\w+://|[:/].*$", "", server["url"]) for server in servers]
    # A host that is all variable is the user's own.
    patterns = [re.sub(r"\\{\w+\\}", "[^.]+", re.escape(each)) for each in hosts if not each.startswith("{host}")]
    return any(re.fullmatch(pattern, host) for pattern in patterns)
