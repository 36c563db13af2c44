"""The key in the frames of a traceback: it is not there, however a call ends."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.images import picture
from tests.helpers.recording import RecordingServer
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


def frames_below_the_test(error: BaseException) -> str:
    """Every frame of the package with its local variables, and those of whatever the error came from."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    texts: list[str] = []
    while shown:
        texts += [
            f"{frame} {frame.locals}" for frame in shown.stack if not frame.name.startswith(("test_", "<lambda>"))
        ]
        following = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)
        shown = following  # type: ignore[assignment]  # the loop ends with it
    return "\n".join(texts)


MISTAKES: dict[str, Callable[[], object]] = {
    "timeout": lambda: Roboflow(KEY, timeout=-1),
    "address": lambda: Roboflow(KEY, base_url="nowhere"),
    "key in the address": lambda: Roboflow("other", base_url=f"https://host.example/?api_key={KEY}"),
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
def test_client_that_cannot_be_made(name: str) -> None:
    """The arguments of the constructor are not shown, and the half-made client can be."""
    with pytest.raises(ConfigurationError) as caught:
        MISTAKES[name]()

    shown = frames_below_the_test(caught.value)
    assert "configuration.py" in shown or "client.py" in shown
    assert KEY not in shown
    assert KEY not in str(caught.value)


def test_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor when the transport cannot be made."""
    monkeypatch.setenv("https_proxy", "gopher://proxy.invalid")
    with pytest.raises(ConfigurationError) as caught:
        Roboflow(KEY)

    assert KEY not in frames_below_the_test(caught.value)


def test_interrupted_call() -> None:
    """Ctrl-C passes as it is, without the frames that hold the request with the key."""

    class Interrupted(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            keyed = str(request.url)
            raise KeyboardInterrupt(len(keyed))

    with (
        Roboflow(KEY, base_url="https://classify.roboflow.com", transport=Interrupted()) as client,
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        client.classify(picture(), model="digits/1")

    assert KEY not in frames_below_the_test(caught.value)


def test_cancelled_call() -> None:
    """A task that is cancelled ends with its own error and shows no key."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url) as client:
            await asyncio.wait_for(client.classify(picture(), model="digits/1"), 0.2)

    with RecordingServer(silent=True) as server, pytest.raises(TimeoutError) as caught:
        asyncio.run(call(server.url))

    assert server.received[0].query["api_key"] == KEY
    assert KEY not in frames_below_the_test(caught.value)
