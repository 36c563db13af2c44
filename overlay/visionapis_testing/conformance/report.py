"""The exchanges and findings of one scenario. Keys are redacted in all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from visionapis_testing.drift.finding import Finding as Difference


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """One request and its response."""

    operation_id: str
    phase: str
    request: httpx.Request
    response: httpx.Response
    started: datetime
    elapsed: float
    """Seconds until the whole response was received."""

    @property
    def media_types(self) -> tuple[str, str]:
        """The media types of the request body and the response body; empty strings where there is no body."""
        return _media_type(self.request.headers), _media_type(self.response.headers)


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed check, or a difference from the contract that no failed check reports."""

    check: str
    operation_id: str
    phase: str
    title: str
    """The problem in a few words."""
    message: str
    identity: tuple[str, str, str, str]
    """Operation, check, type of failure and its signature; equal for findings that a baseline treats as one."""
    exchange: Exchange | None
    """The request and its response; None when no response was received."""
    place: tuple[str | int, ...] | None = None
    """The path to the value in the response body that violates a schema; None for other failures."""
    keyword: str = ""
    """The keyword of the schema that the value violates, such as `type`; empty for other failures."""
    differences: Sequence[Difference] = ()
    """The differences from the contract that the finding reports."""
    is_drift: bool = False
    """Whether it is the one difference that it reports, and no failed check."""

    @property
    def drift(self) -> Difference | None:
        """The difference that the finding is; None for a failed check."""
        return self.differences[0] if self.is_drift else None

    def __str__(self) -> str:
        text = f"{self.check} ({self.operation_id}): {' '.join(f'{self.title}: {self.message}'.split())}"
        if self.exchange is None:
            return text
        request, status_code = self.exchange.request, self.exchange.response.status_code
        return f"{text}\n  {request.method} {request.url} {request.content[:80]!r} -> {status_code}"


@dataclass(slots=True)
class Report:
    """The result of executing one scenario."""

    findings: list[Finding] = field(default_factory=list[Finding])
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    passed: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """The number of responses that passed, by operation id and check."""
    known_deviations: Counter[str] = field(default_factory=Counter[str])
    """How often each known deviation, and each leniency of an emulator, excused a failure, by name."""
    stopped: str | None = None
    """Why the scenario stopped early; None when it was completed."""


def _media_type(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).partition(";")[0]
