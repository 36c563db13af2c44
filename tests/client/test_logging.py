"""The logger `visionapis`: one record per attempt, and one per retry."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest

from tests.helpers.recording import RESET, RecordingServer, make_response
from visionapis import AsyncXimilar, NotFoundError, Ximilar
from visionapis._http import retry

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "xi_canary-key"
TOKEN = "gateway-canary-token"
TASK = make_response('{"id": "a", "name": "a", "type": "multi_class", "production_version": null}')
BUSY = make_response(f'{{"detail": "busy {KEY} {TOKEN}"}}', status="503 Busy", retry_after="0.01")


def call(url: str, *, asynchronous: bool) -> None:
    """Get a task."""
    options = {"X-Token": TOKEN}

    async def call_async() -> None:
        async with AsyncXimilar(KEY, base_url=url, default_headers=options) as client:
            await client.tasks.get("a")

    if asynchronous:
        asyncio.run(call_async())
    else:
        with Ximilar(KEY, base_url=url, default_headers=options) as client:
            client.tasks.get("a")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_attempts_are_logged(
    asynchronous: bool,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each attempt is a DEBUG record, each retry a WARNING with its reason, and none has a secret."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.0)
    caplog.set_level(logging.DEBUG, "visionapis")
    with RecordingServer(BUSY, RESET, TASK) as server:
        call(server.url, asynchronous=asynchronous)

    records = [record for record in caplog.records if record.name == "visionapis"]
    levels = [record.levelname for record in records]
    assert levels == ["WARNING", "DEBUG", "WARNING", "DEBUG", "DEBUG"]
    messages = [record.getMessage() for record in records]
    assert messages[0] == (
        "ximilar tasks_get: attempt 1 failed, retrying in 0.010 s: tasks_get: status 503: busy *** ***"
    )
    assert messages[1].startswith("ximilar tasks_get: attempt 1: status 503 after 0.")
    assert messages[1].endswith(" s, retry in 0.010 s")
    assert messages[2].startswith("ximilar tasks_get: attempt 2 failed, retrying in 0.000 s: tasks_get: ")
    assert messages[3].startswith("ximilar tasks_get: attempt 2: APIConnectionError after ")
    assert messages[4].startswith("ximilar tasks_get: attempt 3: status 200 after ")
    assert messages[4].endswith(" s, no retry")
    assert KEY not in caplog.text
    assert TOKEN not in caplog.text


def test_only_retries_are_logged_by_default(caplog: pytest.LogCaptureFixture) -> None:
    """At WARNING, a call without a retry logs nothing, even if it fails."""
    missing = make_response("{}", status="404 Not Found")
    with RecordingServer(missing, BUSY, TASK) as server:
        with pytest.raises(NotFoundError):
            call(server.url, asynchronous=False)
        assert caplog.records == []
        call(server.url, asynchronous=False)

    assert [record.levelname for record in caplog.records if record.name == "visionapis"] == ["WARNING"]


def test_disabled_logger_formats_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A logger that is disabled for DEBUG receives no call."""
    calls: list[str] = []
    logger = logging.getLogger("visionapis")
    forbidden: Callable[..., None] = lambda *args: calls.append(str(args))  # noqa: E731  (its value is patched in)
    monkeypatch.setattr(logger, "debug", forbidden)
    with RecordingServer(TASK) as server:
        call(server.url, asynchronous=False)

    assert calls == []
