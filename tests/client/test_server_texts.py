"""Texts of servers in messages: on one line, of limited length, without characters that a terminal would obey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from tests.vendors.ximilar.client.api import TRAINED
from visionapis import JobError, Nanonets, PartialFailureError, ResponseDecodeError, Roboflow, VisionAPIError, Ximilar

from .proxied import no_proxies as no_proxies

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("no_proxies")

ODD = "red \x1b[31m, bell \x07, back \x08, C1 \x9b31m, reversed \u202e, line \u2028, zero \u200b"
SHOWN = r"red \x1b[31m, bell \x07, back \x08, C1 \x9b31m, reversed \u202e, line , zero \u200b"
# A header and a status line are bytes, in which h11 permits these.
ODD_BYTES, SHOWN_BYTES = "red \x1b[31m, bell \x07, C1 \x9b", r"red \x1b[31m, bell \x07, C1 \x9b"


FAILED = -1  # the state of a model whose training failed
KEY = "rf_0123456789canary-key"


def infer(client: Any) -> object:
    """Make a call of Roboflow."""
    return client.infer("https://images.example.com/a.png", model="digits/1")


def raw(response: bytes, old: str, new: str) -> bytes:
    """Return a response with another text, one byte per character."""
    return response.replace(old.encode(), new.encode("latin-1"))


RESPONSES: dict[str, tuple[Any, Callable[[Any], object], bytes, str]] = {
    "message": (Roboflow, infer, make_response({"message": ODD}, status="400 No"), SHOWN),
    "text": (Roboflow, infer, make_response(ODD, status="500 No", content_type="text/plain"), SHOWN),
    "validation": (
        Roboflow,
        infer,
        make_response({"detail": [{"loc": ["body", ODD], "msg": "m"}, ODD]}, status="422 No"),
        f"body {SHOWN}: m; {SHOWN}",
    ),
    "other fields": (Roboflow, infer, make_response({"reason": ODD[:20]}, status="400 No"), r"\x1b[31m"),
    "redirect": (
        Roboflow,
        infer,
        raw(make_response("", status="302 No", location="https://host"), "https://host", f"https://{ODD_BYTES}"),
        f"redirect to https://{SHOWN_BYTES}",
    ),
    "reason of a proxy": (
        Roboflow,
        infer,
        make_response("", status="407 red \x1b[31m"),
        r"(407 red \x1b[31m)",
    ),
    "content type": (
        Roboflow,
        lambda client: client.render(make_image(), model="digits/1"),
        raw(make_response("a"), "application/json", f"text/x; {ODD_BYTES}"),
        f"content type text/x; {SHOWN_BYTES.lower()}",
    ),
    "failed training": (
        Ximilar,
        lambda client: client.wait_until_trained("t"),
        make_response({**TRAINED, "last_train_status": f"FAILED {ODD[:9]}"}),
        r"FAILED RED \x1b[31M",
    ),
    "failed image": (
        Nanonets,
        lambda client: client.image_classification.predict_urls(model_id="m", urls=["https://a.example/a.png"] * 2),
        make_response(
            {
                "message": "Partial",
                "result": [
                    {"message": "Success", "file": "a", "prediction": [{"label": "red", "probability": 0.9}]},
                    {"message": ODD, "file": "b", "prediction": []},
                ],
            },
            status="206 Partial",
        ),
        SHOWN,
    ),
}


def failure(client_class: Any, call: Callable[[Any], object], *responses: bytes, **options: Any) -> VisionAPIError:
    """Return the error of a call."""
    with (
        RecordingServer(*responses) as server,
        client_class(KEY, base_url=server.url, max_retries=0, **options) as client,
        pytest.raises(VisionAPIError) as caught,
    ):
        call(client)
    return caught.value


@pytest.mark.parametrize("name", RESPONSES)
def test_control_characters_are_escaped(name: str) -> None:
    """Characters that a terminal would obey are escaped, wherever a message quotes a server."""
    client_class, call, response, expected = RESPONSES[name]
    error = failure(client_class, call, response)

    assert expected in str(error)
    assert str(error).isprintable()
    for each in error.failures if isinstance(error, PartialFailureError) else ():
        assert each.message.isprintable()


@pytest.mark.parametrize("length", [299, 300, 301, 302, 5000])
def test_length_of_a_message(length: int) -> None:
    """A text of up to 300 characters is whole; of a longer one, 300 and an ellipsis are shown."""
    text = "x" * (length - 1) + "y"
    error = failure(Roboflow, infer, make_response({"message": text}, status="400 No"))

    shown = text if length <= 300 else f"{'x' * 300}..."
    assert str(error) == f"classification_infer_url: status 400: {shown}"
    assert error.body == {"message": text}


TRAINING: dict[str, tuple[Any, dict[str, Any], str]] = {
    "Ximilar": (Ximilar, TRAINED, "last_train_status"),
    "Nanonets": (
        Nanonets,
        {"model_id": "m", "model_type": "classification", "state": FAILED, "categories": []},
        "status",
    ),
}


@pytest.mark.parametrize("name", TRAINING)
def test_half_a_key_is_not_shown(name: str) -> None:
    """The state of a failed training is redacted before it is shortened."""
    client_class, document, field = TRAINING[name]
    for length in range(200, 300, 8):
        reply = make_response({**document, field: f"FAILED {'.' * length}{KEY}"})
        error = failure(client_class, lambda client: client.wait_until_trained("m"), reply)
        assert isinstance(error, JobError)
        assert KEY[:8].lower() not in str(error).lower()


full_stops = pytest.mark.parametrize(
    ("text", "shown"),
    [("No image. ", "No image"), ("No. Image ...", "No. Image"), (f".{'x' * 400}", f".{'x' * 299}...")],
)


@full_stops
@pytest.mark.parametrize("status", ["206 Partial", "400 No"])
def test_full_stops(status: str, text: str, shown: str) -> None:
    """A server's sentence within a message has no full stop, but an ellipsis if it was shortened."""
    entry: dict[str, object] = {"message": text, "file": "a", "prediction": []}
    reply = make_response({"message": text, "result": [entry] * 2}, status=status)
    error = failure(Nanonets, RESPONSES["failed image"][1], reply)

    assert isinstance(error, PartialFailureError) == status.startswith("206")
    assert str(error).endswith(f": {shown}")


@full_stops
def test_full_stops_of_one_image(text: str, shown: str) -> None:
    """The same holds for the failure of one image of several, and for the error in place of its result."""
    failed: dict[str, object] = {"message": text, "file": "b", "prediction": []}
    good = {"message": "Success", "file": "a", "prediction": [{"label": "red", "probability": 0.9}]}
    reply = make_response({"message": "Partial", "result": [good, failed]}, status="206 Partial")
    error = failure(Nanonets, RESPONSES["failed image"][1], reply)
    with RecordingServer(reply) as server, Nanonets(KEY, base_url=server.url) as client:
        _, result = client.classify_many([f"https://a.example/{name}.png" for name in "ab"], model="m")

    assert isinstance(error, PartialFailureError)
    assert [each.message for each in error.failures] == [shown]
    assert str(result).endswith(f": {shown}")


EMPTY: dict[str, tuple[Any, Callable[[Any], object]]] = {
    "JSON": (Roboflow, infer),
    "image": (Roboflow, lambda client: client.render(make_image(), model="digits/1")),
    "list": (Ximilar, lambda client: client.tasks.list()),
}


@pytest.mark.parametrize("content_type", ["application/json", "text/html", "image/png", "text/plain"])
@pytest.mark.parametrize("name", EMPTY)
def test_empty_response(name: str, content_type: str) -> None:
    """A response without content is told as such, whatever its content type, where the contract has one."""
    error = failure(*EMPTY[name], make_response(b"", content_type=content_type))

    assert isinstance(error, ResponseDecodeError)
    assert str(error).endswith(": the response is empty (status 200, 0 bytes)")
    assert (error.body, error.__cause__) == (None, None)


@pytest.mark.parametrize("content", [b" ", b"\r\n", b"\0", b"null"])
def test_blank_response(content: bytes) -> None:
    """A response of blanks, or of nothing but null, is not an empty one."""
    error = failure(Roboflow, infer, make_response(content))

    assert isinstance(error, ResponseDecodeError)
    assert f", {len(content)} bytes)" in str(error)
    assert "is empty" not in str(error)
