"""Exceptions of failed calls: their types, messages and attributes."""

from __future__ import annotations

import asyncio
import gzip
import io
import logging
import pickle
import socket
import traceback
from typing import TYPE_CHECKING

import pytest

import visionapis
from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import (
    APIConnectionError,
    APITimeoutError,
    AsyncRoboflow,
    BadRequestError,
    InvalidImageError,
    ResponseDecodeError,
    Roboflow,
    VisionAPIError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from visionapis import ImageInput

KEY = "rf_canary-key"


def failure_of(
    base_url: str, image: ImageInput = b"", *, timeout: float = 10.0, asynchronous: bool = False
) -> VisionAPIError:
    """Return the error of one call without retries."""

    async def call() -> None:
        async with AsyncRoboflow(KEY, base_url=base_url, timeout=timeout, max_retries=0) as client:
            await client.infer(image or make_image(), model="digits/1")

    try:
        if asynchronous:
            asyncio.run(call())
        else:
            with Roboflow(KEY, base_url=base_url, timeout=timeout, max_retries=0) as client:
                client.infer(image or make_image(), model="digits/1")
    except VisionAPIError as error:
        return error
    pytest.fail("the call did not fail")


STATUSES = [
    (
        "400 Bad Request",
        '{"message": "Could not load input image."}',
        "BadRequestError",
        "status 400: Could not load input image",
    ),
    (
        "401 Unauthorized",
        '{"status": 401, "message": "Unauthorized api_key"}',
        "AuthenticationError",
        "status 401: Unauthorized api_key",
    ),
    ("402 Payment Required", '{"message": "No credits."}', "QuotaExceededError", "No credits"),
    ("403 Forbidden", '{"message": "Forbidden"}', "PermissionDeniedError", "Forbidden"),
    ("404 Not Found", '{"message": "Model not found."}', "NotFoundError", "Model not found"),
    ("405 Method Not Allowed", '{"detail": "Method Not Allowed"}', "BadRequestError", "Method Not Allowed"),
    ("413 Too Large", "", "RequestTooLargeError", "status 413"),
    (
        "422 Unprocessable",
        '{"detail": [{"type": "float_parsing", "loc": ["query", "confidence"], "msg": "not a number", "input": "x"}]}',
        "UnprocessableEntityError",
        "query confidence: not a number",
    ),
    ("423 Locked", '{"message": "Paused."}', "QuotaExceededError", "Paused"),
    ("429 Too Many Requests", '{"message": "Slow down."}', "RateLimitError", "Slow down"),
    ("430 Unassigned", "{}", "BadRequestError", "status 430"),
    ("500 Internal Server Error", "Internal Server Error", "ServerError", "Internal Server Error"),
    ("503 Service Unavailable", '{"message": "busy"}', "ServerError", "busy"),
    ("520 Unassigned", "<html><body>edge</body></html>", "ServerError", "edge"),
    ("302 Found", "", "BadRequestError", "status 302"),
]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("status", "body", "error_class", "message"), STATUSES)
def test_statuses_raise_errors(status: str, body: str, error_class: str, message: str, asynchronous: bool) -> None:
    """Each status raises the exception of its class, with the server's message in one line."""
    with RecordingServer(make_response(body, status=status, retry_after="7", x_request_id="abc")) as server:
        error = failure_of(server.url, asynchronous=asynchronous)

    assert type(error) is getattr(visionapis, error_class)
    assert message in str(error)
    assert "\n" not in str(error)
    assert (error.operation, error.status_code) == ("classification_infer_base64", int(status[:3]))
    assert (error.retry_after, error.request_id) == (7.0, "abc")


def test_retry_after_is_parsed() -> None:
    """A date in the past is a delay of zero; an invalid or infinite value is None."""
    for value, expected in (("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("inf", None)):
        with RecordingServer(make_response("{}", status="429 Too Many Requests", retry_after=value)) as server:
            assert failure_of(server.url).retry_after == expected


UNREADABLE = {
    "HTML": make_response("<html>Sign in</html>", content_type="text/html"),
    "truncated JSON": make_response('{"image": {"width": 8'),
    "empty": make_response(""),
    "missing fields": make_response('{"predictions": [], "image": {"width": 1, "height": 1}}'),
    "list": make_response("[]"),
    "null": make_response("null"),
    "number in place of labels": make_response(
        '{"image": {"width": 1, "height": 1}, "predictions": 7, "top": "", "confidence": 0}'
    ),
    "invalid gzip": make_response(b"not gzip", content_encoding="gzip"),
    "latin-1": make_response('{"top": "\xe4"}'.encode("latin-1")),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_response_raises_decode_error(name: str, asynchronous: bool) -> None:
    """A status 200 without a classification raises ResponseDecodeError, which names the operation."""
    with RecordingServer(UNREADABLE[name]) as server:
        error = failure_of(server.url, asynchronous=asynchronous)

    assert type(error) is ResponseDecodeError
    assert str(error).startswith("classification_infer_base64: the response")


def test_decode_error_keeps_the_body() -> None:
    """A ResponseDecodeError has the body of the response."""
    with RecordingServer(make_response("<html>Sign in</html>", content_type="text/html")) as server:
        error = failure_of(server.url)

    assert error.body == "<html>Sign in</html>"
    assert error.status_code == 200


def test_invalid_score_raises_decode_error() -> None:
    """A score that is not a number raises ResponseDecodeError."""
    broken = {**SINGLE_LABEL, "predictions": [{"class": "seven", "class_id": 7, "confidence": "high"}]}
    with RecordingServer(make_response(broken)) as server:
        client = Roboflow(base_url=server.url)
        with pytest.raises(ResponseDecodeError, match="a score in the response is not a number"):
            client.classify(make_image(), model="digits/1")
        client.close()


def test_gzip_response_is_decoded() -> None:
    """A gzip-compressed response is decompressed."""
    body = b'{"image": {"width": 8, "height": 4}, "predictions": [], "top": "", "confidence": 0.0}'
    reply = make_response(gzip.compress(body), content_encoding="gzip")
    with RecordingServer(reply) as server, Roboflow(base_url=server.url) as client:
        result = client.classify(make_image(), model="digits/1")

    assert (result.labels, result.top) == ((), None)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_silent_server_raises_timeout_error(asynchronous: bool) -> None:
    """A server that never responds raises APITimeoutError within the timeout."""
    with RecordingServer(silent=True) as server:
        error = failure_of(server.url, timeout=0.3, asynchronous=asynchronous)

    assert type(error) is APITimeoutError
    assert "within 0.3 s" in str(error)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("reply", [b"", make_response('{"top": "seven"}')[:-5]])
def test_closed_connection_raises_connection_error(reply: bytes, asynchronous: bool) -> None:
    """A connection closed before or during the response raises APIConnectionError after one request."""
    with RecordingServer(reply) as server:
        error = failure_of(server.url, asynchronous=asynchronous)

    assert type(error) is APIConnectionError
    assert "closed the connection" in str(error)
    assert len(server.received) == 1


@pytest.mark.parametrize("asynchronous", [False, True])
def test_refused_connection_raises_connection_error(asynchronous: bool) -> None:
    """The error of a refused connection names the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = failure_of(f"http://127.0.0.1:{port}", asynchronous=asynchronous)

    assert type(error) is APIConnectionError
    assert f"http://127.0.0.1:{port} " in str(error)


def test_invalid_images_are_rejected_before_the_request(tmp_path: Path) -> None:
    """Each invalid image raises InvalidImageError with its own message, and no request is sent."""
    text = tmp_path / "notes.txt"
    text.write_text("not an image")
    empty = tmp_path / "empty.jpg"
    empty.touch()
    large = tmp_path / "large.png"
    large.write_bytes(make_image() + bytes(2000))
    cases: list[tuple[ImageInput, str]] = [
        (b"", "is empty"),
        (empty, "is empty"),
        (text, "is not an image"),
        (b"%PDF-1.7", "is PDF"),
        (tmp_path / "missing.jpg", "no such file"),
        (str(tmp_path), "is a directory"),
        ("nul\0byte.jpg", "a null byte"),
        (large, "larger than the limit of 1,000 bytes"),
        (make_image() + bytes(2000), "larger than the limit of 1,000 bytes"),
        (io.BytesIO(), "is empty"),
        ("http://images.example.com/a.jpg", "https"),
    ]
    with RecordingServer() as server:
        client = Roboflow(KEY, base_url="https://inference.example.com", max_image_bytes=1000)
        for image_, message in cases:
            with pytest.raises(InvalidImageError, match=message):
                client.infer(image_, model="digits/1")
        client.close()

    assert server.received == []
    assert text.read_text() == "not an image"


def test_values_of_other_types_are_rejected() -> None:
    """A text file and an integer raise InvalidImageError."""
    with Roboflow(base_url="http://localhost:1") as client:
        with pytest.raises(InvalidImageError, match="text mode"):
            client.infer(io.StringIO("x"), model="digits/1")  # type: ignore[arg-type]  # the mistake under test
        with pytest.raises(InvalidImageError, match="int is not an image"):
            client.infer(7, model="digits/1")  # type: ignore[arg-type]  # the mistake under test


def test_serverless_size_limit() -> None:
    """The documented limit of 20 MB applies to the serverless host only."""
    content = make_image() + bytes(20_000_000)
    with Roboflow(KEY) as client, pytest.raises(InvalidImageError, match="20,000,000"):
        client.infer(content, model="digits/1")
    with RecordingServer() as server, Roboflow(base_url=server.url) as complete:
        complete.infer(content, model="digits/1")

    assert len(server.received) == 1


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP"])
def test_truncated_image_has_a_hint(format_: str) -> None:
    """When the server rejects a truncated image, the hint says that it is truncated."""
    content = make_image(format_, (64, 64))
    with RecordingServer(
        make_response('{"message": "Could not load input image."}', status="400 Bad Request")
    ) as server:
        truncated = failure_of(server.url, content[:-20])
        complete = failure_of(server.url, content)

    assert type(truncated) is type(complete) is BadRequestError
    assert f"{format_} file is truncated" in str(truncated.hint)
    assert "truncated" not in str(complete.hint)


def _all_texts(error: BaseException) -> str:
    """Return everything that a log, a debugger or a crash reporter could show of an error."""
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join([*trace.format(chain=True), repr(error), str(error), repr(vars(error)), str(pickle.dumps(error))])


ECHO = f'{{"message": "no model for key {KEY}", "url": "http://host/digits/1?api_key={KEY}"}}'
ECHO_SERVERS: dict[str, Callable[[], RecordingServer]] = {
    "status": lambda: RecordingServer(make_response(ECHO, status="403 Forbidden")),
    "plain text": lambda: RecordingServer(make_response(ECHO, status="500 Error", content_type="text/plain")),
    "decode": lambda: RecordingServer(make_response(ECHO)),
    "truncated": lambda: RecordingServer(make_response(ECHO)[:-4]),
    "closed": lambda: RecordingServer(b""),
    "timeout": lambda: RecordingServer(silent=True),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", ECHO_SERVERS)
def test_errors_never_show_the_key(name: str, asynchronous: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the error, its traceback with local variables, nor the log has the key."""
    caplog.set_level(logging.DEBUG)
    with ECHO_SERVERS[name]() as server:
        error = failure_of(server.url, timeout=0.3 if name == "timeout" else 10.0, asynchronous=asynchronous)

    assert server.received[0].query["api_key"] == KEY
    # The frames of this test hold the constant; the package's begin below them.
    assert KEY not in _all_texts(error.with_traceback(_package_traceback(error)))
    assert KEY not in caplog.text


def _package_traceback(error: BaseException) -> TracebackType | None:
    traceback_ = error.__traceback__
    while traceback_ is not None and traceback_.tb_frame.f_code.co_filename == __file__:
        traceback_ = traceback_.tb_next
    return traceback_


def test_clients_do_not_show_the_key() -> None:
    """The repr and attributes of a client do not show its key, and it cannot be pickled."""
    client = Roboflow(KEY)

    assert repr(client) == "<Roboflow https://serverless.roboflow.com>"
    assert KEY not in repr(vars(client))
    assert KEY not in repr(vars(client._session))
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(client)
    client.close()


def test_errors_can_be_pickled() -> None:
    """An unpickled error equals the original."""
    with RecordingServer(make_response('{"message": "busy"}', status="503 Busy", retry_after="1")) as server:
        error = failure_of(server.url)
    copy = pickle.loads(pickle.dumps(error))

    assert type(copy) is type(error)
    assert (str(copy), vars(copy)) == (str(error), vars(error))
