"""The causes of errors: they are kept, without the key and without the response."""

from __future__ import annotations

import asyncio
import copy
import errno
import json
import pickle
import socket
import traceback
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote

import httpx
import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from visionapis import (
    APIConnectionError,
    APITimeoutError,
    AsyncRoboflow,
    BadRequestError,
    ConfigurationError,
    InvalidImageError,
    ResponseDecodeError,
    Roboflow,
    VisionAPIError,
)
from visionapis._http.causes import detach
from visionapis._http.redaction import Secret, redact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal

KEY = "rf_canary-key"
URL = "https://images.example.com/a.png?signature=SIGNED"


def failure(
    base_url: str, *, asynchronous: bool = False, transport: httpx.BaseTransport | None = None
) -> VisionAPIError:
    """Return the error of one call with a URL, with the key in the query."""

    async def call() -> None:
        async with AsyncRoboflow(KEY, base_url=base_url, api_key_in="query", timeout=2.0, max_retries=0) as client:
            await client.infer(URL, model="digits/1")

    try:
        if asynchronous:
            asyncio.run(call())
        else:
            with Roboflow(
                KEY, base_url=base_url, api_key_in="query", timeout=2.0, max_retries=0, transport=transport
            ) as client:
                client.infer(URL, model="digits/1")
    except VisionAPIError as error:
        return error
    pytest.fail("the call did not fail")


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """Yield the causes of an error, the direct one first."""
    while error.__cause__ is not None:
        error = error.__cause__
        yield error


def texts(error: BaseException) -> str:
    """Return the texts and attributes of an error and its causes."""
    return "\n".join(f"{each} {each!r} {each.args} {vars(each)}" for each in (error, *causes_of(error)))


def frame_locals(error: BaseException) -> dict[str, str]:
    """Return the local variables of the package's frames, by place."""
    return {
        f"{frame.filename}:{frame.name}.{name}": value
        for each in (error, *causes_of(error))
        for frame in traceback.TracebackException.from_exception(each, capture_locals=True).stack
        if "/tests/" not in frame.filename
        for name, value in (frame.locals or {}).items()
    }


def unused_url() -> str:
    """Return the URL of a port without a server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_connect_error_is_the_cause(asynchronous: bool) -> None:
    """The cause of a refused connection is httpx.ConnectError, down to the OSError."""
    error = failure(unused_url(), asynchronous=asynchronous)

    assert type(error) is APIConnectionError
    assert isinstance(error.__cause__, httpx.ConnectError)
    assert any(isinstance(each, OSError) for each in causes_of(error))


@pytest.mark.parametrize("asynchronous", [False, True])
def test_request_of_the_cause_is_redacted(asynchronous: bool) -> None:
    """The request of the httpx exception has neither the key, the query nor the body."""
    with RecordingServer(b"") as server:
        error = failure(server.url, asynchronous=asynchronous)

    assert isinstance(error.__cause__, httpx.RemoteProtocolError)
    request = error.__cause__.request
    assert (request.method, str(request.url)) == ("POST", f"{server.url}/digits/1")
    assert request.read() == b""
    assert "authorization" not in request.headers
    assert server.received[0].query["api_key"] == KEY


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("reply", [b"", make_response("{}")[:-1], b"not HTTP", None])
def test_causes_show_no_secret(reply: bytes | None, asynchronous: bool) -> None:
    """Causes have no traceback, and show neither the key nor the signed URL."""
    with RecordingServer(*([reply] if reply is not None else []), silent=reply is None) as server:
        error = failure(server.url, asynchronous=asynchronous)

    causes = list(causes_of(error))
    assert causes
    assert [each.__traceback__ for each in causes] == [None] * len(causes)
    assert [each.__context__ for each in (error, *causes)] == [None] * (len(causes) + 1)
    assert KEY not in f"{texts(error)} {frame_locals(error)}"
    assert "SIGNED" not in texts(error)
    assert type(error) is (APITimeoutError if reply is None else APIConnectionError)


@pytest.mark.parametrize("value", [f"not a number {KEY}", f"{'x' * 190}{KEY}"])
def test_parser_error_is_the_cause(value: str) -> None:
    """The cause of a ResponseDecodeError is the parser's exception, without values of the response."""

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=json.dumps({"predictions": [{"class": value, "confidence": value}]}))

    error = failure("https://inference.example.com", transport=httpx.MockTransport(respond))

    assert isinstance(error, ResponseDecodeError)
    assert isinstance(error.__cause__, (KeyError, TypeError, ValueError))
    assert KEY[:8] not in f"{texts(error.__cause__)} {frame_locals(error)}"


def test_json_error_is_the_cause() -> None:
    """The cause of truncated JSON has the position of the error but not the document."""
    with RecordingServer(make_response(f'{{"message": "{KEY}')) as server:
        error = failure(server.url)

    assert isinstance(error.__cause__, json.JSONDecodeError)
    assert "line 1 column" in str(error.__cause__)
    assert error.__cause__.doc == ""
    assert KEY not in f"{texts(error)} {frame_locals(error)}"


class TransportError(httpx.TransportError):
    """An exception of a given transport that keeps the request's URL."""

    def __init__(self, request: httpx.Request) -> None:
        """Keep the URL."""
        super().__init__("broken")
        self.target = [str(request.url)]


def test_transport_exception_with_a_secret_is_replaced() -> None:
    """A cause with a secret in an attribute is replaced by one that has only its class and message."""

    def fail(request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_set_param("api_key", KEY)
        raise TransportError(request)

    error = failure("https://inference.example.com", transport=httpx.MockTransport(fail))

    assert str(error.__cause__) == "TransportError: broken"
    assert KEY not in f"{texts(error)} {frame_locals(error)}"
    assert "SIGNED" not in texts(error)


def test_transport_exception_is_the_cause() -> None:
    """A cause without secrets is the exception object that the transport raised."""
    raised = ConnectionError("broken")

    def fail(_: httpx.Request) -> httpx.Response:
        raise raised

    error = failure("https://inference.example.com", transport=httpx.MockTransport(fail))

    assert error.__cause__ is raised


def test_cycle_of_contexts_is_cut() -> None:
    """Exceptions that are each other's context become a finite chain."""
    first, second = ValueError("first"), ValueError(f"second {KEY}")
    first.__context__, second.__context__ = second, first

    assert detach(first, [Secret(KEY)]) is first
    assert [str(each) for each in causes_of(first)] == ["second ***"]


def test_exception_group_is_redacted() -> None:
    """The members of an exception group lose their tracebacks and secrets."""
    member = ValueError(KEY)
    try:
        raise member
    except ValueError:
        detach(ExceptionGroup("several", [member]), [Secret(KEY)])

    assert member.__traceback__ is None
    assert str(member) == "***"


def test_missing_file_keeps_the_os_error(tmp_path: Path) -> None:
    """The error about a missing file keeps the OSError, which does not repeat the path."""
    path = tmp_path / "missing.png"
    with Roboflow(KEY) as client, pytest.raises(InvalidImageError) as caught:
        client.infer(path, model="digits/1")

    assert isinstance(caught.value.__cause__, FileNotFoundError)
    assert caught.value.__cause__.filename is None
    assert str(caught.value) == f"cannot read {str(path)!r}: no such file"


@pytest.mark.parametrize("image", ["ftp://host/a.png?signature=SIGNED", "x" * 300 + "SIGNED", "a\nSIGNED"])
def test_text_that_is_not_a_path_is_not_shown(image: str) -> None:
    """A string that may be a URL or image data is not quoted in the error."""
    with Roboflow(KEY) as client, pytest.raises(InvalidImageError, match="cannot read the path") as caught:
        client.infer(image, model="digits/1")

    assert "SIGNED" not in texts(caught.value)


def test_invalid_proxy_url_shows_no_password() -> None:
    """The error of an invalid proxy URL does not have its password."""
    with pytest.raises(ConfigurationError) as caught:
        Roboflow(KEY, proxy="http://user:canary@ho\x01st")

    assert str(caught.value) == "cannot create a transport (InvalidURL)"
    assert caught.value.hint == "check proxy= and HTTPS_PROXY"
    assert "canary" not in f"{texts(caught.value)} {frame_locals(caught.value)}"


@pytest.mark.parametrize("password_text", ["canary", "Basic dXNlcjpjYW5hcnk="])
def test_proxy_response_with_the_password_is_redacted(password_text: str, caplog: pytest.LogCaptureFixture) -> None:
    """Neither message, cause nor log has the password when the proxy's response repeats it."""
    caplog.set_level("DEBUG")
    with RecordingServer(make_response("", status=f"502 {password_text}")) as proxy:
        url = proxy.url.replace("http://", "http://user:canary@")
        with Roboflow(KEY, proxy=url, max_retries=0) as client, pytest.raises(APIConnectionError) as caught:
            client.infer(URL, model="digits/1")

    assert isinstance(caught.value.__cause__, httpx.ProxyError)
    assert "502" in str(caught.value.__cause__)
    assert password_text not in f"{texts(caught.value)} {frame_locals(caught.value)}"
    assert password_text not in caplog.text


def test_copies_and_pickles_keep_the_hint() -> None:
    """A copied or unpickled error has the same text, hint and attributes."""
    error = failure(unused_url())
    copied, pickled = copy.copy(error), pickle.loads(pickle.dumps(error))

    for each in (copied, pickled):
        assert (type(each), str(each), vars(each)) == (type(error), str(error), vars(error))
    assert error.hint == "check base_url, and that the server is running"
    assert error.hint not in str(error)
    assert repr(pickled) == repr(error) == f"APIConnectionError({str(error)!r}, hint={error.hint!r})"


def test_frame_locals_show_no_image_bytes() -> None:
    """Local variables in tracebacks show no bytes of an image."""
    content = make_image() + b"pixelcanary" * 20
    with Roboflow(KEY, base_url=unused_url(), max_retries=0) as client, pytest.raises(APIConnectionError) as caught:
        client.infer(content, model="digits/1")

    found = {place: text for place, text in frame_locals(caught.value).items() if text != repr(content)}
    assert any(place.endswith(".image_base64") for place in found)
    encodings = ("pixelcanary", b64encode(content).decode()[:40])
    assert {place: text for place, text in found.items() if any(each in text for each in encodings)} == {}


@pytest.mark.parametrize("signature", ["5d672d79c15b13162d9279b0855cfba6", "a%2Fb%2Bcdefghijklmnop%3D"])
def test_signature_in_a_message_is_redacted(signature: str) -> None:
    """A server's message that quotes only the signature of the image's URL is redacted, decoded or not."""
    for quoted in (signature, unquote(signature)):
        reply = make_response({"message": f"signature {quoted} has expired, width 200"}, status="400 Bad Request")
        url = f"https://images.example.com/a.png?width=200&X-Signature={signature}"
        with (
            RecordingServer(reply) as server,
            Roboflow(KEY, base_url=server.url) as client,
            pytest.raises(BadRequestError) as caught,
        ):
            client.infer(url, model="digits/1")

        assert str(caught.value).endswith("signature *** has expired, width 200")
        assert quoted not in texts(caught.value)


@pytest.mark.parametrize("value", ["+:a&:9Z/9b%", "~ _=+++<_:%", "/+=&?", "a%2Fb%2Bcdefghijklmnop"])
def test_secret_without_long_plain_parts_is_redacted(value: str) -> None:
    """A secret that is mostly punctuation, or URL-encoded itself, is redacted however a server repeats it."""
    for quoted in (value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1], unquote(value)):
        assert quoted not in redact(f"before {quoted} after", [Secret(value)])


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_async_message_has_the_reason_of_a_failed_connection(transport: Literal["httpx", "aiohttp"], host: str) -> None:
    """An asynchronous client that cannot connect says why, although asyncio tells only that all attempts failed."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url, max_retries=0, transport=transport) as client:
            await client.infer(make_image(), model="digits/1")

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(APIConnectionError) as caught:
            asyncio.run(call(f"http://{host}:{unused.getsockname()[1]}"))

    assert f"cannot connect to http://{host}:" in str(caught.value)
    assert f"([Errno {errno.ECONNREFUSED}] " in str(caught.value)
