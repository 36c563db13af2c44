"""Answers that no contract describes: one typed error each, and nothing of a secret in it."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.helpers.images import picture
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, answer
from visionapis import ConfigurationError, DecodeError, Roboflow, ServerError, TransportError, VisionAPIError

KEY = "rf_canary-key"
DEEP = "[" * 100_000
MULTI_LABEL = {
    "image": {"width": 8, "height": 4},
    "predictions": {"warm": {"confidence": 0.9, "class_id": 0}, "cold": {"confidence": 0.2, "class_id": 1}},
    "predicted_classes": ["warm"],
}


def failure(reply: bytes, picture_: bytes | str = b"", *, threshold: float | None = None) -> VisionAPIError:
    """The error of one call that gets this answer."""
    with RecordingServer(reply) as server, Roboflow(KEY, base_url=server.url) as client:
        try:
            client.classify(picture_ or picture(), model="digits/1", threshold=threshold)
        except VisionAPIError as error:
            return error
    pytest.fail("the call did not fail")


def changed(document: dict[str, object], **fields: object) -> bytes:
    """An answer with some fields replaced."""
    return answer(json.dumps({**document, **fields}))


@pytest.mark.parametrize(
    "reply",
    [
        answer(DEEP),
        answer("not JSON", content_type="text/plain; charset=undefined"),
        answer("not JSON", content_type="text/plain; charset=hex"),
        changed(MULTI_LABEL, predicted_classes=None),
        changed(MULTI_LABEL, predicted_classes=5),
        changed(MULTI_LABEL, predictions={"warm": {"confidence": True, "class_id": 0}}),
        changed(SINGLE_LABEL, predictions=[{"class": ["a"], "class_id": 0, "confidence": 0.5}]),
        changed(SINGLE_LABEL, predictions=[{"class": 7, "class_id": 0, "confidence": 0.5}]),
        changed(SINGLE_LABEL, predictions=[{"class": "a", "class_id": 0, "confidence": float("nan")}]),
        changed(SINGLE_LABEL, image={"width": "8", "height": 4}),
        answer(picture("JPEG"), content_type="image/jpeg"),
    ],
)
def test_unreadable_answer_is_a_decode_error(reply: bytes) -> None:
    """Whatever a 200 holds instead of labels, nothing but a DecodeError comes out."""
    assert type(failure(reply, threshold=0.5)) is DecodeError


@pytest.mark.parametrize("content_type", ["application/json", "text/plain; charset=zlib", "text/html; charset=x"])
def test_refusal_with_an_odd_body_keeps_its_class(content_type: str) -> None:
    """The status decides, whatever the body is."""
    error = failure(answer(DEEP, status="500 Error", content_type=content_type))

    assert type(error) is ServerError
    assert "\n" not in str(error)


def test_model_of_another_kind_is_named() -> None:
    """The route serves detection models too; the error asks for the model and not for a proxy."""
    detection = {"predictions": [{"x": 1, "y": 2, "class": "a"}], "image": {"width": 1, "height": 1}}
    error = failure(answer(json.dumps(detection)))

    assert "is this model one for classification?" in str(error)
    assert "proxy" not in str(error)


def test_redirect_is_explained() -> None:
    """The message names the host that it leads to, and no more of the address."""
    location = f"https://other.example.com/digits/1?api_key={KEY}"
    error = failure(answer("", status="301 Moved", location=location))

    assert "the server redirects to https://other.example.com; set base_url" in str(error)
    assert KEY not in str(error)


def test_server_of_another_protocol_is_named() -> None:
    """A port that speaks something else is no broken connection."""
    error = failure(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

    assert type(error) is TransportError
    assert "does not speak HTTP" in str(error)


def test_labels_of_one_name_are_all_kept() -> None:
    """A model with two classes of one name gives two labels, best first."""
    twice = [{"class": "a", "class_id": 0, "confidence": 0.5}, {"class": "a", "class_id": 1, "confidence": 0.4}]
    reply = changed(SINGLE_LABEL, predictions=twice)
    with RecordingServer(reply) as server, Roboflow(base_url=server.url) as client:
        labels = client.classify(picture(), model="digits/1").labels

    assert [(label.name, label.confidence) for label in labels] == [("a", 0.5), ("a", 0.4)]


def test_secrets_that_the_server_echoes_are_scrubbed() -> None:
    """Neither the key nor a signed picture URL is in message, body or request id."""
    url = "https://bucket.example.com/a.png?signature=SIGNED"
    body = json.dumps({"message": f"cannot load {url} with {KEY}"})
    error = failure(answer(body, status="400 Bad Request", x_request_id=f"id-{KEY}"), url)
    shown = f"{error} {error.body} {error.request_id}"

    assert "cannot load *** with ***" in str(error)
    assert "SIGNED" not in shown
    assert KEY not in shown


def test_picture_in_an_answer_is_not_kept() -> None:
    """An error carries no picture."""
    assert failure(answer(picture("JPEG"), content_type="image/jpeg")).body is None


def test_retry_after_is_a_number_of_seconds() -> None:
    """Infinity is none."""
    assert failure(answer("{}", status="429 Too Many", retry_after="inf")).retry_after is None


@pytest.mark.parametrize("error", [RuntimeError("odd"), OSError("odd"), KeyError("odd")])
def test_transport_of_the_caller_can_raise_anything(error: Exception) -> None:
    """What comes out is a TransportError."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with Roboflow(KEY, transport=httpx.MockTransport(fail)) as client, pytest.raises(TransportError) as caught:
        client.classify(picture(), model="digits/1")

    assert caught.value.__context__ is None


@pytest.mark.parametrize("model", ["a" * 70_000 + "/1", "../1", "a/..", "./1", " a/1", "a/ "])
def test_model_that_cannot_stand_in_an_address(model: str) -> None:
    """Nothing is sent, and the path is never another one."""
    with RecordingServer() as server, Roboflow(base_url=server.url) as client, pytest.raises(ConfigurationError):
        client.classify(picture(), model=model)

    assert server.received == []


@pytest.mark.parametrize("base_url", ["http://a..b", f"http://{'a' * 64}.example", "http://classify.roboflow.com"])
def test_address_that_no_call_should_go_to(base_url: str) -> None:
    """No host can have these names, and a public host gets no key over http."""
    with pytest.raises(ConfigurationError):
        Roboflow(KEY, base_url=base_url)


@pytest.mark.parametrize("proxy", ["proxy.invalid:3128", "http://proxy.invalid:3128"])
def test_proxy_without_a_scheme_is_an_http_proxy(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many environments write it so."""
    monkeypatch.setenv("https_proxy", proxy)
    with Roboflow(KEY) as client, pytest.raises(TransportError, match="cannot be reached"):
        client.classify(picture(), model="digits/1")


def test_proxy_of_an_unknown_kind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable."""
    monkeypatch.setenv("https_proxy", "gopher://proxy.invalid")
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY"):
        Roboflow(KEY)
