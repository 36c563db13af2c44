"""What `on_attempt` is told, and what it can do to a call."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest

from tests.helpers.images import picture
from tests.helpers.recording import RESET, SINGLE_LABEL, RecordingServer, answer
from tests.helpers.sessions import async_session, send, session
from visionapis import AsyncRoboflow, Attempt, CallTimeoutError, ConfigurationError, NotFoundError, Roboflow
from visionapis._http import retry
from visionapis._http.limits import Limits
from visionapis._http.retry import Retry
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.facade import AsyncFacade, Facade

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "rf_canary-key"
BUSY = answer('{"message": "busy"}', status="503 Busy", retry_after="0.1")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_every_attempt_is_told(asynchronous: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  (a test's parameter)
    """A refusal, a lost connection and the answer, in their order, each when it is over."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.0)
    told: list[Attempt] = []
    arrived: list[int] = []
    task = answer('{"id": "a", "name": "a", "type": "multi_class", "production_version": null}')

    with RecordingServer(BUSY, RESET, task, delay=0.05) as server:

        def hook(attempt: Attempt) -> None:
            told.append(attempt)
            arrived.append(len(server.received))

        policy = Retry(max_retries=5)
        send(
            "ximilar", lambda x: x.tasks.get("a"), server.url, asynchronous=asynchronous, retry=policy, on_attempt=hook
        )

    assert arrived == [1, 2, 3]
    assert {(attempt.operation, attempt.host) for attempt in told} == {(operations.TASKS_GET, "127.0.0.1")}
    assert [(each.number, each.status, each.error, each.wait) for each in told] == [
        (1, 503, "ServerError", 0.1),
        (2, None, "TransportError", 0.0),
        (3, 200, None, None),
    ]
    assert all(0.04 < attempt.seconds < 5 for attempt in told)


def test_attributes_hold_no_value_of_the_call() -> None:
    """They can be the attributes of a span: the path as its template, no query, no key, no id."""
    told: list[Attempt] = []
    with (
        RecordingServer(BUSY, answer("{}", status="404 Not Found")) as server,
        Roboflow(KEY, base_url=server.url, on_attempt=told.append) as client,
        pytest.raises(NotFoundError),
    ):
        client.infer("https://pictures.example.com/a.png?signature=1", model="digits/1")
    common = {
        "http.request.method": "POST",
        "url.template": "/{dataset_id}/{version_id}",
        "server.address": "127.0.0.1",
    }

    assert [attempt.attributes for attempt in told] == [
        {**common, "http.response.status_code": 503, "error.type": "ServerError"},
        {
            **common,
            "http.response.status_code": 404,
            "error.type": "NotFoundError",
            "http.request.resend_count": 1,
        },
    ]
    for value in (KEY, "digits", "pictures.example.com", "signature"):
        assert value not in repr(told)


def failing(_: Attempt) -> None:
    """A hook with a mistake in it."""
    raise LookupError("the hook's own mistake")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_hook_that_raises_loses_no_answer(asynchronous: bool, caplog: pytest.LogCaptureFixture) -> None:  # noqa: FBT001  (a test's parameter)
    """The answer is paid for. The mistake is logged, with its place and without the key."""

    async def call(url: str) -> str:
        async with AsyncRoboflow(KEY, base_url=url, on_attempt=failing) as client:
            return str((await client.classify(picture(), model="digits/1")).top)

    with RecordingServer(BUSY, answer(SINGLE_LABEL)) as server:
        if asynchronous:
            top = asyncio.run(call(server.url))
        else:
            with Roboflow(KEY, base_url=server.url, on_attempt=failing) as client:
                top = str(client.classify(picture(), model="digits/1").top)

    assert top == "Label(name='seven', confidence=0.8)"
    assert [(record.name, record.levelno) for record in caplog.records] == [("visionapis", logging.ERROR)] * 2
    assert "the hook's own mistake" in caplog.text
    assert KEY not in caplog.text


def test_hook_that_raises_hides_no_error() -> None:
    """What went wrong is still what the caller gets."""
    with RecordingServer(answer("{}", status="404 Not Found")) as server, pytest.raises(NotFoundError):
        send("ximilar", lambda x: x.tasks.get("a"), server.url, asynchronous=False, on_attempt=failing)


def test_interrupt_in_a_hook_ends_the_call() -> None:
    """Ctrl-C is no mistake of the hook."""

    def interrupted(_: Attempt) -> None:
        raise KeyboardInterrupt

    with (
        RecordingServer(BUSY) as server,
        session(server.url, retry=Retry(), on_attempt=interrupted) as opened,
        pytest.raises(KeyboardInterrupt),
    ):
        Facade(opened).tasks.list()

    assert len(server.received) == 1


def test_cancelled_attempt_is_told() -> None:
    """It was sent, and may have had its effects."""
    told: list[Attempt] = []

    async def call(url: str) -> None:
        async with async_session(url, on_attempt=told.append) as opened:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(AsyncFacade(opened).tasks.list(), 0.3)

    with RecordingServer(silent=True) as server:
        asyncio.run(call(server.url))

    assert [(attempt.number, attempt.status, attempt.error, attempt.wait) for attempt in told] == [
        (1, None, "CancelledError", None)
    ]


def test_attempt_that_was_not_sent_takes_no_time() -> None:
    """Where the client's limits leave no place."""
    told: list[Attempt] = []
    with (
        RecordingServer(answer('{"count": 0, "next": null, "results": []}')) as server,
        session(server.url, limits=Limits(per_minute=1), on_attempt=told.append) as opened,
    ):
        Facade(opened).tasks.list()
        with pytest.raises(CallTimeoutError):
            Facade(opened).tasks.list()

    assert [(attempt.error, attempt.seconds == 0) for attempt in told] == [(None, False), ("CallTimeoutError", True)]


def test_calls_that_cannot_be_sent_have_no_attempts() -> None:
    """Nor a request to repeat."""
    client = Roboflow(KEY, base_url="http://localhost:1")
    client.close()
    with pytest.raises(ConfigurationError) as caught:
        client.infer(picture(), model="digits/1")

    assert (caught.value.attempts, caught.value.as_curl()) == (0, None)


@pytest.mark.parametrize("hook", [None, failing])
def test_hook_can_be_taken_away(hook: Callable[[Attempt], None] | None, caplog: pytest.LogCaptureFixture) -> None:
    """A copy without it tells nobody."""
    with RecordingServer() as server, Roboflow(base_url=server.url, on_attempt=hook) as client:
        client.with_options(on_attempt=None).infer(picture(), model="digits/1")

    assert caplog.text == ""
