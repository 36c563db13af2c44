"""URLs of images and keys in the log records of transports."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from visionapis import AsyncRoboflow, AsyncXimilar, Roboflow, ServerError, Ximilar

KEY = "rf_canary-key"
IMAGE = "https://images.example.com/private/a.png?signature=0123456789abcdef"
RESPONSE = httpx.Response(500, json={"detail": "failed"})


def log(request: httpx.Request) -> httpx.Response:
    """Log what is sent, as a transport for debugging does."""
    logging.getLogger("acme.transport").warning("sending %s %s", request.url, request.content.decode())
    return RESPONSE


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("vendor", ["roboflow", "ximilar"])
def test_no_part_of_a_url_is_logged(vendor: str, asynchronous: bool, caplog: pytest.LogCaptureFixture) -> None:
    """A record that quotes the URL of an image, in a query or in JSON, has neither its signature nor the rest of it."""
    options: dict[str, Any] = {"transport": httpx.MockTransport(log), "max_retries": 0}
    model: Any = {"roboflow": {"model": "digits/1"}, "ximilar": {"task": "a"}}[vendor]
    classes: dict[str, tuple[Any, Any]] = {"roboflow": (Roboflow, AsyncRoboflow), "ximilar": (Ximilar, AsyncXimilar)}
    client_class, async_client_class = classes[vendor]

    def classify() -> None:
        with client_class(KEY, **options) as client:
            client.classify(IMAGE, **model)

    async def classify_async() -> None:
        async with async_client_class(KEY, **options) as client:
            await client.classify(IMAGE, **model)

    with pytest.raises(ServerError):
        asyncio.run(classify_async()) if asynchronous else classify()

    (message,) = (record.getMessage() for record in caplog.records if record.name == "acme.transport")
    assert "sending http" in message
    for part in ("images.example.com", "private", "a.png", "signature", "0123456789abcdef"):
        assert part not in message


def test_key_of_a_function_that_logs(caplog: pytest.LogCaptureFixture) -> None:
    """A key is not in the records of the call, also if the function that returned it made a record before."""

    def fetch_key() -> str:
        logging.getLogger("acme.vault").warning("fetching the key")
        return KEY

    transport = httpx.MockTransport(log)
    with (
        Roboflow(fetch_key, api_key_in="query", transport=transport, max_retries=0) as client,
        pytest.raises(ServerError),
    ):
        client.classify(IMAGE, model="digits/1")

    messages = [record.getMessage() for record in caplog.records if record.name.startswith("acme.")]
    assert messages[0] == "fetching the key"
    assert messages[1].startswith("sending http")
    assert KEY not in messages[1]
