"""What becomes of a call under a fault: calls of each kind, through both clients, over a server and a transport."""

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

from tests.generated.generator_regressions.vendors import answers, calls
from visionapis import AsyncXimilar, RateLimitError, ServerError, TransportError, VisionAPIError, Ximilar
from visionapis._transport.tls import trusted
from visionapis_testing import FaultError
from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import (
    AsyncFaultTransport,
    ConnectionRefused,
    Drip,
    Fault,
    FaultPlan,
    FaultServer,
    FaultTransport,
    HalfAnswer,
    InvalidJSON,
    Latency,
    UnknownEnumValue,
    WrongContentType,
    WrongKeyAccepted,
)
from visionapis_testing.faults.response import Answer

from .table import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.generated.generator_regressions.vendors import Example
    from visionapis import Attempt, CallOptions
    from visionapis._http.retry import Effect

VENDOR = "ximilar"  # has calls of every kind

KINDS = {
    "reads": "tasks_list",
    "deletes": "tasks_delete",
    "creates": "tasks_create",
    "costs": "recognition_classify",
}
"""What a call does, and the call that stands for its kind. Only the last one costs something."""

WAYS = ("server", "transport")

TIMEOUT = 60.0
SHORT_TIMEOUT = 1.0
"""The client's, for what comes later than that."""

# A true answer takes a fraction of SHORT_TIMEOUT, these take the double of it and more.
SLOW: dict[str, Fault] = {
    "latency": Latency(2.0),
    "dripping headers": Drip("headers", 0.04),
    "dripping body": Drip("body", 0.012),
}
# Without the pointer into another vendor's answer: the contract says which field suits.
HERE = {**FAULTS, **SLOW, "unknown enum value": UnknownEnumValue()}
"""The faults of the table, as they fit these calls."""

# Most of the time goes by in waits between attempts.
AT_A_TIME = 48


@dataclass(frozen=True)
class Outcome:
    """How a call ended."""

    gets: str
    """The class of the error, or `an answer`."""
    status: int | None
    sent: int
    """How often the client sent it, or tried to."""
    done: int
    """How often the server got all of it, and acted."""
    waited: float
    """Seconds between the attempts, all together."""
    undone: bool
    """Whether the error says that the server certainly did nothing."""


# By fault, kind of call and way: that of the synchronous and that of the asynchronous client.
Outcomes: TypeAlias = dict[tuple[str, str, str], tuple[Outcome, Outcome]]


def all_outcomes() -> Outcomes:
    """What every call comes to that can meet a fault."""
    cases = [(name, kind, way) for name, kind, way in product(HERE, KINDS, WAYS) if applies(HERE[name], kind)]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        synchronous = [pool.submit(outcome, *case) for case in cases]
        asynchronous = [pool.submit(asynchronous_outcome, *case) for case in cases]
        return {
            case: (one.result(), other.result())
            for case, one, other in zip(cases, synchronous, asynchronous, strict=True)
        }


def applies(fault: Fault, kind: str) -> bool:
    """Whether a call can meet the fault: an answer without a body is not cut in half, and has no field to alter."""
    if isinstance(fault, WrongKeyAccepted):  # of an emulator alone, and nothing that a client could see
        return False
    answer = _true_answer(kind)
    if isinstance(fault, (HalfAnswer, InvalidJSON, WrongContentType)) or fault == SLOW["dripping body"]:
        return answer.body != b""
    try:
        fault.alter(answer, next(each for each in load(VENDOR).operations if each.id == KINDS[kind]))
    except FaultError:
        return False
    return True


def outcome(name: str, kind: str, way: str, allow: frozenset[Effect] = frozenset()) -> Outcome:
    """How a call of the synchronous client ends when each attempt meets the fault; a first call has gone well."""
    with _stage(name, kind, way, allow) as stage:
        transport: httpx.BaseTransport | None = None
        if way == "transport":
            transport = FaultTransport(httpx.HTTPTransport(verify=trusted()), stage.plan, contract=load(VENDOR))
        with Ximilar("token", base_url=stage.server.url, transport=transport) as client:
            if stage.connects:
                stage.example.send(client)
            with stage.planned():
                try:
                    stage.example.send(client.with_options(**stage.options))
                except VisionAPIError as error:
                    return stage.outcome(error)
                return stage.outcome(None)


def asynchronous_outcome(name: str, kind: str, way: str, allow: frozenset[Effect] = frozenset()) -> Outcome:
    """The same for the asynchronous client."""

    async def call(stage: _Stage) -> Outcome:
        transport: httpx.AsyncBaseTransport | None = None
        if way == "transport":
            transport = AsyncFaultTransport(
                httpx.AsyncHTTPTransport(verify=trusted()), stage.plan, contract=load(VENDOR)
            )
        async with AsyncXimilar("token", base_url=stage.server.url, transport=transport) as client:
            if stage.connects:
                await stage.example.send(client)
            with stage.planned():
                try:
                    await stage.example.send(client.with_options(**stage.options))
                except VisionAPIError as error:
                    return stage.outcome(error)
                return stage.outcome(None)

    with _stage(name, kind, way, allow) as stage:
        return asyncio.run(call(stage))


@dataclass
class _Stage:
    """A server, and what is to happen to a call to it."""

    example: Example
    answer: Answer
    fault: Fault
    way: str
    allow: frozenset[Effect]
    done: list[str] = field(default_factory=list)
    plan: FaultPlan = field(default_factory=FaultPlan)
    attempts: list[Attempt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = FaultServer(
            self.plan if self.way == "server" else None, answer=self._answer, contract=load(VENDOR)
        )

    @property
    def options(self) -> CallOptions:
        """What the client is told, which is nothing but the timeout of slow faults, and what it may do twice."""
        timeout = SHORT_TIMEOUT if self.fault in SLOW.values() else TIMEOUT
        return {"timeout": timeout, "allow": self.allow, "on_attempt": self.attempts.append}

    @property
    def connects(self) -> bool:
        """Whether a connection has served before: a server cannot refuse the one that is there."""
        return not isinstance(self.fault, ConnectionRefused)

    @contextmanager
    def planned(self) -> Iterator[None]:
        """From now on every attempt meets the fault."""
        self.done.clear()
        refuses = self.way == "server" and not self.connects
        if not refuses:
            self.plan.add(self.fault)
        with self.server.refusing() if refuses else nullcontext():
            yield

    def outcome(self, error: VisionAPIError | None) -> Outcome:
        """What the call came to."""
        return Outcome(
            type(error).__name__ if error else "an answer",
            error.status if error else self.attempts[-1].status,
            len(self.attempts),
            len(self.done),
            sum(attempt.wait or 0.0 for attempt in self.attempts),
            isinstance(error, RateLimitError)
            or (isinstance(error, TransportError) and not error.sent)
            or (isinstance(error, ServerError) and error.status == 503 and error.retry_after is not None),
        )

    def _answer(
        self, method: str, _target: str, _headers: Sequence[tuple[str, str]], _body: bytes
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        self.done.append(method)
        return self.answer.status, self.answer.headers, self.answer.body


@contextmanager
def _stage(name: str, kind: str, way: str, allow: frozenset[Effect]) -> Iterator[_Stage]:
    stage = _Stage(_example(kind), _true_answer(kind), HERE[name], way, allow)
    with stage.server:
        yield stage


def _example(kind: str) -> Example:
    return next(each for each in calls(VENDOR) if each.call.name == KINDS[kind])


@cache
def _true_answer(kind: str) -> Answer:
    example = _example(kind)
    status = next(int(status) for status in example.call.operation.data["responses"] if status.startswith("2"))
    if example.call.answer is None:
        return Answer(status, [], b"")
    return Answer(
        status, [("content-type", example.call.answer)], json.dumps(answers(VENDOR, example.call)[0]).encode()
    )
