"""Responses and values outside the contract: each raises one typed error without secrets."""

from __future__ import annotations

import json
import pickle
import traceback
from typing import TYPE_CHECKING

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import (
    APIConnectionError,
    BadRequestError,
    ConfigurationError,
    ResponseDecodeError,
    Roboflow,
    ServerError,
    VisionAPIError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "rf_canary-key"
DEEP_JSON = "[" * 100_000
MULTI_LABEL = {
    "image": {"width": 8, "height": 4},
    "predictions": {"warm": {"confidence": 0.9, "class_id": 0}, "cold": {"confidence": 0.2, "class_id": 1}},
    "predicted_classes": ["warm"],
}


def failure(reply: bytes, image: bytes | str = b"", *, threshold: float | None = None) -> VisionAPIError:
    """Return the error of one call with this response."""
    with RecordingServer(reply) as server, Roboflow(KEY, base_url=server.url) as client:
        try:
            client.classify(image or make_image(), model="digits/1", threshold=threshold)
        except VisionAPIError as error:
            return error
    pytest.fail("the call did not fail")


def changed(document: dict[str, object], **fields: object) -> bytes:
    """Return a response with some fields replaced."""
    return make_response(json.dumps({**document, **fields}))


@pytest.mark.parametrize(
    "reply",
    [
        make_response(DEEP_JSON),
        make_response("not JSON", content_type="text/plain; charset=undefined"),
        make_response("not JSON", content_type="text/plain; charset=hex"),
        changed(MULTI_LABEL, predictions=None),
        changed(MULTI_LABEL, predictions=5),
        changed(MULTI_LABEL, predictions={"warm": {"confidence": True, "class_id": 0}}),
        changed(SINGLE_LABEL, predictions=[{"class": ["a"], "class_id": 0, "confidence": 0.5}]),
        changed(SINGLE_LABEL, predictions=[{"class": 7, "class_id": 0, "confidence": 0.5}]),
        changed(SINGLE_LABEL, predictions=[{"class": "a", "class_id": 0, "confidence": float("nan")}]),
        changed(SINGLE_LABEL, image={"width": "8", "height": 4}),
        make_response(make_image("JPEG"), content_type="image/jpeg"),
    ],
)
def test_invalid_body_raises_decode_error(reply: bytes) -> None:
    """Any invalid body of a status 200 raises ResponseDecodeError."""
    assert type(failure(reply, threshold=0.5)) is ResponseDecodeError


@pytest.mark.parametrize("content_type", ["application/json", "text/plain; charset=zlib", "text/html; charset=x"])
def test_status_decides_the_error_class(content_type: str) -> None:
    """An error status raises its own exception, whatever its body."""
    error = failure(make_response(DEEP_JSON, status="500 Error", content_type=content_type))

    assert type(error) is ServerError
    assert "\n" not in str(error)


def test_detection_model_has_a_hint() -> None:
    """The hint about a detection response is to use a classification model."""
    detection = {"predictions": [{"x": 1, "y": 2, "class": "a"}], "image": {"width": 1, "height": 1}}
    error = failure(make_response(json.dumps(detection)))

    assert "classification" in str(error.hint)
    assert "proxy" not in f"{error} {error.hint}"


def test_redirect_is_named_without_its_query() -> None:
    """The error of a redirect names the host it leads to, without the query."""
    location = f"https://other.example.com/digits/1?api_key={KEY}"
    error = failure(make_response("", status="301 Moved", location=location))

    assert str(error).endswith("status 301: redirect to https://other.example.com")
    assert error.hint == "set base_url to the address of the API itself"
    assert KEY not in str(error)


@pytest.mark.parametrize(
    "location", ["http://[", "//[::1", "https://host\u2100.example/", "http://h:99999999/", "\xff"]
)
def test_invalid_redirect_is_an_error_status(location: str) -> None:
    """A redirect whose target is not a URL raises the error of its status, with headers and body."""
    error = failure(make_response("moved", status="302 Found", location=location, content_type="text/plain"))

    assert type(error) is BadRequestError
    assert "status 302: redirect" in str(error)
    assert (error.attempts, error.body) == (1, "moved")
    assert error.headers is not None
    assert error.headers["location"]


@pytest.mark.parametrize("end", [".example/", "\u2100.example/", ":x/", "/[", "@host.example/", "]:1/"])
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_redirect_to_a_host_with_the_key_is_redacted(end: str, case: Callable[[str], str]) -> None:
    """A redirect to a host that contains the key, in any case, shows it nowhere, also if the host is invalid."""
    error = failure(make_response("", status="302 Found", location=f"https://{case(KEY)}{end}"))

    assert KEY not in f"{error} {vars(error)} {pickle.dumps(error)!r} {error.__cause__!r}".lower()


def test_headers_of_an_error_may_have_any_characters() -> None:
    """Headers that are not ASCII, and names of headers with the key, do not hide the error."""
    reply = make_response("{}", status="500 No", x_a="\u2028\xff")
    error = failure(reply.replace(b"x-a", f"x-{KEY.upper()}: 1\r\nx-a".encode()))

    assert type(error) is ServerError
    assert error.headers is not None
    assert error.headers["x-a"] == "\u2028\xff"
    assert "canary" not in str(error.headers)


@pytest.mark.parametrize("content_type", ["text/plain", "image/png"])
def test_reason_phrase_and_content_type_with_the_key_are_redacted(content_type: str) -> None:
    """A key in a status line or a content type is shown by no text, pickle or local variable."""
    reply = make_response("no", status=f"500 {KEY}", content_type=f"{content_type}; {KEY}")
    error = failure(reply)
    frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    texts = [str(frame.locals) for frame in frames if "/overlay/" in frame.filename]

    assert len(texts) > 3
    assert "canary" not in f"{error} {vars(error)} {pickle.dumps(error)!r} {texts}"


def test_server_texts_do_not_reach_a_terminal_as_they_are() -> None:
    """Characters that a terminal would obey are escaped in the message and the request id."""
    body = json.dumps({"message": "red \u001b[31m, reversed \u202e, half \ud800"})
    error = failure(make_response(body, status="400 Bad", x_request_id="a\u001b[31m\x07"))

    assert r"red \x1b[31m, reversed \u202e, half \ud800" in str(error)
    assert error.request_id == r"a\x1b[31m\x07"


def test_invalid_http_response() -> None:
    """A server of another protocol raises APIConnectionError."""
    error = failure(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

    assert type(error) is APIConnectionError
    assert "sent an invalid HTTP response" in str(error)


def test_labels_of_the_same_name_are_kept() -> None:
    """Two classes of the same name are two labels, by confidence."""
    predictions = [{"class": "a", "class_id": 0, "confidence": 0.5}, {"class": "a", "class_id": 1, "confidence": 0.4}]
    reply = changed(SINGLE_LABEL, predictions=predictions)
    with RecordingServer(reply) as server, Roboflow(base_url=server.url) as client:
        labels = client.classify(make_image(), model="digits/1").labels

    assert [(label.name, label.confidence) for label in labels] == [("a", 0.5), ("a", 0.4)]


def test_echoed_secrets_are_redacted() -> None:
    """Neither message, body nor request id has the key or the signed URL that the server repeats."""
    url = "https://bucket.example.com/a.png?signature=SIGNED"
    body = json.dumps({"message": f"cannot load {url} with {KEY}"})
    error = failure(make_response(body, status="400 Bad Request", x_request_id=f"id-{KEY}"), url)
    texts = f"{error} {error.body} {error.request_id}"

    assert "cannot load *** with ***" in str(error)
    assert "SIGNED" not in texts
    assert KEY not in texts


def test_image_body_is_not_kept() -> None:
    """An error does not keep an image as its body."""
    assert failure(make_response(make_image("JPEG"), content_type="image/jpeg")).body is None


@pytest.mark.parametrize("model", ["a" * 70_000 + "/1", "../1", "a/..", "./1", " a/1", "a/ "])
def test_model_that_is_not_a_path_segment_is_rejected(model: str) -> None:
    """A model that cannot be a path segment raises ConfigurationError, and nothing is sent."""
    with RecordingServer() as server, Roboflow(base_url=server.url) as client, pytest.raises(ConfigurationError):
        client.classify(make_image(), model=model)

    assert server.received == []


@pytest.mark.parametrize("base_url", ["http://a..b", f"http://{'a' * 64}.example", "http://classify.roboflow.com"])
def test_unusable_base_url_is_rejected(base_url: str) -> None:
    """Invalid host names, and plain http for a public host, raise ConfigurationError."""
    with pytest.raises(ConfigurationError):
        Roboflow(KEY, base_url=base_url)
