"""What a run found and what it exchanged. No text of it holds a key."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import httpx


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """One request and its answer."""

    operation_id: str
    phase: str
    request: httpx.Request
    response: httpx.Response
    started: datetime
    seconds: float

    @property
    def media_types(self) -> tuple[str, str]:
        """Media types of the request's body and of the answer's; empty where there is none."""
        return _media_type(self.request.headers), _media_type(self.response.headers)


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed check."""

    check: str
    operation_id: str
    phase: str
    title: str
    """What is wrong, in a few words."""
    message: str
    identity: tuple[str, ...]
    """What makes findings of different checks the same: operation, check, kind of failure, its signature."""
    exchange: Exchange | None
    """What was sent and answered; None when no answer came."""

    def __str__(self) -> str:
        text = f"{self.check} ({self.operation_id}): {' '.join(f'{self.title}: {self.message}'.split())}"
        if self.exchange is None:
            return text
        request, status = self.exchange.request, self.exchange.response.status_code
        return f"{text}\n  {request.method} {request.url} {request.content[:80]!r} -> {status}"


@dataclass(slots=True)
class Report:
    """What a run found and what it exchanged."""

    findings: list[Finding] = field(default_factory=list[Finding])
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    passed: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """How many answers of an operation a check let pass, by operation id and check."""
    excused: Counter[str] = field(default_factory=Counter[str])
    """How often each excuse, and each tolerance, was needed."""
    stopped: str | None = None
    """Why it ended before its end, if it did."""


def _media_type(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).partition(";")[0]
