"""What ImageRecognize's clients make of its answers."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from scripts.tools.regenerate.contract import load
from tests.helpers.contracts import ROOT
from tests.helpers.images import picture
from tests.helpers.recording import RecordingServer, answer
from visionapis import (
    AsyncImageRecognize,
    AuthenticationError,
    BadRequestError,
    Box,
    DecodeError,
    ImageRecognize,
    PictureError,
    PictureTooLargeError,
    PixelBox,
    QuotaError,
    ServerError,
    Size,
    StatusError,
    VisionAPIError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from visionapis import Classification, Picture
    from visionapis.imagerecognize import ObjectsAnswer

KEY = "ir_canary-key"
CONTENT = load(ROOT / "specs" / "imagerecognize" / "openapi.yaml").document["paths"]["/"]["post"]["responses"]["200"]
EXAMPLES: dict[str, Any] = {
    name: example["value"] for name, example in CONTENT["content"]["application/json"]["examples"].items()
}
OBJECTS = EXAMPLES["objects"]

# The contract's example of each call's success.
SUCCESSES = {
    "detect_objects": ("objects", {"max_labels": 10, "min_confidence": 80}),
    "recognize_celebrities": ("celebrities", {}),
    "detect_faces": ("faces", {}),
    "detect_text": ("text", {}),
    "detect_nsfw": ("nsfw", {"nsfw_min_confidence": 60}),
    "read_cache": ("cache", {}),
    "get_cache": ("cache", {}),
}

# The contract's example of each refusal: what it becomes, and what the message ends with.
REFUSALS: dict[str, tuple[type[StatusError], str]] = {
    "no_data": (BadRequestError, "The request holds no data; no form arrived"),
    "key_missing": (BadRequestError, "There is no apikey; the key did not arrive"),
    "key_wrong": (AuthenticationError, "This apikey is not known; set IMAGERECOGNIZE_API_KEY"),
    "quota_used_up": (QuotaError, "The quota is used up; the account's plan has no calls left"),
    "file_unreadable": (BadRequestError, "The file cannot be decoded; check the picture"),
    "file_too_large": (PictureTooLargeError, "The picture is too large; make the picture smaller"),
    "format_wrong": (BadRequestError, "The file is neither PNG nor JPEG; send PNG or JPEG"),
    "type_unknown": (BadRequestError, "There is no such type; this server does not know the call"),
    "parameter_wrong": (BadRequestError, "max_labels has to be above 0; check the number"),
}


def html(body: object, status: str = "200 OK") -> bytes:
    """JSON under the content type that the vendor is believed to send."""
    return answer(json.dumps(body), status=status, content_type="text/html; charset=UTF-8")


def objects(*found: object) -> bytes:
    """An answer with these objects."""
    return html({**OBJECTS, "data": {**OBJECTS["data"], "objects": found}})


def classify(url: str, given: Picture, way: str) -> Classification[ObjectsAnswer]:
    """What one of the clients makes of a picture."""

    async def call() -> Classification[ObjectsAnswer]:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            return await client.classify(given)

    if way == "asynchronous":
        return asyncio.run(call())
    with ImageRecognize(KEY, base_url=url) as client:
        return client.classify(given)


def failure_of(reply: bytes, way: str = "synchronous") -> VisionAPIError:
    """The error of one call of `classify` that gets this answer; it is sent once."""
    with RecordingServer(reply) as server, pytest.raises(VisionAPIError) as caught:
        classify(server.url, picture(), way)
    assert len(server.received) == 1
    return caught.value


def test_every_example_is_read() -> None:
    """No example of the contract is left out."""
    assert EXAMPLES.keys() == {name for name, _ in SUCCESSES.values()} | REFUSALS.keys() | {"failed"}


@pytest.mark.parametrize("method", SUCCESSES)
def test_success_is_read_as_the_contract_has_it(method: str) -> None:
    """Every call gives its own type of answer, with all that was sent, in both clients."""
    name, arguments = SUCCESSES[method]

    async def call(url: str) -> dict[str, object]:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            file = {} if "cache" in method else {"file": await client.file(picture())}
            result = await getattr(client.recognition, method)(**file, **arguments)
            return dict(result.to_dict())

    with RecordingServer(html(EXAMPLES[name])) as server, ImageRecognize(KEY, base_url=server.url) as client:
        file = {} if "cache" in method else {"file": client.file(picture())}
        assert getattr(client.recognition, method)(**file, **arguments).to_dict() == EXAMPLES[name]
        assert asyncio.run(call(server.url)) == EXAMPLES[name]


@pytest.mark.parametrize("way", ["synchronous", "asynchronous"])
@pytest.mark.parametrize("http", [200, None], ids=["HTTP 200", "HTTP too"])
@pytest.mark.parametrize("name", REFUSALS)
def test_refusal_is_the_error_of_its_own_status(name: str, http: int | None, way: str) -> None:
    """Whether HTTP has the same status or 200, also where Python knows no such status."""
    kind, words = REFUSALS[name]
    status = EXAMPLES[name]["status"]
    error = failure_of(html(EXAMPLES[name], f"{http or status} Whatever"), way)

    assert type(error) is kind
    assert str(error).startswith(f"recognition_detect_objects: status {status}: {words}")
    assert (error.status, error.body, error.attempts) == (status, EXAMPLES[name], 1)


@pytest.mark.parametrize("way", ["synchronous", "asynchronous"])
def test_failed_recognition_is_an_error_although_it_calls_itself_a_success(way: str) -> None:
    """A text in `data.error` has no status but 200; the message is the server's, without advice on the address."""
    error = failure_of(html(EXAMPLES["failed"]), way)

    assert type(error) is BadRequestError
    assert (error.status, error.body) == (200, EXAMPLES["failed"])
    assert str(error) == "recognition_detect_objects: status 200: The picture could not be analysed"


@pytest.mark.parametrize(
    ("reply", "kind", "status"),
    [
        (html({"status": "402", "status_message": "no calls left", "data": None}), QuotaError, 402),
        (html({"status": 401, "data": None}), AuthenticationError, 401),
        (html({"status": 401, "status_message": None}, "500 Oh"), AuthenticationError, 401),
        (html({"status": 500, "status_message": "database", "data": None}), ServerError, 500),
        (html(OBJECTS, "500 Oh"), ServerError, 500),
        (html(EXAMPLES["failed"], "500 Oh"), ServerError, 500),
        (answer("<h1>Down</h1>", status="503 Down", content_type="text/html"), ServerError, 503),
        (answer("", status="420 What"), BadRequestError, 420),
        (answer("[]", status="430 What"), BadRequestError, 430),
        (answer("", status="301 Moved", location="https://other.example.com/"), BadRequestError, 301),
    ],
)
def test_status_of_the_body_goes_before_that_of_http(reply: bytes, kind: type[StatusError], status: int) -> None:
    """And that of HTTP before `data.error`, and where the body has none."""
    error = failure_of(reply)

    assert (type(error), error.status) == (kind, status)


def test_zero_as_text_is_no_failure() -> None:
    """The vendor's example has the number, its text writes it in quotes."""
    reply = html({**OBJECTS, "data": {**OBJECTS["data"], "error": "0"}})
    with RecordingServer(reply) as server:
        assert classify(server.url, picture(), "synchronous").raw.data.quota == 2417


@pytest.mark.parametrize(
    "reply",
    [
        html({}),
        html([]),
        html(EXAMPLES["text"]),
        html({**OBJECTS, "status": 201}),
        html({**OBJECTS, "data": None}),
        answer("<html>proxy</html>", content_type="text/html"),
        answer(json.dumps(OBJECTS)[:-20]),
        objects({"name": "Bicycle"}),
        objects({"name": 7, "confidence": 90}),
        objects({"name": "Bicycle", "confidence": "90"}),
        objects({"name": "Bicycle", "confidence": float("nan")}),
        objects({"name": "Bicycle", "confidence": 90, "coordinates": None}),
        objects({"name": "Bicycle", "confidence": 90, "coordinates": [[0, 0, 1, 1]]}),
        objects({"name": "Bicycle", "confidence": 90, "coordinates": [{"x": 0, "y": 0, "width": 1}]}),
        objects({"name": "Bicycle", "confidence": 90, "coordinates": [{"x": "0", "y": 0, "width": 1, "height": 1}]}),
        objects(
            {"name": "Bicycle", "confidence": 90, "coordinates": [{"x": float("nan"), "y": 0, "width": 1, "height": 1}]}
        ),
    ],
)
def test_unreadable_answer_is_a_decode_error(reply: bytes) -> None:
    """Whatever a 200 holds instead of objects, nothing but a DecodeError comes out."""
    assert type(failure_of(reply)) is DecodeError


LABELS = [
    ("Bicycle", 97.41 / 100, (Box(0.12, 0.38, 0.27, 0.44), Box(0.55, 0.4, 0.21, 0.39))),
    ("Street", 91.03 / 100, ()),
]


@pytest.mark.parametrize("way", ["synchronous", "asynchronous"])
@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_objects_are_labels_with_boxes(format_: str, way: str) -> None:
    """Confidence is of one and not of a hundred, boxes are as they came, and in pixels by the picture's header."""
    with RecordingServer(html(OBJECTS)) as server:
        result = classify(server.url, picture(format_, (200, 100)), way)

    assert [(label.name, label.confidence, label.boxes) for label in result.labels] == LABELS
    assert (result.size, result.raw.to_dict()) == (Size(200, 100), OBJECTS)
    assert [label.pixel_boxes for label in result.labels] == [
        (PixelBox(24, 38, 54, 44), PixelBox(110, 40, 42, 39)),
        None,
    ]


def test_objects_are_sorted_and_may_have_no_place() -> None:
    """The order and the list of places are no promise of the vendor's."""
    found = [{"name": "Street", "confidence": 55}, {"name": "Bicycle", "confidence": 91.5, "coordinates": []}]
    with RecordingServer(objects(*found)) as server:
        labels = classify(server.url, picture(), "synchronous").labels

    assert [(label.name, label.confidence, label.boxes) for label in labels] == [
        ("Bicycle", 0.915, ()),
        ("Street", 0.55, ()),
    ]


@pytest.mark.parametrize(("threshold", "names"), [(0.9103, ["Bicycle", "Street"]), (0.92, ["Bicycle"]), (0.98, [])])
def test_threshold_holds_whatever_the_server_sends(threshold: float, names: list[str]) -> None:
    """The server knows whole percent alone; `top` is None when nothing passed."""
    with RecordingServer(html(OBJECTS)) as server, ImageRecognize(KEY, base_url=server.url) as client:
        result = client.classify(picture(), threshold=threshold)

    assert [label.name for label in result.labels] == names
    assert (result.top is None) == (names == [])


@pytest.mark.parametrize("way", ["synchronous", "asynchronous"])
def test_large_picture_arrives_whole_beside_the_key(tmp_path: Path, way: str) -> None:
    """A file that is read while it is sent is one part of the form, and the length is that of all parts."""
    content = picture("JPEG") + bytes(range(256)) * 2000
    path = tmp_path / "large.jpg"
    path.write_bytes(content)
    with RecordingServer(html(OBJECTS)) as server:
        classify(server.url, path, way)

    body = server.received[0].body
    assert content in body
    assert f'name="apikey"\r\n\r\n{KEY}\r\n'.encode() in body
    assert len(body) == int(server.received[0].headers["content-length"])


def test_failure_shows_neither_key_nor_picture() -> None:
    """An echoed key is scrubbed, and the command for a shell has a variable in its place."""
    error = failure_of(html({"status": 401, "status_message": f"Unknown apikey {KEY}", "data": None}))
    command = error.as_curl() or ""

    assert "Unknown apikey ***" in str(error)
    assert KEY not in f"{error!r} {error.body} {command}"
    assert "--form-string \"apikey=$IMAGERECOGNIZE_API_KEY\" --form-string type=objects -F 'file=@<file>'" in command


PICTURES = [picture(), b"no picture", picture("JPEG"), picture(), picture()]
REPLIES = [html(OBJECTS), html(EXAMPLES["file_unreadable"]), html(EXAMPLES["failed"]), html(EXAMPLES["quota_used_up"])]
SENT = b'name="min_confidence"\r\nContent-Type: text/plain\r\n\r\n50\r\n'
RESULTS = ["Bicycle", PictureError, BadRequestError, BadRequestError]


def shown(result: Any) -> object:
    """The name of a result's best label, or an error's class."""
    return type(result) if isinstance(result, VisionAPIError) else result.top.name


def test_many_pictures_give_results_in_order_and_errors_in_their_places() -> None:
    """One call a picture, made when its result is asked for; an error that is not about one picture ends it."""
    pictures = iter([*PICTURES, picture("JPEG", (3, 3))])
    with RecordingServer(*REPLIES) as server, ImageRecognize(KEY, base_url=server.url) as client:
        results = client.classify_many(pictures, threshold=0.5)
        before = len(server.received)
        assert [shown(next(results)) for _ in RESULTS] == RESULTS
        with pytest.raises(QuotaError):
            next(results)

    assert (before, len(server.received)) == (0, 4)
    assert all(SENT in each.body for each in server.received)
    assert list(pictures) == [picture("JPEG", (3, 3))]


@pytest.mark.parametrize("source", ["list", "asynchronous iterable"])
def test_many_pictures_without_blocking(source: str) -> None:
    """The same, from an asynchronous iterable as from a list."""

    async def arriving() -> AsyncIterator[bytes]:
        for each in PICTURES:
            await asyncio.sleep(0)
            yield each

    async def call(url: str) -> None:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            results = client.classify_many(PICTURES if source == "list" else arriving(), threshold=0.5)
            assert [shown(await anext(results)) for _ in RESULTS] == RESULTS
            with pytest.raises(QuotaError):
                await anext(results)

    with RecordingServer(*REPLIES) as server:
        asyncio.run(call(server.url))
    assert len(server.received) == 4
    assert all(SENT in each.body for each in server.received)
