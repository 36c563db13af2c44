"""`requests_per_minute` after the first minute, and at the end of a call's timeout."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.sessions import async_session, session
from visionapis._http import limits
from visionapis._http.limits import AsyncLimiter, Limiter, Limits, LimitTimeoutError, RateWindow, SentRequest
from visionapis_generated.ximilar.resources import AsyncResources, Resources

PAGE = make_response('{"count": 0, "next": null, "results": []}')


@pytest.mark.parametrize("asynchronous", [False, True])
def test_requests_go_on_after_a_minute(asynchronous: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that has used up a minute's requests sends the next ones in the minutes after it."""
    monkeypatch.setattr(limits, "MINUTE", 0.1)
    limit = Limits(requests_per_minute=2)

    async def calls(url: str) -> None:
        async with async_session(url, limits=limit, timeout=20.0) as session_:
            for _ in range(6):
                await AsyncResources(session_).tasks.list()

    with RecordingServer(PAGE) as server:
        if asynchronous:
            asyncio.run(calls(server.url))
        else:
            with session(server.url, limits=limit, timeout=20.0) as session_:
                for _ in range(6):
                    Resources(session_).tasks.list()

    assert len(server.received) == 6


def after_a_slow_request() -> RateWindow:
    """Return a window of one request per minute, a minute after the start of one that has ended half a minute ago."""
    now, start = 0.0, time.monotonic()
    clock = lambda: now + time.monotonic() - start  # noqa: E731  (used twice)
    window, request = RateWindow(1, clock), SentRequest(clock)
    with window.reserve(1.0):
        window.begin(request, 1.0)
    now = 31.0
    request.extend(request.end)
    now = 61.0
    return window


@pytest.mark.parametrize("asynchronous", [False, True])
def test_wait_for_a_slow_request_fits_the_timeout(asynchronous: bool) -> None:
    """A request that would have to wait longer than its timeout after a slow one raises at once."""

    async def acquire_async() -> None:
        limiter = AsyncLimiter(Limits())
        limiter._window = after_a_slow_request()
        async with limiter.acquire(2.0):
            pytest.fail("a slot")

    def acquire() -> None:
        limiter = Limiter(Limits())
        limiter._window = after_a_slow_request()
        with limiter.acquire(2.0):
            pytest.fail("a slot")

    with pytest.raises(LimitTimeoutError):
        asyncio.run(acquire_async()) if asynchronous else acquire()
