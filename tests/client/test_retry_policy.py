"""The retry policy: by the effects of a call, the failure, and `retry_effects`."""

from __future__ import annotations

import random
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest

from visionapis import (
    APIConnectionError,
    APITimeoutError,
    BadRequestError,
    ConfigurationError,
    ResponseDecodeError,
    ServerError,
    VisionAPIError,
)
from visionapis._http.response_rules import STATUS_ERRORS
from visionapis._http.retry import INITIAL_DELAY, MAX_DELAY, RetryPolicy
from visionapis_generated.operation import Operation

if TYPE_CHECKING:
    from visionapis.types import Effect

EFFECTS: tuple[Effect, ...] = ("billable", "mutating")
ALLOWED: list[frozenset[Effect]] = [
    frozenset(each) for each in chain.from_iterable(combinations(EFFECTS, size) for size in range(3))
]


def operation(*effects: str, idempotent: bool = False) -> Operation:
    """Return an operation with these effects."""
    return Operation("tag_call", "tag_call", "POST", "/call", None, frozenset(effects), idempotent, (200,))


KINDS = {
    "read": operation(idempotent=True),
    "repeatable change": operation("mutating", idempotent=True),
    "change": operation("mutating"),
    "billable": operation("billable", idempotent=True),
    "billable change": operation("billable", "mutating"),
    "billable repeatable change": operation("billable", "mutating", idempotent=True),
}


def connection_error(error_class: type[APIConnectionError] = APIConnectionError, *, sent: bool) -> APIConnectionError:
    """Return an error without a complete response."""
    error = error_class("broken")
    error.request_sent = sent
    return error


def status_error(status: int, retry_after: float | None = None) -> VisionAPIError:
    """Return the error of a status."""
    default = ServerError if status >= 500 else BadRequestError
    return STATUS_ERRORS.get(status, default)("rejected", status_code=status, retry_after=retry_after)


# Effects to allow before a call of each of KINDS is retried, by initials; "." for none, "-" for never retried.
TABLE: dict[str, tuple[VisionAPIError, str]] = {
    "refused connection": (connection_error(sent=False), ". . . . . ."),
    "connect timeout": (connection_error(APITimeoutError, sent=False), ". . . . . ."),
    "reset after reading": (connection_error(sent=True), ". . m b bm b"),
    "truncated response": (connection_error(sent=True), ". . m b bm b"),
    "read timeout": (connection_error(APITimeoutError, sent=True), ". . m b bm b"),
    "429": (status_error(429), ". . . . . ."),
    "429 with Retry-After": (status_error(429, 1.0), ". . . . . ."),
    "503": (status_error(503), ". . m b bm b"),
    "503 with Retry-After": (status_error(503, 1.0), ". . . . . ."),
    "500": (status_error(500), ". . m b bm b"),
    "500 with Retry-After": (status_error(500, 1.0), ". . m b bm b"),
    "502": (status_error(502), ". . m b bm b"),
    "504": (status_error(504), ". . m b bm b"),
    "408": (status_error(408), ". . m b bm b"),
    "400": (status_error(400), "- - - - - -"),
    "401": (status_error(401), "- - - - - -"),
    "404": (status_error(404), "- - - - - -"),
    "423": (status_error(423), "- - - - - -"),
    "501": (status_error(501), "- - - - - -"),
    "HTML with status 200": (ResponseDecodeError("HTML", status_code=200), "- - - - - -"),
    "configuration error": (ConfigurationError("no key"), "- - - - - -"),
}


@pytest.mark.parametrize("failure", TABLE)
def test_retried_failures(failure: str) -> None:
    """A call of each kind is retried only if `retry_effects` has the effects in the table."""
    error, cells = TABLE[failure]
    found = {
        (kind, *sorted(allow)): RetryPolicy(retry_effects=allow).delay(KINDS[kind], 1, error, 100.0) is not None
        for kind in KINDS
        for allow in ALLOWED
    }
    expected = {
        (kind, *sorted(allow)): cell != "-" and set(cell) - {"."} <= {each[0] for each in allow}
        for kind, cell in zip(KINDS, cells.split(), strict=True)
        for allow in ALLOWED
    }

    assert found == expected


def test_delay_has_full_jitter() -> None:
    """Delays are uniform from 0 to a bound that doubles from 0.5 to 8 seconds."""
    random.seed(1)
    error, read = status_error(500), KINDS["read"]
    policy = RetryPolicy(max_retries=20)
    for attempt, bound in enumerate((0.5, 1.0, 2.0, 4.0, 8.0, 8.0), 1):
        delays = [policy.delay(read, attempt, error, 100.0) or 0.0 for _ in range(500)]
        assert 0 <= min(delays) < bound * 0.05
        assert bound * 0.95 < max(delays) <= bound
        assert abs(sum(delays) / 500 - bound / 2) < bound * 0.1
    assert (INITIAL_DELAY, MAX_DELAY) == (0.5, 8.0)


@pytest.mark.parametrize(
    ("retry_after", "remaining", "expected"),
    [(7.0, 100.0, 7.0), (0.0, 100.0, 0.0), (120.0, 500.0, 120.0), (121.0, 500.0, None), (7.0, 7.0, None)],
)
def test_retry_after_is_the_delay(retry_after: float, remaining: float, expected: float | None) -> None:
    """Retry-After is the delay, up to two minutes and if it ends before the timeout."""
    assert RetryPolicy().delay(KINDS["billable"], 1, status_error(429, retry_after), remaining) == expected


def test_max_retries() -> None:
    """A call has at most `max_retries` retries."""
    error = status_error(429, 0.0)

    assert [RetryPolicy().delay(KINDS["read"], attempt, error, 9.0) for attempt in (1, 2, 3)] == [0.0, 0.0, None]
    assert RetryPolicy(max_retries=0).delay(KINDS["read"], 1, error, 9.0) is None
