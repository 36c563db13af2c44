"""Requests of every method of ImageRecognize's clients, compared with recorded requests of real programs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.helpers import wire
from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from visionapis import AsyncImageRecognize, ConfigurationError, ImageRecognize, InvalidImageError
from visionapis_generated.imagerecognize.operations import OPERATIONS
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.matching import matching_variants
from visionapis_testing.contracts.parsing import File as WireFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visionapis.imagerecognize.models import File
    from visionapis_testing.contracts.parsing import ParsedRequest

KEY = "K"
CONTRACT = load("imagerecognize")
CAPTURES = wire.recorded("imagerecognize")
FORM = "multipart/form-data"

# Each call: its arguments besides the image, the type in its response, and the recorded request that it equals. The
# recorded requests have the key K and are of version 2. The POST for cached results was recorded with a URL-encoded
# form; the client sends the contract's canonical form, which is multipart.
CALLS: dict[str, tuple[dict[str, int], str, ParsedRequest]] = {
    "recognition_detect_objects": (
        {"max_labels": 10, "min_confidence": 80},
        "objects",
        CAPTURES["imagerecognize_002"],
    ),
    "recognition_recognize_celebrities": ({}, "celebrities", CAPTURES["imagerecognize_003"]),
    "recognition_detect_faces": ({}, "detect_faces", CAPTURES["imagerecognize_004"]),
    "recognition_detect_text": ({}, "detect_text", CAPTURES["imagerecognize_005"]),
    "recognition_detect_nsfw": ({"nsfw_min_confidence": 60}, "nsfw", CAPTURES["imagerecognize_007"]),
    "recognition_get_cache": ({}, "cache", CAPTURES["imagerecognize_008"]),
    "recognition_read_cache": ({}, "cache", replace(CAPTURES["imagerecognize_009"], media_type=FORM)),
}


def success(type_: str, *, objects: list[object] | None = None) -> bytes:
    """Return a successful response, without objects by default."""
    data = {"error": 0, "type": type_, "objects": objects or [], "quota": 7}
    return make_response({"status": 200, "message": "Success", "data": data}, content_type="text/html; charset=UTF-8")


def send(name: str, url: str, file: Callable[[ImageRecognize], File] | None) -> None:
    """Call a method of the synchronous client."""
    with ImageRecognize(KEY, base_url=url) as client:
        method = getattr(client.recognition, name.removeprefix("recognition_"))
        method(**({"file": file(client)} if file else {}), **CALLS[name][0])


async def send_async(name: str, url: str, content: bytes | None) -> None:
    """Call a method of the asynchronous client."""
    async with AsyncImageRecognize(KEY, base_url=url) as client:
        method = getattr(client.recognition, name.removeprefix("recognition_"))
        await method(**({"file": await client.image_file(content)} if content else {}), **CALLS[name][0])


def content_of(request: ParsedRequest) -> bytes | None:
    """Return the image in a request."""
    parts = request.body if isinstance(request.body, list) else []
    return next((value.content for _, value in parts if isinstance(value, WireFile)), None)


def comparable(request: ParsedRequest) -> ParsedRequest:
    """Return a request without the order of its fields."""
    body = request.body
    if isinstance(body, list):
        body = sorted(body, key=lambda field: field[0])
    return replace(request, query=sorted(request.query), body=body)


def test_every_call_is_compared() -> None:
    """The table has every call of the contract."""
    assert CALLS.keys() == {operation.name for operation in OPERATIONS}


@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("name", CALLS)
def test_request_equals_the_recorded_one(name: str, mode: str) -> None:
    """Method, path, query, media type and fields are equal, and the contract accepts the request as canonical."""
    _, type_, recorded = CALLS[name]
    content = content_of(recorded)
    with RecordingServer(success(type_)) as server:
        url = f"{server.url}/api/v2/"
        if mode == "sync":
            send(name, url, (lambda client: client.image_file(content)) if content else None)
        else:
            asyncio.run(send_async(name, url, content))

    (request,) = [wire.parse_received(each) for each in server.received]
    operation = next(each for each in OPERATIONS if each.name == name)
    assert comparable(request) == comparable(recorded)
    assert [(form.operation_id, form.name) for form in matching_variants(CONTRACT, request)] == [
        (operation.operation_id, None)
    ]


def test_key_is_in_the_form_or_in_the_query_of_a_get() -> None:
    """The URL of a POST and the headers do not have the key."""
    key = "ir_canary-key"
    with RecordingServer(success("cache")) as server, ImageRecognize(key, base_url=server.url) as client:
        client.recognition.read_cache()
        client.recognition.get_cache()

    post, get = server.received
    assert (key in post.target, key.encode() in post.body) == (False, True)
    assert (get.query, get.body) == ({"apikey": key, "type": "cache"}, b"")
    assert key not in f"{post.headers} {get.headers}"


@pytest.mark.parametrize("base", ["", "/", "/api/v3", "/api/v3/"])
def test_path_ends_with_one_slash(base: str) -> None:
    """The vendor's server ignores the form of a request without the slash."""
    with RecordingServer(success("cache")) as server, ImageRecognize(KEY, base_url=server.url + base) as client:
        client.recognition.read_cache()

    assert server.received[0].path == base.rstrip("/") + "/"


@pytest.mark.parametrize(
    ("threshold", "sent"), [(None, "0"), (0, "0"), (0.005, "0"), (0.29, "28"), (0.5, "50"), (0.999, "99"), (1, "100")]
)
def test_threshold_is_sent_in_whole_percent_rounded_down(threshold: float | None, sent: str) -> None:
    """The server omits no label that reaches the threshold; `max_labels` is 1000."""
    with RecordingServer(success("objects")) as server, ImageRecognize(KEY, base_url=server.url) as client:
        client.classify(make_image(), threshold=threshold)

    fields = wire.parse_received(server.received[0]).body
    assert isinstance(fields, list)
    assert dict(fields) == {
        "apikey": KEY,
        "type": "objects",
        "file": WireFile(make_image()),
        "max_labels": "1000",
        "min_confidence": sent,
    }


def test_file_name_is_made_from_the_format(tmp_path: Path) -> None:
    """The name of the caller's file is not sent; a name that is passed is."""

    async def call(url: str) -> None:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            await client.recognition.detect_text(file=await client.image_file(path))
            await client.recognition.detect_text(file=await client.image_file(path, "sign.jpg"))

    path = tmp_path / "private name.jpg"
    path.write_bytes(make_image("JPEG"))
    with RecordingServer(success("detect_text")) as server, ImageRecognize(KEY, base_url=server.url) as client:
        client.recognition.detect_text(file=client.image_file(path))
        client.recognition.detect_text(file=client.image_file(path, "sign.jpg"))
        asyncio.run(call(server.url))

    for request, name in zip(server.received, ["image.jpg", "sign.jpg"] * 2, strict=True):
        assert f'filename="{name}"\r\nContent-Type: image/jpeg\r\n'.encode() in request.body
        assert b"private" not in request.body


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ("https://images.example.com/a.png?signature=SIGNED", "no images from URLs"),
        (make_image("GIF"), "the image is GIF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50_000_000), "larger than the limit of 50,000,000 bytes"),
    ],
    ids=["URL", "GIF", "large"],
)
def test_unsupported_image_is_rejected_before_sending(image: bytes | str, message: str) -> None:
    """`classify` and `image_file` of both clients reject URLs, other formats and larger images."""

    async def failures(url: str) -> list[InvalidImageError]:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            return [await failure_async(client.classify(image)), await failure_async(client.image_file(image))]

    async def failure_async(call: object) -> InvalidImageError:
        with pytest.raises(InvalidImageError) as caught:
            await call  # type: ignore[misc]  # a coroutine of either method
        return caught.value

    with RecordingServer() as server, ImageRecognize(KEY, base_url=server.url) as client:
        errors = asyncio.run(failures(server.url))
        for method in (client.classify, client.image_file):
            with pytest.raises(InvalidImageError) as caught:
                method(image)
            errors.append(caught.value)

    assert server.received == []
    assert all(message in str(error) and "SIGNED" not in str(error) for error in errors)


def test_key_and_base_url_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client reads IMAGERECOGNIZE_API_KEY and IMAGERECOGNIZE_BASE_URL; without a key its constructor raises."""
    monkeypatch.delenv("IMAGERECOGNIZE_API_KEY", raising=False)
    with pytest.raises(ConfigurationError) as caught:
        ImageRecognize()
    assert "IMAGERECOGNIZE_API_KEY" in (caught.value.hint or "")
    with RecordingServer(success("cache")) as server:
        monkeypatch.setenv("IMAGERECOGNIZE_API_KEY", "from-environment")
        monkeypatch.setenv("IMAGERECOGNIZE_BASE_URL", server.url)
        with ImageRecognize() as client:
            client.recognition.get_cache()

    assert server.received[0].query["apikey"] == "from-environment"
