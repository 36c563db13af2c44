"""Traceback frames do not hold the key."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer
from tests.helpers.vendors import key_of
from visionapis import (
    AsyncImageRecognize,
    AsyncNanonets,
    AsyncRoboflow,
    AsyncXimilar,
    ConfigurationError,
    ImageRecognize,
    Nanonets,
    Roboflow,
    Ximilar,
)

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "rf_canary-key"


def frame_locals(error: BaseException) -> str:
    """Return the package's frames and local variables, of the error and its causes."""
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    texts: list[str] = []
    while trace:
        texts += [f"{frame} {frame.locals}" for frame in trace.stack if "/tests/" not in frame.filename]
        cause = trace.__cause__ or (None if trace.__suppress_context__ else trace.__context__)
        trace = cause  # type: ignore[assignment]  # None ends the loop
    return "\n".join(texts)


MISTAKES: dict[str, Callable[[], object]] = {
    "timeout": lambda: Roboflow(KEY, timeout=-1),
    "base_url": lambda: Roboflow(KEY, base_url="nowhere"),
    "key in base_url": lambda: Roboflow("other", base_url=f"https://host.example/?api_key={KEY}"),
    "line break": lambda: Roboflow(f"{KEY}\n"),
    "of ImageRecognize": lambda: ImageRecognize(KEY, timeout=-1),
    "of ImageRecognize, asynchronous": lambda: AsyncImageRecognize(KEY, timeout=-1),
    "plain http": lambda: Roboflow(KEY, base_url="http://host.example"),
    "asynchronous": lambda: AsyncRoboflow(KEY, timeout=-1),
    "of Ximilar": lambda: Ximilar(KEY, timeout=-1),
    "of Ximilar, asynchronous": lambda: AsyncXimilar(KEY, timeout=-1),
    "of Nanonets": lambda: Nanonets(KEY, timeout=-1),
    "of Nanonets, asynchronous": lambda: AsyncNanonets(KEY, timeout=-1),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_failed_constructor_shows_no_key(name: str) -> None:
    """The frames of a failed constructor do not show its key."""
    with pytest.raises(ConfigurationError) as caught:
        MISTAKES[name]()

    frames = frame_locals(caught.value)
    assert "client.py" in frames
    assert KEY not in frames
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("client_class", [Roboflow, AsyncRoboflow, Ximilar, AsyncXimilar])
def test_unknown_option_shows_no_key(client_class: Any) -> None:
    """The frames of a rejected option do not show its value, for constructors and for copies."""
    client = client_class(key_of(client_class, "other"))
    for function in (client_class, client.with_options):
        with pytest.raises(ConfigurationError, match="unknown option: apikey") as caught:
            function(apikey=KEY)
        assert KEY not in frame_locals(caught.value)


def test_failed_transport_shows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frames of a failed transport creation do not show the key."""
    monkeypatch.setenv("https_proxy", "gopher://proxy.invalid")
    with pytest.raises(ConfigurationError) as caught:
        Roboflow(KEY)

    assert KEY not in frame_locals(caught.value)


def test_interrupted_call_shows_no_key() -> None:
    """KeyboardInterrupt is raised without the frames that hold the key."""

    class Interrupted(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            url = str(request.url)
            raise KeyboardInterrupt(len(url))

    with (
        Roboflow(KEY, base_url="https://classify.roboflow.com", transport=Interrupted()) as client,
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        client.classify(make_image(), model="digits/1")

    assert KEY not in frame_locals(caught.value)


def test_cancelled_call_shows_no_key() -> None:
    """A cancelled task raises its own exception without the key."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url) as client:
            await asyncio.wait_for(client.classify(make_image(), model="digits/1"), 0.2)

    with RecordingServer(silent=True) as server, pytest.raises(TimeoutError) as caught:
        asyncio.run(call(server.url))

    assert server.received[0].query["api_key"] == KEY
    assert KEY not in frame_locals(caught.value)
