"""Outcomes of calls with a fault: calls of each kind, by both clients, through a server and a transport."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import httpx

from tests.generated.generator_regressions.vendors import calls, responses
from visionapis import APIConnectionError, AsyncXimilar, RateLimitError, ServerError, VisionAPIError, Ximilar
from visionapis._transport.tls import default_ssl_context
from visionapis_testing import FaultError
from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import (
    AnyKeyAccepted,
    AsyncFaultTransport,
    ConnectionRefused,
    Fault,
    FaultPlan,
    FaultServer,
    FaultTransport,
    InvalidJSON,
    Latency,
    SlowResponse,
    TruncatedResponse,
    UnknownEnumValue,
    WrongContentType,
)
from visionapis_testing.faults.response import PlainResponse

from .table import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.generated.generator_regressions.vendors import Example
    from visionapis import Attempt, RequestOptions
    from visionapis.types import Effect

VENDOR = "ximilar"  # the only one with calls of each kind

KINDS = {
    "read": "tasks_list",
    "delete": "tasks_delete",
    "create": "tasks_create",
    "billable": "recognition_classify",
}
"""The kinds of calls, each with an operation."""

CHANNELS = ("server", "transport")

TIMEOUT = 60.0
SHORT_TIMEOUT = 1.0
"""The client's timeout for SLOW faults."""

# A response takes a fraction of SHORT_TIMEOUT without these faults, and at least twice as long with them.
SLOW: dict[str, Fault] = {
    "latency": Latency(2.0),
    "slow headers": SlowResponse("headers", 0.04),
    "slow body": SlowResponse("body", 0.012),
}
# Without the pointer, which is for another vendor's response.
CASES = {**FAULTS, **SLOW, "unknown enum value": UnknownEnumValue()}
"""The faults of FAULTS, adapted to these calls."""

_THREADS = 48  # most of them wait between attempts


@dataclass(frozen=True)
class Outcome:
    """How a call ended."""

    result: str
    """The exception's class, or `a response`."""
    status_code: int | None
    attempts: int
    """How often the client sent the request or tried to."""
    processed: int
    """How often the server processed the request."""
    delay: float
    """The sum of the delays between attempts, in seconds."""
    rejected: bool
    """Whether the client knows that the server did not process the request."""


# The outcomes of both clients, the synchronous one first, by fault, kind of call and channel.
Outcomes: TypeAlias = dict[tuple[str, str, str], tuple[Outcome, Outcome]]


def all_outcomes() -> Outcomes:
    """Return the outcome of each kind of call with each fault that applies to it."""
    cases = [
        (name, kind, channel) for name, kind, channel in product(CASES, KINDS, CHANNELS) if applies(CASES[name], kind)
    ]
    with ThreadPoolExecutor(_THREADS) as pool:
        synchronous = [pool.submit(outcome, *case) for case in cases]
        asynchronous = [pool.submit(asynchronous_outcome, *case) for case in cases]
        return {
            case: (one.result(), other.result())
            for case, one, other in zip(cases, synchronous, asynchronous, strict=True)
        }


def applies(fault: Fault, kind: str) -> bool:
    """Return whether a fault applies to a kind of call; some need a response with a body or with a certain field."""
    if isinstance(fault, AnyKeyAccepted):  # only an emulator can inject it, and the client does not notice
        return False
    response = _valid_response(kind)
    if isinstance(fault, (TruncatedResponse, InvalidJSON, WrongContentType)) or fault == SLOW["slow body"]:
        return response.body != b""
    try:
        fault.alter(response, next(each for each in load(VENDOR).operations if each.id == KINDS[kind]))
    except FaultError:
        return False
    return True


def outcome(name: str, kind: str, channel: str, retry_effects: frozenset[Effect] = frozenset()) -> Outcome:
    """Return the outcome of a call of the synchronous client with a fault in each attempt, after a successful call."""
    with _set_up(name, kind, channel, retry_effects) as setup:
        transport: httpx.BaseTransport | None = None
        if channel == "transport":
            transport = FaultTransport(
                httpx.HTTPTransport(verify=default_ssl_context()), setup.plan, contract=load(VENDOR)
            )
        with Ximilar("token", base_url=setup.server.url, transport=transport) as client:
            if setup.reuses_connection:
                setup.example.send(client)
            with setup.injecting():
                try:
                    setup.example.send(client.with_options(**setup.options))
                except VisionAPIError as error:
                    return setup.outcome(error)
                return setup.outcome(None)


def asynchronous_outcome(name: str, kind: str, channel: str, retry_effects: frozenset[Effect] = frozenset()) -> Outcome:
    """Return the outcome of a call of the asynchronous client."""

    async def call(setup: _Setup) -> Outcome:
        transport: httpx.AsyncBaseTransport | None = None
        if channel == "transport":
            transport = AsyncFaultTransport(
                httpx.AsyncHTTPTransport(verify=default_ssl_context()), setup.plan, contract=load(VENDOR)
            )
        async with AsyncXimilar("token", base_url=setup.server.url, transport=transport) as client:
            if setup.reuses_connection:
                await setup.example.send(client)
            with setup.injecting():
                try:
                    await setup.example.send(client.with_options(**setup.options))
                except VisionAPIError as error:
                    return setup.outcome(error)
                return setup.outcome(None)

    with _set_up(name, kind, channel, retry_effects) as setup:
        return asyncio.run(call(setup))


@dataclass
class _Setup:
    """A server, and the call that gets a fault."""

    example: Example
    response: PlainResponse
    fault: Fault
    channel: str
    retry_effects: frozenset[Effect]
    processed: list[str] = field(default_factory=list)
    plan: FaultPlan = field(default_factory=FaultPlan)
    attempts: list[Attempt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = FaultServer(
            self.plan if self.channel == "server" else None, response=self._response, contract=load(VENDOR)
        )

    @property
    def options(self) -> RequestOptions:
        """The options of the call."""
        timeout = SHORT_TIMEOUT if self.fault in SLOW.values() else TIMEOUT
        return {"timeout": timeout, "retry_effects": self.retry_effects, "on_attempt": self.attempts.append}

    @property
    def reuses_connection(self) -> bool:
        """Whether a successful call is made first; a server cannot refuse a connection that is already open."""
        return not isinstance(self.fault, ConnectionRefused)

    @contextmanager
    def injecting(self) -> Iterator[None]:
        """Inject the fault into each attempt while the context is open."""
        self.processed.clear()
        refuses = self.channel == "server" and not self.reuses_connection
        if not refuses:
            self.plan.add(self.fault)
        with self.server.refusing() if refuses else nullcontext():
            yield

    def outcome(self, error: VisionAPIError | None) -> Outcome:
        """Return the outcome of the call."""
        return Outcome(
            type(error).__name__ if error else "a response",
            error.status_code if error else self.attempts[-1].status_code,
            len(self.attempts),
            len(self.processed),
            sum(attempt.retry_delay or 0.0 for attempt in self.attempts),
            isinstance(error, RateLimitError)
            or (isinstance(error, APIConnectionError) and not error.request_sent)
            or (isinstance(error, ServerError) and error.status_code == 503 and error.retry_after is not None),
        )

    def _response(
        self, method: str, _target: str, _headers: Sequence[tuple[str, str]], _body: bytes
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        self.processed.append(method)
        return self.response.status_code, self.response.headers, self.response.body


@contextmanager
def _set_up(name: str, kind: str, channel: str, retry_effects: frozenset[Effect]) -> Iterator[_Setup]:
    setup = _Setup(_example(kind), _valid_response(kind), CASES[name], channel, retry_effects)
    with setup.server:
        yield setup


def _example(kind: str) -> Example:
    return next(each for each in calls(VENDOR) if each.call.name == KINDS[kind])


@cache
def _valid_response(kind: str) -> PlainResponse:
    example = _example(kind)
    status = next(int(status) for status in example.call.operation.data["responses"] if status.startswith("2"))
    if example.call.response_content_type is None:
        return PlainResponse(status, [], b"")
    return PlainResponse(
        status,
        [("content-type", example.call.response_content_type)],
        json.dumps(responses(VENDOR, example.call)[0]).encode(),
    )
