"""Responses and values outside the contract: each raises one typed error without secrets."""

from __future__ import annotations

import json

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import (
    APIConnectionError,
    ConfigurationError,
    ResponseDecodeError,
    Roboflow,
    ServerError,
    VisionAPIError,
)

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
        changed(MULTI_LABEL, predicted_classes=None),
        changed(MULTI_LABEL, predicted_classes=5),
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
