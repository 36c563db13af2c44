"""Retries as a server sees them."""

from __future__ import annotations

import asyncio
import io
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RESET, SINGLE_LABEL, RecordingServer, make_response
from tests.helpers.sessions import async_session, send, session
from tests.helpers.sources import LARGE, make_input
from visionapis import (
    APIConnectionError,
    APITimeoutError,
    Attempt,
    RateLimitError,
    ResponseDecodeError,
    Roboflow,
    ServerError,
    VisionAPIError,
)
from visionapis._http import retry
from visionapis._http.response_rules import ResponseRules
from visionapis._http.retry import RetryPolicy
from visionapis._transport.pool import ASYNC_TRANSPORTS
from visionapis.errors import BadRequestError
from visionapis_generated.ximilar.resources import AsyncResources, Resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visionapis.types import Effect

NO_EFFECTS: frozenset[Effect] = frozenset()

TASK_PAGE = make_response({"count": 0, "next": None, "results": []})
# Vendor, call, and the effects to allow before a request that may have been processed is retried.
CALLS: dict[str, tuple[str, Callable[[Any], Any], frozenset[Effect]]] = {
    "read": ("ximilar", lambda resources: resources.tasks.list(), NO_EFFECTS),
    "repeatable change": ("ximilar", lambda resources: resources.tasks.delete("a"), NO_EFFECTS),
    "change": (
        "ximilar",
        lambda resources: resources.tasks.create(name="a", type_="multi_class"),
        frozenset({"mutating"}),
    ),
    "billable": (
        "roboflow",
        lambda resources: resources.classification.infer_url("digits", "1", image="https://host.example/a.png"),
        frozenset({"billable"}),
    ),
    "billable change": (
        "ximilar",
        lambda resources: resources.recognition.classify(task_id="a", records=[]),
        frozenset({"billable", "mutating"}),
    ),
}
# Response, error, and whether the request was not processed, may have been, or will fail again.
FAULTS: dict[str, tuple[bytes, type[VisionAPIError], str]] = {
    "closed after reading": (b"", APIConnectionError, "maybe processed"),
    "reset after reading": (RESET, APIConnectionError, "maybe processed"),
    "truncated response": (make_response("{}" * 9)[:-4], APIConnectionError, "maybe processed"),
    "429": (make_response("{}", status="429 Slow"), RateLimitError, "not processed"),
    "429 with Retry-After": (make_response("{}", status="429 Slow", retry_after="0"), RateLimitError, "not processed"),
    "503": (make_response("busy", status="503 Busy"), ServerError, "maybe processed"),
    "503 with Retry-After": (make_response("busy", status="503 Busy", retry_after="0"), ServerError, "not processed"),
    "500": (make_response("{}", status="500 Error"), ServerError, "maybe processed"),
    "502": (make_response("<html>", status="502 Bad", content_type="text/html"), ServerError, "maybe processed"),
    "400": (make_response("{}", status="400 Bad"), BadRequestError, "final"),
    "401": (make_response("{}", status="401 No"), VisionAPIError, "final"),
}


@pytest.fixture
def short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limit the delays between attempts to 20 ms."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.01)


@pytest.mark.usefixtures("short_delays")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("fault", FAULTS)
def test_number_of_requests(fault: str, asynchronous: bool) -> None:
    """The server receives one or two requests, by the failure, the call's effects and `retry_effects`."""
    reply, error_class, processed = FAULTS[fault]
    counts_by_call: dict[str, tuple[int, int]] = {}
    for name, (vendor, call, required) in CALLS.items():
        counts: list[int] = []
        for retry_effects in (NO_EFFECTS, required):
            policy = RetryPolicy(max_retries=1, retry_effects=retry_effects)
            with RecordingServer(reply) as server, pytest.raises(error_class) as caught:
                send(vendor, call, server.url, asynchronous=asynchronous, retry=policy)
            assert caught.value.attempts == len(server.received)
            counts.append(len(server.received))
        counts_by_call[name] = (counts[0], counts[1])

    assert counts_by_call == {
        name: {"not processed": (2, 2), "final": (1, 1), "maybe processed": (1 if required else 2, 2)}[processed]
        for name, (_, _, required) in CALLS.items()
    }


@pytest.mark.usefixtures("short_delays")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", [name for name in CALLS if name != "repeatable change"])  # whose response has no body
def test_html_with_status_200_is_not_retried(name: str, asynchronous: bool) -> None:
    """An HTML page with status 200 is not retried."""
    vendor, call, required = CALLS[name]
    with (
        RecordingServer(make_response("<html>", content_type="text/html")) as server,
        pytest.raises(ResponseDecodeError),
    ):
        send(vendor, call, server.url, asynchronous=asynchronous, retry=RetryPolicy(retry_effects=required))

    assert len(server.received) == 1


@pytest.mark.usefixtures("short_delays")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", CALLS)
def test_refused_connection_is_retried(name: str, asynchronous: bool) -> None:
    """A refused connection is retried for every call, since no request was sent."""
    vendor, call, _ = CALLS[name]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(APIConnectionError) as caught:
        send(vendor, call, f"http://127.0.0.1:{port}", asynchronous=asynchronous, retry=RetryPolicy(max_retries=3))

    assert (caught.value.attempts, caught.value.request_sent) == (4, False)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_timeout_is_not_retried(asynchronous: bool) -> None:
    """The timeout covers the whole call, so a silent server gets one request."""
    vendor, call, _ = CALLS["read"]
    with RecordingServer(silent=True) as server, pytest.raises(APITimeoutError) as caught:
        send(vendor, call, server.url, asynchronous=asynchronous, timeout=0.3, retry=RetryPolicy(max_retries=5))

    assert (len(server.received), caught.value.attempts, caught.value.request_sent) == (1, 1, True)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_success_ends_the_retries(asynchronous: bool) -> None:
    """The result of the first successful attempt is returned."""
    vendor, call, _ = CALLS["read"]
    failing = make_response("{}", status="500 Error", retry_after="0")
    with RecordingServer(failing, failing, TASK_PAGE) as server:
        page = send(vendor, call, server.url, asynchronous=asynchronous, retry=RetryPolicy(max_retries=2))

    assert (page.count, len(server.received)) == (0, 3)


def rate_limited(value: str, **changes: Any) -> tuple[VisionAPIError, list[Attempt], float]:
    """Return the error, the attempts and the duration of a call that gets status 429 with this Retry-After."""
    attempts: list[Attempt] = []
    vendor, call, _ = CALLS["read"]
    start = time.monotonic()
    with RecordingServer(make_response("{}", status="429 Slow", retry_after=value)) as server:
        with pytest.raises(RateLimitError) as caught:
            send(vendor, call, server.url, asynchronous=False, on_attempt=attempts.append, **changes)
        assert len(server.received) == len(attempts)
    return caught.value, attempts, time.monotonic() - start


def test_retry_after_in_seconds() -> None:
    """A retry waits for Retry-After, and the hook receives the delay."""
    error, attempts, elapsed = rate_limited("0.3", retry=RetryPolicy(max_retries=1))

    assert [attempt.retry_delay for attempt in attempts] == [0.3, None]
    assert error.retry_after == 0.3
    assert elapsed >= 0.3


def test_retry_after_as_a_date() -> None:
    """A retry waits for the date in Retry-After."""
    _, attempts, elapsed = rate_limited(formatdate(time.time() + 2, usegmt=True), retry=RetryPolicy(max_retries=1))

    assert attempts[0].retry_delay is not None
    assert 0.5 < attempts[0].retry_delay <= 2
    assert elapsed >= attempts[0].retry_delay


def test_retry_after_as_a_date_without_a_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A date without a time zone, as in HTTP's older formats, is in UTC wherever the client runs."""
    date = datetime.now(UTC) + timedelta(hours=1)
    reply = make_response("{}", status="429 Slow", retry_after=date.strftime("%a %b %d %H:%M:%S %Y"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        with (
            RecordingServer(reply) as server,
            Roboflow("key", base_url=server.url, max_retries=0) as client,
            pytest.raises(RateLimitError) as caught,
        ):
            client.infer("https://images.example.com/a.png", model="digits/1")
    finally:
        monkeypatch.undo()
        time.tzset()

    assert caught.value.retry_after == pytest.approx(3600, abs=30)


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        ("6", {"retry": RetryPolicy(max_retry_delay=5.0)}),
        ("6", {"retry": RetryPolicy(), "timeout": 3.0}),
        ("Fri, 31 Dec 2100 23:59:59 GMT", {"retry": RetryPolicy()}),
    ],
    ids=["above max_retry_delay", "past the timeout", "a date"],
)
def test_long_retry_after_is_not_waited_for(value: str, changes: dict[str, Any]) -> None:
    """A Retry-After past `max_retry_delay` or the timeout raises at once."""
    error, attempts, elapsed = rate_limited(value, **changes)

    assert (len(attempts), attempts[0].retry_delay, error.attempts) == (1, None, 1)
    assert error.retry_after is not None
    assert error.retry_after > 5
    assert elapsed < 2.5


@pytest.mark.parametrize("asynchronous", [False, True])
def test_timeout_covers_all_attempts(asynchronous: bool) -> None:
    """The timeout covers all attempts and delays of a call: of delays of 0.4 s, no more than three fit into 1.5 s."""
    vendor, call, _ = CALLS["read"]
    busy = make_response("{}", status="503 Busy", retry_after="0.4")
    retry = RetryPolicy(max_retries=20)
    with RecordingServer(busy) as server, pytest.raises((ServerError, APITimeoutError)) as caught:
        send(vendor, call, server.url, asynchronous=asynchronous, timeout=1.5, retry=retry)

    assert len(server.received) <= caught.value.attempts <= 4


@pytest.mark.parametrize("asynchronous", [False, True])
def test_retry_delays_of_the_vendor(asynchronous: bool) -> None:
    """Without Retry-After, retries wait for the vendor's documented delays."""
    vendor, call, _ = CALLS["billable change"]
    attempts: list[Attempt] = []
    options: dict[str, Any] = {"rules": ResponseRules(retry_delays=(0.05, 0.15)), "on_attempt": attempts.append}
    with RecordingServer(make_response("{}", status="429 Slow")) as server, pytest.raises(RateLimitError) as caught:
        send(vendor, call, server.url, asynchronous=asynchronous, retry=RetryPolicy(max_retries=3), **options)

    assert [attempt.retry_delay for attempt in attempts] == [0.05, 0.15, 0.15, None]
    assert caught.value.retry_after == 0.15
    assert len(server.received) == 4


def test_retry_delay_of_the_vendor_past_the_timeout() -> None:
    """A vendor's delay past the timeout raises at once, with the delay as `retry_after`."""
    vendor, call, _ = CALLS["read"]
    start = time.monotonic()
    with RecordingServer(make_response("{}", status="429 Slow")) as server, pytest.raises(RateLimitError) as caught:
        send(
            vendor,
            call,
            server.url,
            asynchronous=False,
            rules=ResponseRules(retry_delays=(30.0, 60.0, 120.0)),
            retry=RetryPolicy(),
        )

    assert (caught.value.retry_after, len(server.received)) == (30.0, 1)
    assert time.monotonic() - start < 5


def test_retry_after_overrides_the_vendors_delays() -> None:
    """Retry-After takes precedence over the vendor's documented delays."""
    error, attempts, _ = rate_limited(
        "0.05", rules=ResponseRules(retry_delays=(30.0,)), retry=RetryPolicy(max_retries=1)
    )

    assert ([attempt.retry_delay for attempt in attempts], error.retry_after) == ([0.05, None], 0.05)


@pytest.mark.parametrize("kind", ["path", "file", "buffer", "unseekable"])
def test_attempts_send_equal_bodies(kind: str, tmp_path: Path) -> None:
    """Each attempt sends the same bytes, for every kind of file."""
    busy = make_response("{}", status="503 Busy", retry_after="0")
    image = make_input(kind, LARGE, tmp_path / "a.png")
    with (
        RecordingServer(busy, RESET, busy, make_response(SINGLE_LABEL)) as server,
        Roboflow(base_url=server.url, max_retries=3, retry_effects=frozenset({"billable"})) as client,
    ):
        client.infer(image, model="digits/1")
    if isinstance(image, io.IOBase):
        image.close()

    assert len(server.received) == 4
    assert {request.body for request in server.received} == {server.received[0].body}
    assert len(server.received[0].body) == -(-len(LARGE) // 3) * 4


def test_retry_does_not_use_a_closed_connection() -> None:
    """A retry opens a new connection if the server closed the last one."""
    busy = make_response("{}", status="429 Busy", retry_after="0")
    with (
        RecordingServer(busy, b"", busy, make_response(SINGLE_LABEL)) as server,
        Roboflow(base_url=server.url, max_retries=3, retry_effects=frozenset({"billable"})) as client,
    ):
        client.infer(make_image(), model="digits/1")

    assert [request.connection for request in server.received] == [1, 1, 2, 2]


CALLS_TO_LOSE: dict[str, Callable[[Any], Any]] = {
    "POST": lambda resources: resources.tasks.train("a"),
    "DELETE": lambda resources: resources.tasks.delete("a"),
}


@pytest.mark.parametrize("lost", [b"", RESET])
@pytest.mark.parametrize("reused", [False, True])
@pytest.mark.parametrize("method", CALLS_TO_LOSE)
@pytest.mark.parametrize("transport", ["threads", *ASYNC_TRANSPORTS])
def test_transports_do_not_retry(transport: str, method: str, reused: bool, lost: bytes) -> None:
    """No transport repeats a request whose connection was lost, whether new or reused."""
    replies = [TASK_PAGE, lost] if reused else [lost]

    async def tasks(url: str) -> None:
        async with async_session(url, transport) as session_:
            resources = AsyncResources(session_)
            if reused:
                await resources.tasks.list()
            await CALLS_TO_LOSE[method](resources)

    def threads(url: str) -> None:
        with session(url) as session_:
            resources = Resources(session_)
            if reused:
                resources.tasks.list()
            CALLS_TO_LOSE[method](resources)

    with RecordingServer(*replies) as server, pytest.raises(APIConnectionError) as caught:
        threads(server.url) if transport == "threads" else asyncio.run(tasks(server.url))

    assert [(request.method, request.connection) for request in server.received] == [("GET", 1)] * reused + [
        (method, 1)
    ]
    assert caught.value.request_sent is True
