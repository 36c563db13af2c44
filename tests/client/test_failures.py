"""What a caller gets when a call fails: one typed error that says what was wrong and what to do."""

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
from tests.helpers.images import picture
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, answer
from visionapis import (
    AsyncRoboflow,
    BadRequestError,
    CallTimeoutError,
    DecodeError,
    PictureError,
    Roboflow,
    TransportError,
    VisionAPIError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from visionapis import Picture

KEY = "rf_canary-key"


def failure_of(
    base_url: str, picture_: Picture = b"", *, timeout: float = 10.0, asynchronous: bool = False
) -> VisionAPIError:
    """The error of one call, which is not tried again."""

    async def call() -> None:
        async with AsyncRoboflow(KEY, base_url=base_url, timeout=timeout, max_retries=0) as client:
            await client.infer(picture_ or picture(), model="digits/1")

    try:
        if asynchronous:
            asyncio.run(call())
        else:
            with Roboflow(KEY, base_url=base_url, timeout=timeout, max_retries=0) as client:
                client.infer(picture_ or picture(), model="digits/1")
    except VisionAPIError as error:
        return error
    pytest.fail("the call did not fail")


STATUSES = [
    (
        "400 Bad Request",
        '{"message": "Could not load input image."}',
        "BadRequestError",
        "Could not load input image; check the picture",
    ),
    (
        "401 Unauthorized",
        '{"status": 401, "message": "Unauthorized api_key"}',
        "AuthenticationError",
        "ROBOFLOW_API_KEY",
    ),
    ("402 Payment Required", '{"message": "No credits."}', "QuotaError", "no credits left"),
    ("403 Forbidden", '{"message": "Forbidden"}', "AccessDeniedError", "what the key may do"),
    ("404 Not Found", '{"message": "Model not found."}', "NotFoundError", "check the model's name"),
    ("405 Method Not Allowed", '{"detail": "Method Not Allowed"}', "BadRequestError", "Method Not Allowed"),
    ("413 Too Large", "", "PictureTooLargeError", "smaller"),
    (
        "422 Unprocessable",
        '{"detail": [{"type": "float_parsing", "loc": ["query", "confidence"], "msg": "not a number", "input": "x"}]}',
        "BadRequestError",
        "query confidence: not a number",
    ),
    ("423 Locked", '{"message": "Paused."}', "QuotaError", "billing"),
    ("429 Too Many Requests", '{"message": "Slow down."}', "RateLimitError", "Slow down; wait"),
    ("430 Odd", "{}", "BadRequestError", "{}"),
    ("500 Internal Server Error", "Internal Server Error", "ServerError", "Internal Server Error"),
    ("503 Service Unavailable", '{"message": "busy"}', "ServerError", "try again"),
    ("520 Odd", "<html><body>edge</body></html>", "ServerError", "edge"),
    ("302 Found", "", "BadRequestError", "status 302"),
]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("status", "body", "kind", "words"), STATUSES)
def test_every_status_is_a_typed_error(status: str, body: str, kind: str, words: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The class follows the status, registered or not, and the line says what the server said and what to do."""
    with RecordingServer(answer(body, status=status, retry_after="7", x_request_id="abc")) as server:
        error = failure_of(server.url, asynchronous=asynchronous)

    assert type(error) is getattr(visionapis, kind)
    assert words in str(error)
    assert "\n" not in str(error)
    assert (error.operation, error.status) == ("classification_infer_base64", int(status[:3]))
    assert (error.retry_after, error.request_id) == (7.0, "abc")


def test_retry_after_can_be_a_date() -> None:
    """A date in the past is no wait at all; nonsense is none."""
    for value, expected in (("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None)):
        with RecordingServer(answer("{}", status="429 Too Many Requests", retry_after=value)) as server:
            assert failure_of(server.url).retry_after == expected


UNREADABLE = {
    "a web page": answer("<html>Sign in</html>", content_type="text/html"),
    "half a document": answer('{"image": {"width": 8'),
    "nothing": answer(""),
    "another shape": answer('{"predictions": [], "image": {"width": 1, "height": 1}}'),
    "a list": answer("[]"),
    "null": answer("null"),
    "a number for the label list": answer(
        '{"image": {"width": 1, "height": 1}, "predictions": 7, "top": "", "confidence": 0}'
    ),
    "broken compression": answer(b"no gzip", content_encoding="gzip"),
    "latin-1": answer('{"top": "\xe4"}'.encode("latin-1")),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", UNREADABLE)
def test_answer_of_another_kind_is_a_decode_error(name: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Whatever comes with status 200 in place of labels, the error names the call and asks for the address."""
    with RecordingServer(UNREADABLE[name]) as server:
        error = failure_of(server.url, asynchronous=asynchronous)

    assert type(error) is DecodeError
    assert str(error).startswith("classification_infer_base64: the answer")


def test_decode_error_keeps_the_body() -> None:
    """Nothing is lost: the body is there to look at."""
    with RecordingServer(answer("<html>Sign in</html>", content_type="text/html")) as server:
        error = failure_of(server.url)

    assert error.body == "<html>Sign in</html>"
    assert error.status == 200


def test_score_that_is_no_number_is_a_decode_error() -> None:
    """The models take any value; the common result does not."""
    broken = {**SINGLE_LABEL, "predictions": [{"class": "seven", "class_id": 7, "confidence": "high"}]}
    with RecordingServer(answer(broken)) as server:
        client = Roboflow(base_url=server.url)
        with pytest.raises(DecodeError, match="a score that is no number"):
            client.classify(picture(), model="digits/1")
        client.close()


def test_compressed_answer_is_read() -> None:
    """An answer that is compressed with gzip is a normal answer."""
    body = b'{"image": {"width": 8, "height": 4}, "predictions": [], "top": "", "confidence": 0.0}'
    reply = answer(gzip.compress(body), content_encoding="gzip")
    with RecordingServer(reply) as server, Roboflow(base_url=server.url) as client:
        result = client.classify(picture(), model="digits/1")

    assert (result.labels, result.top) == ((), None)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_server_that_never_answers(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A call ends within its timeout."""
    with RecordingServer(silent=True) as server:
        error = failure_of(server.url, timeout=0.3, asynchronous=asynchronous)

    assert type(error) is CallTimeoutError
    assert "within 0.3 s" in str(error)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_answer_that_drips(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The timeout is for the whole call: bytes that keep coming do not extend it."""
    head, _, body = answer('{"a": "' + "x" * 4000 + '"}').partition(b"\r\n\r\n")
    with RecordingServer(head + b"\r\n\r\n" + body, pause=0.002) as server:
        error = failure_of(server.url, timeout=0.6, asynchronous=asynchronous)

    assert type(error) is CallTimeoutError


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("reply", [b"", answer('{"top": "seven"}')[:-5]])
def test_connection_that_breaks(reply: bytes, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A connection closed before or in the middle of the answer is a transport error, and is not tried again."""
    with RecordingServer(reply) as server:
        error = failure_of(server.url, asynchronous=asynchronous)

    assert type(error) is TransportError
    assert "closed the connection" in str(error)
    assert len(server.received) == 1


@pytest.mark.parametrize("asynchronous", [False, True])
def test_server_that_is_not_there(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The message names the address and asks whether the server runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = failure_of(f"http://127.0.0.1:{port}", asynchronous=asynchronous)

    assert type(error) is TransportError
    assert f"http://127.0.0.1:{port} cannot be reached" in str(error)


def test_bad_pictures_are_refused_before_anything_is_sent(tmp_path: Path) -> None:
    """Each mistake has its own words, and the file stays as it was."""
    text = tmp_path / "notes.txt"
    text.write_text("not a picture")
    empty = tmp_path / "empty.jpg"
    empty.touch()
    large = tmp_path / "large.png"
    large.write_bytes(picture() + bytes(2000))
    cases: list[tuple[Picture, str]] = [
        (b"", "is empty"),
        (empty, "is empty"),
        (text, "is no picture"),
        (b"%PDF-1.7", "is PDF"),
        (tmp_path / "missing.jpg", "no such file"),
        (str(tmp_path), "is a folder"),
        ("nul\0byte.jpg", "no file can have this name"),
        (large, "larger than the 1,000 bytes"),
        (picture() + bytes(2000), "larger than the 1,000 bytes"),
        (io.BytesIO(), "is empty"),
        ("http://pictures.example.com/a.jpg", "https"),
    ]
    with RecordingServer() as server:
        client = Roboflow(KEY, base_url="https://inference.example.com", max_picture_bytes=1000)
        for bad, words in cases:
            with pytest.raises(PictureError, match=words):
                client.infer(bad, model="digits/1")
        client.close()

    assert server.received == []
    assert text.read_text() == "not a picture"


def test_things_that_are_no_pictures_are_named() -> None:
    """What the types forbid is refused by name when it comes all the same."""
    with Roboflow(base_url="http://localhost:1") as client:
        with pytest.raises(PictureError, match="binary mode"):
            client.infer(io.StringIO("x"), model="digits/1")  # type: ignore[arg-type]  # the mistake under test
        with pytest.raises(PictureError, match="int is no picture"):
            client.infer(7, model="digits/1")  # type: ignore[arg-type]  # the mistake under test


def test_serverless_limit_is_checked_first() -> None:
    """The 20 MB that the vendor documents hold for its serverless host, and for no other."""
    content = picture() + bytes(20_000_000)
    with Roboflow(KEY) as client, pytest.raises(PictureError, match="20,000,000"):
        client.infer(content, model="digits/1")
    with RecordingServer() as server, Roboflow(base_url=server.url) as other:
        other.infer(content, model="digits/1")

    assert len(server.received) == 1


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP"])
def test_picture_that_is_cut_short_is_explained(format_: str) -> None:
    """The server only says that it cannot read it; the error says why."""
    whole = picture(format_, (64, 64))
    with RecordingServer(answer('{"message": "Could not load input image."}', status="400 Bad Request")) as server:
        cut = failure_of(server.url, whole[:-20])
        other = failure_of(server.url, whole)

    assert type(cut) is type(other) is BadRequestError
    assert f"this {format_} lacks its end: the file is cut short" in str(cut)
    assert "cut short" not in str(other)


def _everything(error: BaseException) -> str:
    """All that a log, a debugger or a crash reporter could show of an error."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join([*shown.format(chain=True), repr(error), str(error), repr(vars(error)), str(pickle.dumps(error))])


ECHO = f'{{"message": "no model for key {KEY}", "url": "http://host/digits/1?api_key={KEY}"}}'
CANARIES: dict[str, Callable[[], RecordingServer]] = {
    "status": lambda: RecordingServer(answer(ECHO, status="403 Forbidden")),
    "plain text": lambda: RecordingServer(answer(ECHO, status="500 Error", content_type="text/plain")),
    "decode": lambda: RecordingServer(answer(ECHO)),
    "half": lambda: RecordingServer(answer(ECHO)[:-4]),
    "closed": lambda: RecordingServer(b""),
    "timeout": lambda: RecordingServer(silent=True),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", CANARIES)
def test_key_appears_nowhere(name: str, asynchronous: bool, caplog: pytest.LogCaptureFixture) -> None:  # noqa: FBT001  (a test's parameter)
    """Neither the error in any form, nor its traceback with all local variables, nor any log line has the key."""
    caplog.set_level(logging.DEBUG)
    with CANARIES[name]() as server:
        error = failure_of(server.url, timeout=0.3 if name == "timeout" else 10.0, asynchronous=asynchronous)

    assert server.received[0].query["api_key"] == KEY
    # The test's own frames hold the constant; what the package shows begins below them.
    assert KEY not in _everything(error.with_traceback(_below_this_file(error)))
    assert KEY not in caplog.text


def _below_this_file(error: BaseException) -> TracebackType | None:
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    return frames


def test_clients_do_not_show_the_key() -> None:
    """Neither `repr` nor the attributes of a client spell the key."""
    client = Roboflow(KEY)

    assert repr(client) == "<Roboflow https://serverless.roboflow.com>"
    assert KEY not in repr(vars(client))
    assert KEY not in repr(vars(client._session))
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(client)
    client.close()


def test_errors_travel_in_pickles() -> None:
    """A worker process can hand its error to another one whole."""
    with RecordingServer(answer('{"message": "busy"}', status="503 Busy", retry_after="1")) as server:
        error = failure_of(server.url)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own bytes)

    assert type(copy) is type(error)
    assert (str(copy), vars(copy)) == (str(error), vars(error))
