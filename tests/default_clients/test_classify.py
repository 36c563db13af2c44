"""`classify` of generated clients: the image as the call takes it, and the labels from where the contract says."""

from __future__ import annotations

import inspect
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any, get_type_hints
from urllib.parse import parse_qs

import pytest

from tests.helpers.recording import Received, RecordingServer, make_response
from visionapis import (
    BadRequestError,
    Classification,
    ConfigurationError,
    InvalidImageError,
    ResponseDecodeError,
    VisionAPIError,
)

from .calls import IMAGE, TAGGED, arguments, call, classify, client_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ASYNC = pytest.mark.parametrize("asynchronous", [False, True])
URL = "https://images.example.com/a.jpg"
ENCODED = b64encode(IMAGE).decode()


def tagged(*tags: tuple[str, float]) -> bytes:
    """Return a response with tags."""
    return make_response({"result": {"tags": [{"confidence": score, "tag": {"en": name}} for name, score in tags]}})


SENT: dict[str, Callable[[Received], bool]] = {
    "bearer": lambda request: IMAGE in request.body and b'name="image"; filename="image.png"' in request.body,
    "header": lambda request: json.loads(request.body) == {"image": ENCODED},
    "token": lambda request: parse_qs(request.body.decode()) == {"image": [ENCODED]},
    "query": lambda request: request.body == IMAGE,
    "cookie": lambda request: request.body == ENCODED.encode(),
    "basickey": lambda request: IMAGE in request.body and request.path == "/tags/cats",
}


@ASYNC
@pytest.mark.parametrize("vendor", SENT)
def test_image_is_sent_as_the_call_takes_it(modules: dict[str, Any], vendor: str, asynchronous: bool) -> None:
    """The image is a file, base64 text in JSON or a form, or the body itself."""
    with RecordingServer(TAGGED) as server:
        result = call(modules, vendor, server.url, classify, asynchronous=asynchronous)

    (request,) = server.received
    assert SENT[vendor](request)
    assert isinstance(result, Classification)
    assert [(label.name, label.confidence) for label in result.labels] == [("cat", 0.615)]
    assert result.raw.to_dict()["result"]["tags"][0]["tag"]["de"] == "Katze"
    assert result.image_size is not None


@pytest.mark.parametrize("vendor", SENT)
def test_large_image(modules: dict[str, Any], vendor: str, tmp_path: Path) -> None:
    """A large file is sent as a whole, also when the call is repeated."""
    content = IMAGE + b"\0" * 1_000_000
    (tmp_path / "a.png").write_bytes(content)
    busy = make_response("{}", status="503 Busy", retry_after="0")
    with RecordingServer(busy, TAGGED) as server:
        call(modules, vendor, server.url, lambda client: client.classify(tmp_path / "a.png", **arguments(client)))

    bodies = [
        parse_qs(each.body.decode())["image"][0].encode() if vendor == "token" else each.body
        for each in server.received
    ]
    assert len(bodies) == 2
    for body in bodies:
        assert content in body or b64encode(content) in body


@ASYNC
def test_url_goes_to_the_call_that_takes_one(modules: dict[str, Any], asynchronous: bool) -> None:
    """Of two calls, the one by URL gets the URL of an image, with the other arguments."""
    with RecordingServer(TAGGED) as server:
        result = call(
            modules,
            "bearer",
            server.url,
            lambda client: client.classify(URL, language="de"),
            asynchronous=asynchronous,
        )

    (request,) = server.received
    assert (request.path, request.query) == ("/tags/by-url", {"image_url": URL, "language": "de"})
    assert (result.top.name, result.image_size) == ("cat", None)


def test_url_without_a_call_for_one(modules: dict[str, Any]) -> None:
    """A URL raises InvalidImageError if no call takes one."""
    with client_of(modules, "basickey")("key") as client, pytest.raises(InvalidImageError, match="not its URL"):
        client.classify(URL, model="cats")


@ASYNC
def test_threshold(modules: dict[str, Any], asynchronous: bool) -> None:
    """Labels are sorted by confidence; those below the threshold are left out."""
    with RecordingServer(tagged(("cat", 20), ("dog", 80.5), ("owl", 49))) as server:
        result = call(
            modules,
            "bearer",
            server.url,
            lambda client: client.classify(IMAGE, threshold=0.49),
            asynchronous=asynchronous,
        )

    assert [(label.name, label.confidence) for label in result.labels] == [("dog", 0.805), ("owl", 0.49)]


def test_invalid_threshold(modules: dict[str, Any]) -> None:
    """A threshold that is not from 0 to 1 raises ConfigurationError before anything is sent."""
    with client_of(modules, "bearer")("key", base_url="http://127.0.0.1:1") as client:
        for method in (client.classify, lambda image, **options: client.classify_many([image], **options)):
            with pytest.raises(ConfigurationError, match="threshold"):
                method(IMAGE, threshold=50)


def test_response_without_labels(modules: dict[str, Any]) -> None:
    """An optional array that is missing, null or empty means that there is no label."""
    results: tuple[dict[str, object], ...] = ({}, {"tags": None}, {"tags": []})
    for result in results:
        with RecordingServer(make_response({"result": result})) as server:
            assert call(modules, "bearer", server.url, classify).labels == ()


UNREADABLE: dict[str, dict[str, object]] = {
    "no array": {"result": {"tags": "cat"}},
    "no name": {"result": {"tags": [{"confidence": 50, "tag": {"de": "Katze"}}]}},
    "score above the scale": {"result": {"tags": [{"confidence": 101, "tag": {"en": "cat"}}]}},
    "score of text": {"result": {"tags": [{"confidence": "50", "tag": {"en": "cat"}}]}},
    "no result": {"tags": []},
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_labels(modules: dict[str, Any], name: str) -> None:
    """Labels that are not as the contract says raise ResponseDecodeError with the details of the call."""
    with RecordingServer(make_response(UNREADABLE[name])) as server, pytest.raises(ResponseDecodeError) as caught:
        call(modules, "bearer", server.url, classify)

    error = caught.value
    assert (error.operation, error.status_code, error.attempts) == ("tags_of_file", 200, 1)


@ASYNC
def test_many(modules: dict[str, Any], asynchronous: bool) -> None:
    """`classify_many` yields one result or exception per image, in order."""
    bad = make_response({"message": "no image"}, status="400 Bad Request")

    def respond(request: Received) -> bytes:
        return bad if request.path == "/tags/by-url" else TAGGED

    images = [IMAGE, URL, b"no image", IMAGE]

    async def collect(client: Any) -> list[object]:
        return [each async for each in client.classify_many(images, threshold=0.5)]

    with RecordingServer(respond) as server:
        if asynchronous:
            results = call(modules, "bearer", server.url, collect, asynchronous=True)
        else:
            results = call(modules, "bearer", server.url, lambda client: list(client.classify_many(images)))

    assert [type(each) for each in results] == [Classification, BadRequestError, InvalidImageError, Classification]


def test_many_ends_with_an_error_of_the_key(modules: dict[str, Any]) -> None:
    """A wrong key ends `classify_many`, also with a token."""
    rejected = make_response({"error": "invalid_client"}, status="400 Bad Request")
    with RecordingServer(rejected) as server, pytest.raises(VisionAPIError, match="no access token"):
        call(modules, "oauth", server.url, lambda client: list(client.classify_many([IMAGE] * 3, max_concurrency=1)))

    assert len(server.received) == 1


def test_arguments_of_the_call_are_documented(modules: dict[str, Any]) -> None:
    """`classify` has the other arguments of the call, required or not, with their descriptions."""
    signature = inspect.signature(client_of(modules, "basickey").classify)
    text = inspect.getdoc(client_of(modules, "basickey").classify) or ""

    assert list(signature.parameters) == ["self", "image", "threshold", "model", "language"]
    assert signature.parameters["model"].default is inspect.Parameter.empty
    assert "    model: The model.\n    language: The language of the tags.\n" in text
    assert "Calls `tags.of_file`: Tag an image." in text
    assert "Costs money or credits." in text


@ASYNC
def test_images_for_other_calls(modules: dict[str, Any], asynchronous: bool) -> None:
    """`image_file` and `image_base64` make the arguments of other calls."""

    async def send(client: Any) -> None:
        await client.tags.of_file(image=await client.image_file(IMAGE, "a.png"))

    with RecordingServer(TAGGED) as server:
        if asynchronous:
            call(modules, "bearer", server.url, send, asynchronous=True)
            assert b'filename="a.png"' in server.received[0].body
        else:
            call(modules, "header", server.url, lambda client: client.tags.of_file(image=client.image_base64(IMAGE)))
            assert json.loads(server.received[0].body) == {"image": ENCODED}


def test_types_can_be_evaluated(modules: dict[str, Any]) -> None:
    """The types of the public methods can be evaluated at run time."""
    for asynchronous in (False, True):
        client = client_of(modules, "bearer", asynchronous=asynchronous)
        for method in (client.__init__, client.classify, client.classify_many, client.image_file):
            assert get_type_hints(method)
