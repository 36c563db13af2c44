"""Headers of the caller, and headers of failed responses."""

from __future__ import annotations

import asyncio
import pickle
from functools import partial
from typing import Any

import httpx
import pytest

from tests.client.test_secrets import frame_locals
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import (
    APIConnectionError,
    AsyncRoboflow,
    AsyncXimilar,
    BadRequestError,
    ConfigurationError,
    Roboflow,
    ServerError,
    VisionAPIError,
    Ximilar,
)

KEY = "rf_canary-key"
TOKEN = "gateway-canary-token"
URL = "https://images.example.com/a.png"


@pytest.mark.parametrize("transport", [None, "httpx", "aiohttp"])
def test_default_headers(transport: Any) -> None:
    """Headers of the client are sent with every attempt; a copy adds some and replaces others, in any case."""
    busy = make_response("{}", status="503 Busy", retry_after="0")
    options: dict[str, Any] = {"default_headers": {"X-Token": TOKEN, "User-Agent": "myapp/1", "X-A": "1"}}
    added = {"x-token": "other", "X-B": "2"}

    async def call(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url, transport=transport, **options) as client:
            await client.infer(URL, model="digits/1")
            await client.with_options(headers=added).infer(URL, model="digits/1")
            await client.infer(URL, model="digits/1")

    with RecordingServer(busy, *[make_response(SINGLE_LABEL)] * 3) as server:
        if transport:
            asyncio.run(call(server.url))
        else:
            with Roboflow(KEY, base_url=server.url, **options) as client:
                client.infer(URL, model="digits/1")
                client.with_options(headers=added).infer(URL, model="digits/1")
                client.infer(URL, model="digits/1")

    sent = [(each.headers["x-token"], each.headers["x-a"], each.headers.get("x-b")) for each in server.received]
    assert sent == [(TOKEN, "1", None), (TOKEN, "1", None), ("other", "1", "2"), (TOKEN, "1", None)]
    assert {each.headers["user-agent"] for each in server.received} == {"myapp/1"}
    assert {each.headers["accept-encoding"] for each in server.received} == {"gzip, deflate"}


@pytest.mark.parametrize("client_class", [Roboflow, AsyncRoboflow])
def test_headers_of_copies_of_copies(client_class: Any) -> None:
    """Each copy adds to the headers of the one that it was made of, in any case, and leaves that one as it was."""

    def sent(client: Any) -> dict[str, str]:
        error = asyncio.run(called(client))
        assert TOKEN not in f"{error} {error.as_curl()}"
        headers = server.received[-1].headers
        return {name: value for name, value in headers.items() if name.startswith("x-")}

    async def called(client: Any) -> VisionAPIError:
        with pytest.raises(VisionAPIError) as caught:
            await client.infer(URL, model="digits/1")  # a sync client raises before
        return caught.value

    with RecordingServer(make_response({"message": TOKEN}, status="400 No")) as server:
        first = client_class(KEY, base_url=server.url, default_headers={"X-A": "1", "X-Token": TOKEN})
        second = first.with_options(headers={"x-a": "2", "X-B": "2"})
        third = second.with_options(timeout=5).with_options(headers={"X-b": "3"})
        assert sent(third) == {"x-a": "2", "x-token": TOKEN, "x-b": "3"}
        assert sent(second) == {"x-a": "2", "x-token": TOKEN, "x-b": "2"}
        assert sent(first) == {"x-a": "1", "x-token": TOKEN}
        asyncio.run(first.aclose()) if client_class is AsyncRoboflow else first.close()


INVALID: dict[str, tuple[Any, str]] = {
    "Content-Type": ({"Content-Type": TOKEN}, "Content-Type is set by the client"),
    "content-length": ({"content-length": TOKEN}, "content-length is set by the client"),
    "Host": ({"Host": TOKEN}, "Host is set by the client"),
    "Authorization": ({"authorization": TOKEN}, "authorization is set by the client"),
    "line break": ({"X-A": f"{TOKEN}\r\nX-B: 1"}, "the value of X-A must be printable ASCII text"),
    "number": ({"X-A": 3}, "the value of X-A must be a str, not int"),
    "name": ({"X A": TOKEN}, "a header must have a name such as 'X-Tenant', not 'X A'"),
    "line as name": (
        {"X-Tenant: blue-green": "1"},
        "a header must have a name such as 'X-Tenant', not a str of 20 characters",
    ),
    "key as name": ({KEY: 3}, "the value of *** must be a str, not int"),
    "bytes as name": ({b"X-A": TOKEN}, "a header must have a name such as 'X-Tenant', not bytes"),
}


@pytest.mark.parametrize("name", INVALID)
def test_invalid_headers(name: str) -> None:
    """A header that the client sets itself, and one that cannot be sent, is refused without its value."""
    headers, message = INVALID[name]
    for client_class in (Ximilar, AsyncXimilar):
        client = client_class(KEY)
        for option, function in {"default_headers": partial(client_class, KEY), "headers": client.with_options}.items():
            with pytest.raises(ConfigurationError) as caught:
                function(**{option: headers})
            assert str(caught.value) == f"{option}: {message}"
            assert TOKEN not in frame_locals(caught.value)
    for other in ([("X-A", "1")], "X-A: 1", None):
        with pytest.raises(ConfigurationError, match="default_headers must be a dict of names and values, not "):
            Ximilar(KEY, default_headers=other)  # type: ignore[arg-type]  # the mistake under test


def test_authorization_without_a_key() -> None:
    """A client without a key can send an `Authorization` of a gateway."""
    with (
        RecordingServer(make_response(SINGLE_LABEL)) as server,
        Roboflow(base_url=server.url, default_headers={"Authorization": f"Bearer {TOKEN}"}) as client,
    ):
        client.infer(URL, model="digits/1")

    assert server.received[0].headers["authorization"] == f"Bearer {TOKEN}"


def failure(*responses: bytes) -> VisionAPIError:
    """Return the error of a call with headers of the caller."""
    with (
        RecordingServer(*responses) as server,
        Roboflow(KEY, base_url=server.url, default_headers={"X-Token": TOKEN}, max_retries=0) as client,
        pytest.raises(VisionAPIError) as caught,
    ):
        client.infer(URL, model="digits/1")
    return caught.value


def test_headers_of_errors() -> None:
    """An error has the headers of its response without secrets, also after it was pickled."""
    response = make_response(
        f'{{"message": "{TOKEN}"}}', status="500 Error", x_trace=f"a-{KEY}-{TOKEN}", set_cookie="session=abcdefgh"
    )
    error = failure(response)

    assert isinstance(error, ServerError)
    for each in (error, pickle.loads(pickle.dumps(error))):
        assert isinstance(each.headers, httpx.Headers)
        assert (each.headers["X-Trace"], each.headers["set-cookie"]) == ("a-***-***", "***")
        assert TOKEN not in f"{each!r} {vars(each)} {each.as_curl()}"
    assert "-H 'x-token: <value>'" in str(error.as_curl())


@pytest.mark.parametrize("content", ["<html>", '{"a": 1}', "{"])
def test_headers_of_responses_that_cannot_be_read(content: str) -> None:
    """Errors of responses with success have headers too."""
    error = failure(make_response(content, x_trace="7"))

    assert error.headers is not None
    assert error.headers["x-trace"] == "7"


def test_no_headers_without_a_response() -> None:
    """The error of a lost connection has no headers."""
    error = failure(b"")

    assert isinstance(error, APIConnectionError)
    assert error.headers is None
    assert BadRequestError("a").headers is None
