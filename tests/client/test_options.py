"""Copies with other options, and answers as they came."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import pytest

from tests.helpers.images import picture
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, answer
from visionapis import (
    AsyncRoboflow,
    CallTimeoutError,
    ConfigurationError,
    NotFoundError,
    RateLimitError,
    Roboflow,
    ServerError,
)

KEY = "rf_canary-key"
URL = "https://pictures.example.com/a.png"
BUSY = answer('{"message": "busy"}', status="503 Busy", retry_after="0")
SLOW = answer('{"message": "slow"}', status="429 Slow", retry_after="1")


def test_copy_shares_connections_and_key() -> None:
    """One connection carries the calls of both, and the resources of each are its own."""
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
    """As the other."""

    async def calls(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url) as client:
            await client.classification.infer_url("digits", "1", image=URL)
            copy = client.with_options(timeout=5.0)
            assert type(copy) is AsyncRoboflow
            await copy.classification.infer_url("digits", "1", image=URL)

    with RecordingServer() as server:
        asyncio.run(calls(server.url))

    assert [(each.connection, each.query["api_key"]) for each in server.received] == [(1, KEY)] * 2


def test_options_hold_for_the_copy_alone() -> None:
    """Also for resources that the client had used before."""
    with RecordingServer(delay=0.3) as server, Roboflow(base_url=server.url) as client:
        client.classification.infer_url("digits", "1", image=URL)
        with pytest.raises(CallTimeoutError, match=re.escape("within 0.1 s")):
            client.with_options(timeout=0.1).classification.infer_url("digits", "1", image=URL)
        client.classification.infer_url("digits", "1", image=URL)


def test_what_is_not_named_stays() -> None:
    """A copy of a copy has the options of both."""
    told: list[object] = []
    with RecordingServer(BUSY) as server, Roboflow(base_url=server.url, max_retries=3, max_wait=1.0) as client:
        copy = client.with_options(on_attempt=told.append).with_options(timeout=20.0)
        with pytest.raises(ServerError):
            copy.infer(URL, model="digits/1")
        assert len(told) == len(server.received) == 4
        with pytest.raises(ServerError):
            copy.with_options(max_retries=0).infer(URL, model="digits/1")
        assert len(told) == len(server.received) == 5
        with pytest.raises(ServerError):
            client.infer(URL, model="digits/1")
        assert (len(told), len(server.received)) == (5, 9)


def test_longest_wait_is_an_option() -> None:
    """A second is too long for the one, and not for the other."""
    with RecordingServer(SLOW, SLOW, answer(SINGLE_LABEL)) as server, Roboflow(base_url=server.url) as client:
        begun = time.monotonic()
        with pytest.raises(RateLimitError):
            client.with_options(max_wait=0.5).infer(URL, model="digits/1")
        at_once = time.monotonic() - begun
        client.infer(URL, model="digits/1")

    assert at_once < 1
    assert time.monotonic() - begun >= 1


def test_effects_are_allowed_for_one_copy() -> None:
    """A billable call is repeated only by the one that may."""
    broken = answer("{}", status="500 Error", retry_after="0")
    with RecordingServer(broken, broken, answer(SINGLE_LABEL)) as server, Roboflow(base_url=server.url) as client:
        with pytest.raises(ServerError):
            client.infer(URL, model="digits/1")
        client.with_options(allow=frozenset({"billable"})).infer(URL, model="digits/1")

    assert len(server.received) == 3


@pytest.mark.parametrize("first", [0, 1])
def test_one_closes_both(first: int) -> None:
    """Whichever is closed."""
    with RecordingServer() as server:
        client = Roboflow(base_url=server.url)
        both = [client, client.with_options(timeout=5.0)]
        client.infer(URL, model="digits/1")
        both[first].close()
        for each in both:
            with pytest.raises(ConfigurationError, match="this client is closed"):
                each.infer(URL, model="digits/1")
            each.close()


@pytest.mark.parametrize("options", [{"timeout": 0.0}, {"max_retries": -1}, {"allow": frozenset({"all"})}])
def test_options_are_checked(options: dict[str, Any]) -> None:
    """As those of a new client."""
    with Roboflow(base_url="http://localhost:1") as client, pytest.raises(ConfigurationError):
        client.with_options(**options)


@pytest.mark.parametrize("kind", [Roboflow, AsyncRoboflow])
def test_unknown_options_are_refused(kind: Any) -> None:
    """A misspelt one would do nothing, without a word."""
    with pytest.raises(TypeError, match="no option time_out"):
        kind(KEY, time_out=5.0)
    client = kind(KEY)
    for options in ({"time_out": 5.0}, {"base_url": "https://host.example"}, {"max_in_flight": 3}):
        with pytest.raises(TypeError, match=f"no option {next(iter(options))}"):
            client.with_options(**options)


BODY = b'{"inference_id": "1", "time": 0.1, "image": {"width": 8, "height": 4}, "predictions": [], "top": ""}'
BODY = BODY[:-1] + b', "confidence": 0.0}'


def test_raw_response_has_what_came() -> None:
    """Beside what the method returns: status, headers and bytes of the answer that it was read from."""
    reply = answer(BODY, x_server="a", x_credits_remaining="12")
    with RecordingServer(BUSY, reply) as server, Roboflow(KEY, base_url=server.url) as client:
        raw = client.with_raw_response(client.classify, picture(), model="digits/1")

    assert (raw.value.labels, raw.status, raw.content) == ((), 200, BODY)
    assert raw.headers["x-credits-remaining"] == "12"
    assert len(server.received) == 2
    assert "inference_id" not in repr(raw)
    assert KEY not in repr(raw) + repr(vars(raw.headers))


def test_raw_response_of_the_asynchronous_client() -> None:
    """As the other."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            raw = await client.with_raw_response(client.classification.infer_url, "digits", "1", image=URL)
            assert (raw.value.to_dict()["top"], raw.status, raw.content) == ("", 200, BODY)

    with RecordingServer(answer(BODY)) as server:
        asyncio.run(call(server.url))


def numbered() -> RecordingServer:
    """A server that numbers its answers."""
    return RecordingServer(*(answer(BODY, x_number=str(number)) for number in (1, 2, 3)))


def test_raw_response_of_several_calls_is_the_last() -> None:
    """And each `with_raw_response` sees its own calls."""
    with numbered() as server, Roboflow(base_url=server.url) as client:

        def twice() -> str:
            client.infer(URL, model="digits/1")
            client.with_options(timeout=5.0).infer(URL, model="digits/1")
            return "done"

        both = client.with_raw_response(twice)
        third = client.with_raw_response(client.infer, URL, model="digits/1")

    assert (both.value, both.headers["x-number"], third.headers["x-number"]) == ("done", "2", "3")


def test_raw_responses_nest() -> None:
    """The inner call's answer is an answer of the outer one too."""
    with numbered() as server, Roboflow(base_url=server.url) as client:
        raw = client.with_raw_response(lambda: client.with_raw_response(client.infer, URL, model="digits/1"))

    assert (raw.headers["x-number"], raw.value.headers["x-number"]) == ("1", "1")


def test_failed_call_raises_through() -> None:
    """The error has the body; and the next call is as ever."""
    missing = answer('{"message": "no model"}', status="404 Not Found")
    with RecordingServer(missing, answer(BODY)) as server, Roboflow(base_url=server.url) as client:
        with pytest.raises(NotFoundError) as caught:
            client.with_raw_response(client.infer, URL, model="digits/1")
        assert client.with_raw_response(client.infer, URL, model="digits/1").content == BODY

    assert caught.value.body == {"message": "no model"}


def test_method_without_a_request_has_no_response() -> None:
    """An iterator has made none yet."""
    with Roboflow(base_url="http://localhost:1") as client, pytest.raises(ConfigurationError, match="no request"):
        client.with_raw_response(lambda: iter([client]))
