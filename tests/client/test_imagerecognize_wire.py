"""What ImageRecognize's clients put on the wire, beside what recorded programs put there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.helpers import wire
from tests.helpers.images import picture
from tests.helpers.recording import RecordingServer, answer
from visionapis import AsyncImageRecognize, ConfigurationError, ImageRecognize, PictureError
from visionapis_generated.imagerecognize.operations import OPERATIONS
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.matching import accept
from visionapis_testing.contracts.parsing import File as WireFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visionapis.imagerecognize import File
    from visionapis_testing.contracts.parsing import ParsedRequest

KEY = "K"
CONTRACT = load("imagerecognize")
CAPTURES = wire.requests("imagerecognize")
FORM = "multipart/form-data"

# Each call of the facade: its arguments besides the picture, the type in its answer, and the recorded request that it
# equals. The captures' key is K; theirs are of version 2. Recorded with a URL-encoded form, the POST for cached
# results goes out in the contract's canonical form, which is multipart.
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


def success(kind: str, *, objects: list[object] | None = None) -> bytes:
    """An answer without entries."""
    data = {"error": 0, "type": kind, "objects": objects or [], "quota": 7}
    return answer({"status": 200, "message": "Success", "data": data}, content_type="text/html; charset=UTF-8")


def send(name: str, url: str, file: Callable[[ImageRecognize], File] | None) -> None:
    """One call of the facade."""
    with ImageRecognize(KEY, base_url=url) as client:
        method = getattr(client.recognition, name.removeprefix("recognition_"))
        method(**({"file": file(client)} if file else {}), **CALLS[name][0])


async def send_async(name: str, url: str, content: bytes | None) -> None:
    """The same without blocking."""
    async with AsyncImageRecognize(KEY, base_url=url) as client:
        method = getattr(client.recognition, name.removeprefix("recognition_"))
        await method(**({"file": await client.file(content)} if content else {}), **CALLS[name][0])


def content_of(request: ParsedRequest) -> bytes | None:
    """The picture in a request."""
    parts = request.body if isinstance(request.body, list) else []
    return next((value.content for _, value in parts if isinstance(value, WireFile)), None)


def comparable(request: ParsedRequest) -> ParsedRequest:
    """Without what does not matter: a form's order, which is free."""
    body = request.body
    if isinstance(body, list):
        body = sorted(body, key=lambda field: field[0])
    return replace(request, query=sorted(request.query), body=body)


def test_every_call_is_compared() -> None:
    """No call of the contract is left out."""
    assert CALLS.keys() == {operation.name for operation in OPERATIONS}


@pytest.mark.parametrize("way", ["synchronous", "asynchronous"])
@pytest.mark.parametrize("name", CALLS)
def test_request_equals_the_recorded_one(name: str, way: str) -> None:
    """Method, path with its slash at the end, query, kind of body, fields and bytes; and the contract takes it."""
    _, kind, recorded = CALLS[name]
    content = content_of(recorded)
    with RecordingServer(success(kind)) as server:
        url = f"{server.url}/api/v2/"
        if way == "synchronous":
            send(name, url, (lambda client: client.file(content)) if content else None)
        else:
            asyncio.run(send_async(name, url, content))

    (request,) = [wire.arrived(each) for each in server.received]
    operation = next(each for each in OPERATIONS if each.name == name)
    assert comparable(request) == comparable(recorded)
    assert [(form.operation_id, form.spelling) for form in accept(CONTRACT, request)] == [
        (operation.operation_id, None)
    ]


def test_key_is_a_field_of_the_form_and_in_the_query_of_get_alone() -> None:
    """No header has it, and no URL of a POST."""
    key = "ir_canary-key"
    with RecordingServer(success("cache")) as server, ImageRecognize(key, base_url=server.url) as client:
        client.recognition.read_cache()
        client.recognition.get_cache()

    post, get = server.received
    assert (key in post.target, key.encode() in post.body) == (False, True)
    assert (get.query, get.body) == ({"apikey": key, "type": "cache"}, b"")
    assert key not in f"{post.headers} {get.headers}"


@pytest.mark.parametrize("base", ["", "/", "/api/v3", "/api/v3/"])
def test_path_ends_in_one_slash(base: str) -> None:
    """Without it the vendor's server reads no form."""
    with RecordingServer(success("cache")) as server, ImageRecognize(KEY, base_url=server.url + base) as client:
        client.recognition.read_cache()

    assert server.received[0].path == base.rstrip("/") + "/"


@pytest.mark.parametrize(
    ("threshold", "sent"), [(None, "0"), (0, "0"), (0.005, "0"), (0.29, "28"), (0.5, "50"), (0.999, "99"), (1, "100")]
)
def test_threshold_goes_out_in_whole_percent_never_above_it(threshold: float | None, sent: str) -> None:
    """What the server leaves out is below the threshold for certain; every kind of object is asked for."""
    with RecordingServer(success("objects")) as server, ImageRecognize(KEY, base_url=server.url) as client:
        client.classify(picture(), threshold=threshold)

    fields = wire.arrived(server.received[0]).body
    assert isinstance(fields, list)
    assert dict(fields) == {
        "apikey": KEY,
        "type": "objects",
        "file": WireFile(picture()),
        "max_labels": "1000",
        "min_confidence": sent,
    }


@pytest.mark.parametrize("threshold", [-0.1, 1.1, 80, float("nan"), True])
def test_threshold_outside_0_to_1_is_refused_before_anything_is_sent(threshold: float) -> None:
    """Percent is a mistake of the caller."""
    with (
        RecordingServer() as server,
        ImageRecognize(KEY, base_url=server.url) as client,
        pytest.raises(ConfigurationError, match="from 0 to 1"),
    ):
        client.classify(picture(), threshold=threshold)

    assert server.received == []


def test_file_tells_the_server_no_more_than_it_needs(tmp_path: Path) -> None:
    """The name on the caller's disk stays there; a name that is given is sent."""

    async def call(url: str) -> None:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            await client.recognition.detect_text(file=await client.file(path))
            await client.recognition.detect_text(file=await client.file(path, "sign.jpg"))

    path = tmp_path / "private name.jpg"
    path.write_bytes(picture("JPEG"))
    with RecordingServer(success("detect_text")) as server, ImageRecognize(KEY, base_url=server.url) as client:
        client.recognition.detect_text(file=client.file(path))
        client.recognition.detect_text(file=client.file(path, "sign.jpg"))
        asyncio.run(call(server.url))

    for request, name in zip(server.received, ["picture.jpg", "sign.jpg"] * 2, strict=True):
        assert f'filename="{name}"\r\nContent-Type: image/jpeg\r\n'.encode() in request.body
        assert b"private" not in request.body


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("https://pictures.example.com/a.png?signature=SIGNED", "from no URL"),
        (picture("GIF"), "is GIF; this server reads JPEG, PNG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50_000_000), "larger than the 50,000,000 bytes"),
    ],
    ids=["URL", "GIF", "large"],
)
def test_picture_that_the_server_cannot_use_is_not_sent(given: bytes | str, reason: str) -> None:
    """PNG and JPEG up to the vendor's limit, and nothing by URL: in both clients, and for `file` too."""

    async def failures(url: str) -> list[PictureError]:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            return [await failure_async(client.classify(given)), await failure_async(client.file(given))]

    async def failure_async(call: object) -> PictureError:
        with pytest.raises(PictureError) as caught:
            await call  # type: ignore[misc]  # one of two kinds of coroutine
        return caught.value

    with RecordingServer() as server, ImageRecognize(KEY, base_url=server.url) as client:
        errors = asyncio.run(failures(server.url))
        for method in (client.classify, client.file):
            with pytest.raises(PictureError) as caught:
                method(given)
            errors.append(caught.value)

    assert server.received == []
    assert all(reason in str(error) and "SIGNED" not in str(error) for error in errors)


def test_environment_gives_key_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both can come from the environment; without a key the client is not even made."""
    monkeypatch.delenv("IMAGERECOGNIZE_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="set IMAGERECOGNIZE_API_KEY"):
        ImageRecognize()
    with RecordingServer(success("cache")) as server:
        monkeypatch.setenv("IMAGERECOGNIZE_API_KEY", "from-environment")
        monkeypatch.setenv("IMAGERECOGNIZE_BASE_URL", server.url)
        with ImageRecognize() as client:
            client.recognition.get_cache()

    assert server.received[0].query["apikey"] == "from-environment"


def test_address_is_the_contracts_first() -> None:
    """The version that the vendor's current documentation has."""
    server = CONTRACT.base_url
    with ImageRecognize(KEY) as client:
        assert repr(client) == f"<ImageRecognize {server}>"
