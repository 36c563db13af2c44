"""The `on_attempt` hook: the attempts it receives, and its exceptions."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RESET, SINGLE_LABEL, RecordingServer, make_response
from tests.helpers.sessions import async_session, send, session
from visionapis import APITimeoutError, AsyncRoboflow, Attempt, ConfigurationError, NotFoundError, Roboflow
from visionapis._http import retry
from visionapis._http.limits import Limits
from visionapis._http.retry import RetryPolicy
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.resources import AsyncResources, Resources

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "rf_canary-key"
BUSY = make_response('{"message": "busy"}', status="503 Busy", retry_after="0.1")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_hook_receives_every_attempt(asynchronous: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook receives an error response, a connection error and the final response, each when it ends."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.0)
    attempts: list[Attempt] = []
    request_counts: list[int] = []
    task = make_response('{"id": "a", "name": "a", "type": "multi_class", "production_version": null}')

    with RecordingServer(BUSY, RESET, task, delay=0.05) as server:

        def hook(attempt: Attempt) -> None:
            attempts.append(attempt)
            request_counts.append(len(server.received))

        policy = RetryPolicy(max_retries=5)
        send(
            "ximilar", lambda x: x.tasks.get("a"), server.url, asynchronous=asynchronous, retry=policy, on_attempt=hook
        )

    assert request_counts == [1, 2, 3]
    assert {(each.vendor, each.operation, each.host, each.port) for each in attempts} == {
        ("vendor", operations.TASKS_GET, "127.0.0.1", httpx.URL(server.url).port)
    }
    assert [(each.number, each.status_code, each.error_type, each.retry_delay) for each in attempts] == [
        (1, 503, "ServerError", 0.1),
        (2, None, "APIConnectionError", 0.0),
        (3, 200, None, None),
    ]
    assert all(0.04 < attempt.elapsed < 5 for attempt in attempts)


def test_attributes_hold_no_arguments() -> None:
    """Span attributes have the path template, and neither query, key nor ids."""
    attempts: list[Attempt] = []
    with (
        RecordingServer(BUSY, make_response("{}", status="404 Not Found")) as server,
        Roboflow(KEY, base_url=server.url, on_attempt=attempts.append) as client,
        pytest.raises(NotFoundError),
    ):
        client.infer("https://images.example.com/a.png?signature=1", model="digits/1")
    common = {
        "http.request.method": "POST",
        "url.template": "/{dataset_id}/{version_id}",
        "server.address": "127.0.0.1",
        "server.port": httpx.URL(server.url).port,
    }

    assert [attempt.attributes for attempt in attempts] == [
        {**common, "http.response.status_code": 503, "error.type": "ServerError"},
        {
            **common,
            "http.response.status_code": 404,
            "error.type": "NotFoundError",
            "http.request.resend_count": 1,
        },
    ]
    for value in (KEY, "digits", "images.example.com", "signature"):
        assert value not in repr(attempts)


def failing_hook(_: Attempt) -> None:
    """Raise LookupError."""
    raise LookupError("the hook failed")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_failing_hook_does_not_fail_the_call(asynchronous: bool, caplog: pytest.LogCaptureFixture) -> None:
    """An exception of the hook is logged without the key, and the result is returned."""

    async def call(url: str) -> str:
        async with AsyncRoboflow(KEY, base_url=url, on_attempt=failing_hook) as client:
            return str((await client.classify(make_image(), model="digits/1")).top)

    with RecordingServer(BUSY, make_response(SINGLE_LABEL)) as server:
        if asynchronous:
            top = asyncio.run(call(server.url))
        else:
            with Roboflow(KEY, base_url=server.url, on_attempt=failing_hook) as client:
                top = str(client.classify(make_image(), model="digits/1").top)

    assert top == "Label(name='seven', confidence=0.8)"
    levels = [record.levelno for record in caplog.records if record.name == "visionapis"]
    assert levels == [logging.WARNING, logging.ERROR, logging.ERROR]
    assert "the hook failed" in caplog.text
    assert KEY not in caplog.text


def test_failing_hook_does_not_hide_the_error() -> None:
    """The caller gets the call's own error when the hook raises too."""
    with RecordingServer(make_response("{}", status="404 Not Found")) as server, pytest.raises(NotFoundError):
        send("ximilar", lambda x: x.tasks.get("a"), server.url, asynchronous=False, on_attempt=failing_hook)


def test_interrupt_in_a_hook_ends_the_call() -> None:
    """KeyboardInterrupt in a hook ends the call."""

    def interrupt(_: Attempt) -> None:
        raise KeyboardInterrupt

    with (
        RecordingServer(BUSY) as server,
        session(server.url, retry=RetryPolicy(), on_attempt=interrupt) as session_,
        pytest.raises(KeyboardInterrupt),
    ):
        Resources(session_).tasks.list()

    assert len(server.received) == 1


def test_hook_receives_cancelled_attempts() -> None:
    """The hook receives an attempt that was cancelled."""
    attempts: list[Attempt] = []

    async def call(url: str) -> None:
        async with async_session(url, on_attempt=attempts.append) as session_:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(AsyncResources(session_).tasks.list(), 0.3)

    with RecordingServer(silent=True) as server:
        asyncio.run(call(server.url))

    assert [(attempt.number, attempt.status_code, attempt.error_type, attempt.retry_delay) for attempt in attempts] == [
        (1, None, "CancelledError", None)
    ]


def test_hook_receives_requests_only() -> None:
    """A call that waited in vain for the client's limits made no attempt."""
    attempts: list[Attempt] = []
    with (
        RecordingServer(make_response('{"count": 0, "next": null, "results": []}')) as server,
        session(server.url, limits=Limits(requests_per_minute=1), on_attempt=attempts.append) as session_,
    ):
        Resources(session_).tasks.list()
        with pytest.raises(APITimeoutError) as caught:
            Resources(session_).tasks.list()

    assert ([attempt.error_type for attempt in attempts], caught.value.attempts) == ([None], 0)


def test_hook_receives_no_call_whose_limit_was_cancelled() -> None:
    """A call that is cancelled while it waits for another one made no attempt."""
    attempts: list[Attempt] = []

    async def call(url: str) -> None:
        async with async_session(url, limits=Limits(1), on_attempt=attempts.append) as session_:
            resources = AsyncResources(session_)
            first = asyncio.create_task(resources.tasks.list())
            await asyncio.sleep(0.1)  # it has begun
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(resources.tasks.list(), 0.1)
            await first

    with RecordingServer(make_response('{"count": 0, "next": null, "results": []}'), delay=0.5) as server:
        asyncio.run(call(server.url))

    assert [attempt.error_type for attempt in attempts] == [None]


def test_key_that_cannot_be_had_is_no_attempt() -> None:
    """A call whose key function fails made no attempt."""
    attempts: list[Attempt] = []
    with (
        Roboflow(lambda: str(1 / 0), base_url="http://localhost:1", on_attempt=attempts.append) as client,
        pytest.raises(ConfigurationError) as caught,
    ):
        client.infer(make_image(), model="digits/1")

    assert (attempts, caught.value.attempts) == ([], 0)


def test_closed_client_makes_no_attempt() -> None:
    """The hook receives nothing from a closed client, whose error has no attempts and no curl command."""
    attempts: list[Attempt] = []
    client = Roboflow("rf_key", base_url="http://localhost:1", on_attempt=attempts.append)
    client.close()
    with pytest.raises(ConfigurationError) as caught:
        client.infer(make_image(), model="digits/1")

    assert (attempts, caught.value.attempts, caught.value.as_curl()) == ([], 0, None)


@pytest.mark.parametrize("hook", [None, failing_hook])
def test_hook_can_be_removed_from_a_copy(
    hook: Callable[[Attempt], None] | None, caplog: pytest.LogCaptureFixture
) -> None:
    """A copy with `on_attempt=None` calls no hook."""
    with RecordingServer() as server, Roboflow(base_url=server.url, on_attempt=hook) as client:
        client.with_options(on_attempt=None).infer(make_image(), model="digits/1")

    assert caplog.text == ""
