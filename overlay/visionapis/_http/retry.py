"""When a failed call is sent again: a pure decision from what the operation does and what is known of the failure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visionapis.errors import ConfigurationError, RateLimitError, StatusError, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeAlias

    from visionapis.errors import VisionAPIError
    from visionapis_generated.operation import Operation

    Effect: TypeAlias = Literal["billable", "mutating"]

FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0

# Failures that pass by themselves. 520 to 524 are those of a proxy that cannot reach the server behind it.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


@dataclass(eq=False, repr=False)
class Retry:
    """When a failed call is sent again.

    A read, and whatever is free and harmless to repeat, is sent again after failures that pass by themselves. A call
    that costs or changes something is sent again only when the server certainly did nothing: no connection, status 429,
    or 503 with `Retry-After`. Every call ends within its timeout, waits included.
    """

    max_retries: int = 2
    """How often a call is sent again; 0 is never."""
    allow: frozenset[Effect] = frozenset()
    """`billable`, `mutating`: effects that may happen twice. A call with both needs both, unless a second time changes
    nothing."""
    max_wait: float = 120.0
    """The longest wait in seconds that a server can ask for; after more the error is raised, with `retry_after`."""

    def __post_init__(self) -> None:
        if self.max_retries < 0 or self.max_wait < 0:
            raise ConfigurationError("max_retries and max_wait are numbers from 0")
        if unknown := set(self.allow) - {"billable", "mutating"}:
            raise ConfigurationError(f"what may be allowed is 'billable' and 'mutating', not {sorted(unknown)}")

    def wait(self, operation: Operation, attempt: int, error: VisionAPIError, left: float) -> float | None:
        """Seconds to wait before the call is sent again; None when it is not.

        `attempt` counts from 1; `left` is what is left of the call's time, in seconds.
        """
        if attempt > self.max_retries or not (_was_idle(error) or (self._may_repeat(operation) and _passes(error))):
            return None
        # The full jitter of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
        drawn = random.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)))  # noqa: S311  (no secret)
        seconds = drawn if error.retry_after is None else error.retry_after
        return seconds if seconds <= self.max_wait and seconds < left else None

    def _may_repeat(self, operation: Operation) -> bool:
        harmless = {"mutating"} if operation.idempotent else set[str]()
        return operation.effects - harmless <= self.allow


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a call, as a hook is told of it when it is over."""

    operation: Operation
    number: int
    """From 1."""
    host: str
    seconds: float
    """From sending to the answer's last byte."""
    status: int | None
    """The status of the answer, if one came."""
    error: str | None
    """The name of the error's class, if it failed."""
    wait: float | None
    """Seconds until the next attempt; None when this was the last one."""

    @property
    def attributes(self) -> dict[str, str | int]:
        """The same for OpenTelemetry, under the names of its conventions for HTTP clients; without any value of a call.

        https://opentelemetry.io/docs/specs/semconv/http/http-spans/
        """
        found: dict[str, str | int | None] = {
            "http.request.method": self.operation.method,
            "url.template": self.operation.path,
            "server.address": self.host,
            "http.response.status_code": self.status,
            "error.type": self.error,
            "http.request.resend_count": self.number - 1 or None,
        }
        return {name: value for name, value in found.items() if value is not None}


def _was_idle(error: VisionAPIError) -> bool:
    """Whether the server certainly did nothing."""
    if isinstance(error, TransportError):
        return not error.sent
    return isinstance(error, RateLimitError) or (error.status == 503 and error.retry_after is not None)


def _passes(error: VisionAPIError) -> bool:
    return isinstance(error, TransportError) or (isinstance(error, StatusError) and error.status in PASSING)


if TYPE_CHECKING:
    AttemptHook: TypeAlias = Callable[[Attempt], None]
