"""When a call is sent again, as servers see it."""

from __future__ import annotations

import asyncio
import io
import socket
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import picture
from tests.helpers.recording import RESET, SINGLE_LABEL, RecordingServer, answer
from tests.helpers.sessions import async_session, send, session
from tests.helpers.sources import LARGE, given
from visionapis import (
    Attempt,
    CallTimeoutError,
    DecodeError,
    RateLimitError,
    Roboflow,
    ServerError,
    TransportError,
    VisionAPIError,
)
from visionapis._http import retry
from visionapis._http.responses import Rules
from visionapis._http.retry import Retry
from visionapis._transport.pool import NAMED
from visionapis.errors import BadRequestError
from visionapis_generated.ximilar.facade import AsyncFacade, Facade

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visionapis._http.retry import Effect

NOTHING: frozenset[Effect] = frozenset()

TASK_PAGE = answer({"count": 0, "next": None, "results": []})
# Facade, call, and what has to be allowed before it is repeated though it may have had its effects.
CALLS: dict[str, tuple[str, Callable[[Any], Any], frozenset[Effect]]] = {
    "read": ("ximilar", lambda facade: facade.tasks.list(), NOTHING),
    "repeatable change": ("ximilar", lambda facade: facade.tasks.delete("a"), NOTHING),
    "change": ("ximilar", lambda facade: facade.tasks.create(name="a", type_="multi_class"), frozenset({"mutating"})),
    "billable": (
        "roboflow",
        lambda facade: facade.classification.infer_url("digits", "1", image="https://host.example/a.png"),
        frozenset({"billable"}),
    ),
    "billable change": (
        "ximilar",
        lambda facade: facade.recognition.classify(task_id="a", records=[]),
        frozenset({"billable", "mutating"}),
    ),
}
# What the server does, the error, and whether it certainly did nothing, may have done something, or will do the same.
FAULTS: dict[str, tuple[bytes, type[VisionAPIError], str]] = {
    "closed after reading": (b"", TransportError, "may have"),
    "reset after reading": (RESET, TransportError, "may have"),
    "half an answer": (answer("{}" * 9)[:-4], TransportError, "may have"),
    "429": (answer("{}", status="429 Slow"), RateLimitError, "idle"),
    "429 with Retry-After": (answer("{}", status="429 Slow", retry_after="0"), RateLimitError, "idle"),
    "503": (answer("busy", status="503 Busy"), ServerError, "may have"),
    "503 with Retry-After": (answer("busy", status="503 Busy", retry_after="0"), ServerError, "idle"),
    "500": (answer("{}", status="500 Error"), ServerError, "may have"),
    "502": (answer("<html>", status="502 Bad", content_type="text/html"), ServerError, "may have"),
    "400": (answer("{}", status="400 Bad"), BadRequestError, "final"),
    "401": (answer("{}", status="401 No"), VisionAPIError, "final"),
}


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between attempts are at most 20 ms."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.01)


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("fault", FAULTS)
def test_server_counts_the_requests(fault: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The same over HTTP, with real calls: how often each arrived with and without what it needs."""
    reply, kind, effect = FAULTS[fault]
    found: dict[str, tuple[int, int]] = {}
    for name, (vendor, call, needed) in CALLS.items():
        counts: list[int] = []
        for allow in (NOTHING, needed):
            policy = Retry(max_retries=1, allow=allow)
            with RecordingServer(reply) as server, pytest.raises(kind) as caught:
                send(vendor, call, server.url, asynchronous=asynchronous, retry=policy)
            assert caught.value.attempts == len(server.received)
            counts.append(len(server.received))
        found[name] = (counts[0], counts[1])

    assert found == {
        name: {"idle": (2, 2), "final": (1, 1), "may have": (1 if needed else 2, 2)}[effect]
        for name, (_, _, needed) in CALLS.items()
    }


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", [name for name in CALLS if name != "repeatable change"])  # whose answer is not read
def test_web_page_with_status_200_is_not_asked_for_twice(name: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """It is another server that answers, and would answer the same."""
    vendor, call, needed = CALLS[name]
    with RecordingServer(answer("<html>", content_type="text/html")) as server, pytest.raises(DecodeError):
        send(vendor, call, server.url, asynchronous=asynchronous, retry=Retry(allow=needed))

    assert len(server.received) == 1


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", CALLS)
def test_refused_connection_is_tried_again(name: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Nobody got the request, whatever it does."""
    vendor, call, _ = CALLS[name]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(TransportError) as caught:
        send(vendor, call, f"http://127.0.0.1:{port}", asynchronous=asynchronous, retry=Retry(max_retries=3))

    assert (caught.value.attempts, caught.value.sent) == (4, False)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_timeout_leaves_no_time_for_another_attempt(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The whole call has one timeout, so a server that does not answer gets one request, also of a read."""
    vendor, call, _ = CALLS["read"]
    with RecordingServer(silent=True) as server, pytest.raises(CallTimeoutError) as caught:
        send(vendor, call, server.url, asynchronous=asynchronous, timeout=0.3, retry=Retry(max_retries=5))

    assert (len(server.received), caught.value.attempts, caught.value.sent) == (1, 1, True)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_good_answer_ends_the_attempts(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The caller gets the answer that came at last."""
    vendor, call, _ = CALLS["read"]
    failing = answer("{}", status="500 Error", retry_after="0")
    with RecordingServer(failing, failing, TASK_PAGE) as server:
        page = send(vendor, call, server.url, asynchronous=asynchronous, retry=Retry(max_retries=2))

    assert (page.count, len(server.received)) == (0, 3)


def refused_for(value: str, **changes: Any) -> tuple[VisionAPIError, list[Attempt], float]:
    """The error of a read that is always refused with a `Retry-After`, its attempts, and how many seconds it took."""
    attempts: list[Attempt] = []
    vendor, call, _ = CALLS["read"]
    begun = time.monotonic()
    with RecordingServer(answer("{}", status="429 Slow", retry_after=value)) as server:
        with pytest.raises(RateLimitError) as caught:
            send(vendor, call, server.url, asynchronous=False, on_attempt=attempts.append, **changes)
        assert len(server.received) == len(attempts)
    return caught.value, attempts, time.monotonic() - begun


def test_retry_after_in_seconds() -> None:
    """It is waited for, and told to the hook before."""
    error, attempts, seconds = refused_for("0.3", retry=Retry(max_retries=1))

    assert [attempt.wait for attempt in attempts] == [0.3, None]
    assert error.retry_after == 0.3
    assert seconds >= 0.3


def test_retry_after_as_a_date() -> None:
    """It is the time until then."""
    _, attempts, seconds = refused_for(formatdate(time.time() + 2, usegmt=True), retry=Retry(max_retries=1))

    assert attempts[0].wait is not None
    assert 0.5 < attempts[0].wait <= 2
    assert seconds >= attempts[0].wait


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        ("6", {"retry": Retry(max_wait=5.0)}),
        ("6", {"retry": Retry(), "timeout": 3.0}),
        (formatdate(time.time() + 3600, usegmt=True), {"retry": Retry()}),
    ],
    ids=["above max_wait", "past the timeout", "a date"],
)
def test_wait_that_is_too_long_is_not_begun(value: str, changes: dict[str, Any]) -> None:
    """The error is there at once, and says how long to wait."""
    error, attempts, seconds = refused_for(value, **changes)

    assert (len(attempts), attempts[0].wait, error.attempts) == (1, None, 1)
    assert error.retry_after is not None
    assert error.retry_after > 5
    assert seconds < 2.5


@pytest.mark.parametrize("asynchronous", [False, True])
def test_call_ends_within_its_time_however_often_it_is_tried(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The timeout is for all attempts together: it ends with a wait that is not begun, or within an attempt."""
    vendor, call, _ = CALLS["read"]
    begun, ends = time.monotonic(), (ServerError, CallTimeoutError)
    with RecordingServer(answer("{}", status="500 Error"), delay=0.1) as server, pytest.raises(ends) as caught:
        send(vendor, call, server.url, asynchronous=asynchronous, timeout=1.5, retry=Retry(max_retries=1000))

    assert time.monotonic() - begun < 3.5
    assert 1 < len(server.received) == caught.value.attempts < 20


@pytest.mark.parametrize("asynchronous", [False, True])
def test_vendors_advice_is_followed_where_there_is_time(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Its first wait, then its second, when the answer itself names none."""
    vendor, call, _ = CALLS["billable change"]
    attempts: list[Attempt] = []
    told: dict[str, Any] = {"rules": Rules(waits=(0.05, 0.15)), "on_attempt": attempts.append}
    with RecordingServer(answer("{}", status="429 Slow")) as server, pytest.raises(RateLimitError) as caught:
        send(vendor, call, server.url, asynchronous=asynchronous, retry=Retry(max_retries=3), **told)

    assert [attempt.wait for attempt in attempts] == [0.05, 0.15, 0.15, None]
    assert caught.value.retry_after == 0.15
    assert len(server.received) == 4


def test_vendors_advice_is_told_where_there_is_no_time() -> None:
    """Nanonets advises 30 seconds: a call with ten is over at once, and says so."""
    vendor, call, _ = CALLS["read"]
    begun = time.monotonic()
    with RecordingServer(answer("{}", status="429 Slow")) as server, pytest.raises(RateLimitError) as caught:
        send(vendor, call, server.url, asynchronous=False, rules=Rules(waits=(30.0, 60.0, 120.0)), retry=Retry())

    assert (caught.value.retry_after, len(server.received)) == (30.0, 1)
    assert time.monotonic() - begun < 5


def test_servers_word_comes_before_the_vendors_advice() -> None:
    """`Retry-After` is about this call; the documentation is about all."""
    error, attempts, _ = refused_for("0.05", rules=Rules(waits=(30.0,)), retry=Retry(max_retries=1))

    assert ([attempt.wait for attempt in attempts], error.retry_after) == ([0.05, None], 0.05)


@pytest.mark.parametrize("kind", ["path", "file", "buffer", "unseekable"])
def test_each_attempt_sends_equal_bytes(kind: str, tmp_path: Path) -> None:
    """Also of a file that does not stand at its start, and of one that can be read only once."""
    busy = answer("{}", status="503 Busy", retry_after="0")
    given_ = given(kind, LARGE, tmp_path / "a.png")
    with (
        RecordingServer(busy, RESET, busy, answer(SINGLE_LABEL)) as server,
        Roboflow(base_url=server.url, max_retries=3, allow=frozenset({"billable"})) as client,
    ):
        client.infer(given_, model="digits/1")
    if isinstance(given_, io.IOBase):
        given_.close()

    assert len(server.received) == 4
    assert {request.body for request in server.received} == {server.received[0].body}
    assert len(server.received[0].body) == -(-len(LARGE) // 3) * 4


def test_each_attempt_asks_the_connection_anew() -> None:
    """A connection that the server closed is not used again."""
    busy = answer("{}", status="503 Busy", retry_after="0")
    with (
        RecordingServer(busy, b"", busy, answer(SINGLE_LABEL)) as server,
        Roboflow(base_url=server.url, max_retries=3, allow=frozenset({"billable"})) as client,
    ):
        client.infer(picture(), model="digits/1")

    assert [request.connection for request in server.received] == [1, 1, 2, 2]


RESENT: dict[str, Callable[[Any], Any]] = {
    "POST": lambda facade: facade.tasks.train("a"),
    "DELETE": lambda facade: facade.tasks.delete("a"),
}


@pytest.mark.parametrize("loss", [b"", RESET])
@pytest.mark.parametrize("reused", [False, True])
@pytest.mark.parametrize("method", RESENT)
@pytest.mark.parametrize("transport", ["threads", *NAMED])
def test_no_transport_sends_again_by_itself(transport: str, method: str, reused: bool, loss: bytes) -> None:  # noqa: FBT001  (a test's parameter)
    """A request that was read before the connection was lost arrives once, on new connections and on used ones."""
    replies = [TASK_PAGE, loss] if reused else [loss]

    async def tasks(url: str) -> None:
        async with async_session(url, transport) as opened:
            facade = AsyncFacade(opened)
            if reused:
                await facade.tasks.list()
            await RESENT[method](facade)

    def threads(url: str) -> None:
        with session(url) as opened:
            facade = Facade(opened)
            if reused:
                facade.tasks.list()
            RESENT[method](facade)

    with RecordingServer(*replies) as server, pytest.raises(TransportError) as caught:
        threads(server.url) if transport == "threads" else asyncio.run(tasks(server.url))

    assert [(request.method, request.connection) for request in server.received] == [("GET", 1)] * reused + [
        (method, 1)
    ]
    assert caught.value.sent is True
