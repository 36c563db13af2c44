"""Copies with other options, and raw responses."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import httpx
import pytest

from tests.helpers.canary_calls import outcomes
from tests.helpers.classification import classify_arguments
from tests.helpers.images import make_image
from tests.helpers.models import same
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from tests.helpers.vendors import each_client, vendor_of
from visionapis import (
    APITimeoutError,
    AsyncRoboflow,
    ConfigurationError,
    NotFoundError,
    RateLimitError,
    Roboflow,
    ServerError,
)

KEY = "rf_canary-key"
URL = "https://images.example.com/a.png"
BUSY = make_response('{"message": "busy"}', status="503 Busy", retry_after="0")
SLOW = make_response('{"message": "slow"}', status="429 Slow", retry_after="1")


def test_copy_shares_connections_and_key() -> None:
    """A client and its copy use the same connection and key, and have their own resources."""
    with RecordingServer() as server, Roboflow(KEY, base_url=server.url) as client:
        classification = client.classification
        copy = client.with_options(timeout=5.0)
        client.infer(URL, model="digits/1")
        copy.infer(URL, model="digits/1")
        copy.classification.infer_url("digits", "1", image=URL)
        client.classification.infer_url("digits", "1", image=URL)

    assert type(copy) is Roboflow
    assert client.classification is classification is not copy.classification
    assert [(each.connection, each.query["api_key"]) for each in server.received] == [(1, KEY)] * 4


def test_asynchronous_copy_shares_connections_and_key() -> None:
    """An asynchronous client and its copy use the same connection and key."""

    async def calls(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url) as client:
            await client.classification.infer_url("digits", "1", image=URL)
            copy = client.with_options(timeout=5.0)
            assert type(copy) is AsyncRoboflow
            await copy.classification.infer_url("digits", "1", image=URL)

    with RecordingServer() as server:
        asyncio.run(calls(server.url))

    assert [(each.connection, each.query["api_key"]) for each in server.received] == [(1, KEY)] * 2


def test_options_apply_to_the_copy_only() -> None:
    """An option of a copy does not change the original client or its resources."""
    with RecordingServer(delay=0.3) as server, Roboflow(base_url=server.url) as client:
        client.classification.infer_url("digits", "1", image=URL)
        with pytest.raises(APITimeoutError, match=re.escape("within 0.1 s")):
            client.with_options(timeout=0.1).classification.infer_url("digits", "1", image=URL)
        client.classification.infer_url("digits", "1", image=URL)


def test_copies_keep_other_options() -> None:
    """A copy keeps the options that are not changed, also those of an earlier copy."""
    attempts: list[object] = []
    with RecordingServer(BUSY) as server, Roboflow(base_url=server.url, max_retries=3, max_retry_delay=1.0) as client:
        copy = client.with_options(on_attempt=attempts.append).with_options(timeout=20.0)
        with pytest.raises(ServerError):
            copy.infer(URL, model="digits/1")
        assert len(attempts) == len(server.received) == 4
        with pytest.raises(ServerError):
            copy.with_options(max_retries=0).infer(URL, model="digits/1")
        assert len(attempts) == len(server.received) == 5
        with pytest.raises(ServerError):
            client.infer(URL, model="digits/1")
        assert (len(attempts), len(server.received)) == (5, 9)


@each_client
def test_default_timeout(client_class: Any) -> None:
    """Without an option, a request may take 60 seconds."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(401, json={})

    outcomes(
        client_class,
        "https://api.internal",
        [lambda client: client.classify(make_image(), **classify_arguments(vendor_of(client_class)))],
        transport=httpx.MockTransport(handle),
    )

    timeouts = requests[0].extensions["timeout"]
    assert set(timeouts) == {"connect", "read", "write", "pool"}
    assert all(55 < seconds <= 60 for seconds in timeouts.values())


def test_copies_keep_what_may_be_retried() -> None:
    """A copy keeps `retry_effects` and `max_retry_delay` of its client."""
    broken = make_response("{}", status="500 Error", retry_after="0")
    options: Any = {"retry_effects": {"billable"}, "max_retry_delay": 0.5, "max_retries": 1}
    with (
        RecordingServer(broken, make_response(SINGLE_LABEL), SLOW) as server,
        Roboflow(base_url=server.url, **options) as client,
    ):
        copy = client.with_options(timeout=20.0).with_options(headers={"X-Request-ID": "1"})
        copy.infer(URL, model="digits/1")
        with pytest.raises(RateLimitError) as caught:
            copy.infer(URL, model="digits/1")

    assert (caught.value.attempts, len(server.received)) == (1, 3)


def test_copy_changes_max_retry_delay() -> None:
    """A copy with a smaller `max_retry_delay` does not wait for a longer Retry-After."""
    with RecordingServer(SLOW, SLOW, make_response(SINGLE_LABEL)) as server, Roboflow(base_url=server.url) as client:
        with pytest.raises(RateLimitError) as caught:
            client.with_options(max_retry_delay=0.5).infer(URL, model="digits/1")
        assert (caught.value.attempts, len(server.received)) == (1, 1)
        client.infer(URL, model="digits/1")

    assert len(server.received) == 3


def test_copy_changes_retry_effects() -> None:
    """Only a copy with `retry_effects` repeats a billable call."""
    broken = make_response("{}", status="500 Error", retry_after="0")
    with (
        RecordingServer(broken, broken, make_response(SINGLE_LABEL)) as server,
        Roboflow(base_url=server.url) as client,
    ):
        with pytest.raises(ServerError):
            client.infer(URL, model="digits/1")
        client.with_options(retry_effects=frozenset({"billable"})).infer(URL, model="digits/1")

    assert len(server.received) == 3


@pytest.mark.parametrize("first", [0, 1])
def test_closing_closes_all_copies(first: int) -> None:
    """After closing a client or its copy, calls of both raise ConfigurationError and send nothing."""
    with RecordingServer() as server:
        client = Roboflow(base_url=server.url)
        both = [client, client.with_options(timeout=5.0)]
        client.infer(URL, model="digits/1")
        both[first].close()
        for each in both:
            with pytest.raises(ConfigurationError, match="the client is closed"):
                each.infer(URL, model="digits/1")
            each.close()

    assert len(server.received) == 1


BODY = b'{"inference_id": "1", "time": 0.1, "image": {"width": 8, "height": 4}, "predictions": [], "top": ""}'
BODY = BODY[:-1] + b', "confidence": 0.0}'


def test_raw_response() -> None:
    """A raw response has the parsed result, status, headers and content of the last response."""
    reply = make_response(BODY, x_server="a", x_credits_remaining="12")
    with RecordingServer(BUSY, reply) as server, Roboflow(KEY, base_url=server.url) as client:
        raw = client.raw_response(client.classify, make_image(), model="digits/1")

    assert (raw.parsed.labels, raw.status_code, raw.content) == ((), 200, BODY)
    assert raw.headers["x-credits-remaining"] == "12"
    assert len(server.received) == 2
    assert "inference_id" not in repr(raw)
    assert KEY not in repr(raw) + repr(vars(raw.headers))


def test_raw_response_of_the_asynchronous_client() -> None:
    """A raw response of an asynchronous client has the same attributes."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            raw = await client.raw_response(client.classification.infer_url, "digits", "1", image=URL)
            assert (raw.status_code, raw.content) == (200, BODY)
            assert same(json.loads(BODY), raw.parsed)

    with RecordingServer(make_response(BODY)) as server:
        asyncio.run(call(server.url))


def numbered_server() -> RecordingServer:
    """Return a server that numbers its responses."""
    return RecordingServer(*(make_response(BODY, x_number=str(number)) for number in (1, 2, 3)))


def test_raw_response_of_several_calls_is_the_last() -> None:
    """`raw_response` returns the last response of its own calls."""
    with numbered_server() as server, Roboflow(base_url=server.url) as client:

        def twice() -> str:
            client.infer(URL, model="digits/1")
            client.with_options(timeout=5.0).infer(URL, model="digits/1")
            return "done"

        both = client.raw_response(twice)
        third = client.raw_response(client.infer, URL, model="digits/1")

    assert (both.parsed, both.headers["x-number"], third.headers["x-number"]) == ("done", "2", "3")


def test_nested_raw_responses() -> None:
    """The response of an inner `raw_response` is a response of the outer one too."""
    with numbered_server() as server, Roboflow(base_url=server.url) as client:
        raw = client.raw_response(lambda: client.raw_response(client.infer, URL, model="digits/1"))

    assert (raw.headers["x-number"], raw.parsed.headers["x-number"]) == ("1", "1")


def test_raw_response_raises_errors() -> None:
    """An error is raised with its body, and the next call works."""
    missing = make_response('{"message": "no model"}', status="404 Not Found")
    with RecordingServer(missing, make_response(BODY)) as server, Roboflow(base_url=server.url) as client:
        with pytest.raises(NotFoundError) as caught:
            client.raw_response(client.infer, URL, model="digits/1")
        assert client.raw_response(client.infer, URL, model="digits/1").content == BODY

    assert caught.value.body == {"message": "no model"}


def test_raw_response_without_a_request() -> None:
    """A method that sends no request raises ConfigurationError."""
    with Roboflow(base_url="http://localhost:1") as client, pytest.raises(ConfigurationError, match="no request"):
        client.raw_response(lambda: iter([client]))
