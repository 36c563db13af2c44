"""When a call is sent again: by what it does, by what is known of the failure, and by what the caller allows."""

from __future__ import annotations

import random
import re
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import pytest

from visionapis import (
    BadRequestError,
    CallTimeoutError,
    ConfigurationError,
    DecodeError,
    Roboflow,
    ServerError,
    TransportError,
    VisionAPIError,
)
from visionapis._http.responses import CLASSES
from visionapis._http.retry import FIRST_WAIT, LONGEST_WAIT, Retry
from visionapis_generated.operation import Operation

if TYPE_CHECKING:
    from visionapis._http.retry import Effect

EFFECTS: tuple[Effect, ...] = ("billable", "mutating")
ALLOWED: list[frozenset[Effect]] = [
    frozenset(each) for each in chain.from_iterable(combinations(EFFECTS, size) for size in range(3))
]


def operation(*effects: str, idempotent: bool = False) -> Operation:
    """An operation with these effects."""
    return Operation("tag_call", "tag_call", "POST", "/call", None, frozenset(effects), idempotent, (200,))


KINDS = {
    "read": operation(idempotent=True),
    "repeatable change": operation("mutating", idempotent=True),
    "change": operation("mutating"),
    "billable": operation("billable", idempotent=True),
    "billable change": operation("billable", "mutating"),
    "billable repeatable change": operation("billable", "mutating", idempotent=True),
}


def transport_error(kind: type[TransportError] = TransportError, *, sent: bool) -> TransportError:
    """No whole answer arrived."""
    error = kind("broken")
    error.sent = sent
    return error


def status_error(status: int, retry_after: float | None = None) -> VisionAPIError:
    """The server refused or failed."""
    default = ServerError if status >= 500 else BadRequestError
    return CLASSES.get(status, default)("refused", status=status, retry_after=retry_after)


# What has to be allowed before a call of each of KINDS is sent again: nothing (.), never (-), else initials of effects.
TABLE: dict[str, tuple[VisionAPIError, str]] = {
    "refused connection": (transport_error(sent=False), ". . . . . ."),
    "no connection in time": (transport_error(CallTimeoutError, sent=False), ". . . . . ."),
    "reset after reading": (transport_error(sent=True), ". . m b bm b"),
    "half an answer": (transport_error(sent=True), ". . m b bm b"),
    "no answer in time": (transport_error(CallTimeoutError, sent=True), ". . m b bm b"),
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
    "web page with status 200": (DecodeError("a web page", status=200), "- - - - - -"),
    "mistake of the caller": (ConfigurationError("no key"), "- - - - - -"),
}


@pytest.mark.parametrize("failure", TABLE)
def test_what_is_sent_again(failure: str) -> None:
    """Each kind of call, under each set of allowed effects; the table says what must be allowed."""
    error, cells = TABLE[failure]
    found = {
        (kind, *sorted(allow)): Retry(allow=allow).wait(KINDS[kind], 1, error, 100.0) is not None
        for kind in KINDS
        for allow in ALLOWED
    }
    expected = {
        (kind, *sorted(allow)): cell != "-" and set(cell) - {"."} <= {each[0] for each in allow}
        for kind, cell in zip(KINDS, cells.split(), strict=True)
        for allow in ALLOWED
    }

    assert found == expected


def test_wait_is_drawn_from_zero_to_a_growing_bound() -> None:
    """Full jitter: half a second at most before the second attempt, then twice as much, up to eight."""
    random.seed(1)
    error, read = status_error(500), KINDS["read"]
    policy = Retry(max_retries=20)
    for attempt, bound in enumerate((0.5, 1.0, 2.0, 4.0, 8.0, 8.0), 1):
        drawn = [policy.wait(read, attempt, error, 100.0) or 0.0 for _ in range(500)]
        assert 0 <= min(drawn) < bound * 0.05
        assert bound * 0.95 < max(drawn) <= bound
        assert abs(sum(drawn) / 500 - bound / 2) < bound * 0.1
    assert (FIRST_WAIT, LONGEST_WAIT) == (0.5, 8.0)


@pytest.mark.parametrize(
    ("retry_after", "left", "expected"),
    [(7.0, 100.0, 7.0), (0.0, 100.0, 0.0), (120.0, 500.0, 120.0), (121.0, 500.0, None), (7.0, 7.0, None)],
)
def test_server_says_how_long(retry_after: float, left: float, expected: float | None) -> None:
    """Its word is kept up to two minutes, when that leaves time for the call."""
    assert Retry().wait(KINDS["billable"], 1, status_error(429, retry_after), left) == expected


def test_number_of_attempts_has_an_end() -> None:
    """`max_retries` more than the first, and none for 0."""
    error = status_error(429, 0.0)

    assert [Retry().wait(KINDS["read"], attempt, error, 9.0) for attempt in (1, 2, 3)] == [0.0, 0.0, None]
    assert Retry(max_retries=0).wait(KINDS["read"], 1, error, 9.0) is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"max_retries": -1}, "from 0"),
        ({"max_wait": -0.5}, "from 0"),
        ({"allow": frozenset({"billing"})}, "'billable' and 'mutating', not ['billing']"),
    ],
)
def test_policy_is_checked(options: dict[str, Any], words: str) -> None:
    """When the client is made, not when something fails."""
    with pytest.raises(ConfigurationError, match=re.escape(words)):
        Roboflow(base_url="http://localhost:1", **options)
