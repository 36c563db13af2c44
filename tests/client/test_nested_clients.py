"""Clients that the function for an API key uses, within a call of another client."""

from __future__ import annotations

import asyncio

import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import APITimeoutError, AsyncRoboflow, AsyncXimilar, Roboflow, Ximilar

IMAGE = "https://images.example.com/a.png"
SECRET = make_response({"id": "rf_a-key", "name": "a", "type": "multi_class", "production_version": None})


def vault(url: str) -> str:
    """Return a key that another API returns."""
    with Ximilar(base_url=url) as client:
        return client.tasks.get("key").id


async def vault_async(url: str) -> str:
    """Return a key that another API returns."""
    async with AsyncXimilar(base_url=url) as client:
        return (await client.tasks.get("key")).id


@pytest.mark.parametrize("asynchronous", [False, True])
def test_call_for_a_key_does_not_take_the_result(asynchronous: bool) -> None:
    """The call for the key returns its own result, and the call that needs the key its labels."""
    with RecordingServer(SECRET) as secrets, RecordingServer() as server:

        async def classify() -> object:
            async with AsyncRoboflow(lambda: vault_async(secrets.url), base_url=server.url) as client:
                return (await client.classify(IMAGE, model="digits/1")).top

        def classify_sync() -> object:
            with Roboflow(lambda: vault(secrets.url), base_url=server.url) as client:
                return client.classify(IMAGE, model="digits/1").top

        top = asyncio.run(classify()) if asynchronous else classify_sync()

    assert getattr(top, "name", None) == "seven"
    assert server.received[0].query["api_key"] == "rf_a-key"


def test_call_for_a_key_leaves_the_deadline() -> None:
    """A call whose key came from another client ends within its own timeout, though its response never pauses long."""
    with (
        RecordingServer(SECRET) as secrets,
        RecordingServer(make_response(SINGLE_LABEL), pause=0.05) as server,
        Roboflow(lambda: vault(secrets.url), base_url=server.url, timeout=2.0, max_retries=0) as client,
        pytest.raises(APITimeoutError),
    ):
        client.classify(IMAGE, model="digits/1")


def test_key_that_comes_after_the_timeout() -> None:
    """A call whose timeout passes before it has its key certainly sent nothing, and says so."""
    with RecordingServer(SECRET, delay=0.6) as secrets, RecordingServer() as server:
        client = Roboflow(lambda: vault(secrets.url), base_url=server.url, timeout=0.3, max_retries=0)
        with client, pytest.raises(APITimeoutError) as caught:
            client.classify(IMAGE, model="digits/1")

    assert caught.value.request_sent is False
    assert server.received == []
