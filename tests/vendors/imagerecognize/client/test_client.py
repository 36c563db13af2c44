"""ImageRecognize's clients: results and errors."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.models import same
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.vendors import contract
from visionapis import (
    APIStatusError,
    AsyncImageRecognize,
    AuthenticationError,
    BadRequestError,
    BoundingBox,
    ImageRecognize,
    ImageSize,
    InvalidImageError,
    PixelBoundingBox,
    QuotaExceededError,
    RequestTooLargeError,
    ResponseDecodeError,
    ServerError,
    VisionAPIError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from visionapis import Classification, ImageInput
    from visionapis.imagerecognize.models import ObjectsResponse

KEY = "ir_canary-key"
CONTENT = contract("imagerecognize").document["paths"]["/"]["post"]["responses"]["200"]
EXAMPLES: dict[str, Any] = {
    name: example["value"] for name, example in CONTENT["content"]["application/json"]["examples"].items()
}
OBJECTS = EXAMPLES["objects"]

# The contract's example of a successful response to each call, and the arguments of the call.
SUCCESSES = {
    "detect_objects": ("objects", {"max_labels": 10, "min_confidence": 80}),
    "recognize_celebrities": ("celebrities", {}),
    "detect_faces": ("faces", {}),
    "detect_text": ("text", {}),
    "detect_nsfw": ("nsfw", {"nsfw_min_confidence": 60}),
    "read_cache": ("cache", {}),
    "get_cache": ("cache", {}),
}

# The contract's example of each error response, its exception, and the server's message.
ERRORS: dict[str, tuple[type[APIStatusError], str]] = {
    "no_data": (BadRequestError, "The request holds no data"),
    "key_missing": (BadRequestError, "There is no apikey"),
    "key_wrong": (AuthenticationError, "This apikey is not known"),
    "quota_used_up": (QuotaExceededError, "The quota is used up"),
    "file_unreadable": (BadRequestError, "The file cannot be decoded"),
    "file_too_large": (RequestTooLargeError, "The image is too large"),
    "format_wrong": (BadRequestError, "The file is neither PNG nor JPEG"),
    "type_unknown": (BadRequestError, "There is no such type"),
    "parameter_wrong": (BadRequestError, "max_labels has to be above 0"),
}


def html(body: object, status: str = "200 OK") -> bytes:
    """Return JSON with the content type text/html, which the vendor is assumed to send."""
    return make_response(json.dumps(body), status=status, content_type="text/html; charset=UTF-8")


def objects(*detected: object) -> bytes:
    """Return a response with these objects."""
    return html({**OBJECTS, "data": {**OBJECTS["data"], "objects": detected}})


def classify(url: str, image: ImageInput, mode: str) -> Classification[ObjectsResponse]:
    """Classify an image with the synchronous or the asynchronous client."""

    async def call() -> Classification[ObjectsResponse]:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            return await client.classify(image)

    if mode == "async":
        return asyncio.run(call())
    with ImageRecognize(KEY, base_url=url) as client:
        return client.classify(image)


def failure_of(reply: bytes, mode: str = "sync") -> VisionAPIError:
    """Return the exception of `classify` for this response, and check that one request was sent."""
    with RecordingServer(reply) as server, pytest.raises(VisionAPIError) as caught:
        classify(server.url, make_image(), mode)
    assert len(server.received) == 1
    return caught.value


def test_every_example_is_used() -> None:
    """The tables have every example of the contract."""
    assert EXAMPLES.keys() == {name for name, _ in SUCCESSES.values()} | ERRORS.keys() | {"failed"}


@pytest.mark.parametrize("method", SUCCESSES)
def test_successful_response_is_parsed(method: str) -> None:
    """Every method returns its response with all fields, in both clients."""
    name, arguments = SUCCESSES[method]

    async def call(url: str) -> object:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            file = {} if "cache" in method else {"file": await client.image_file(make_image())}
            return await getattr(client.recognition, method)(**file, **arguments)

    with RecordingServer(html(EXAMPLES[name])) as server, ImageRecognize(KEY, base_url=server.url) as client:
        file = {} if "cache" in method else {"file": client.image_file(make_image())}
        assert same(EXAMPLES[name], getattr(client.recognition, method)(**file, **arguments))
        assert same(EXAMPLES[name], asyncio.run(call(server.url)))


@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("http", [200, None], ids=["HTTP 200", "same HTTP status"])
@pytest.mark.parametrize("name", ERRORS)
def test_error_response_raises_by_the_status_of_its_body(name: str, http: int | None, mode: str) -> None:
    """HTTP's status may be the same or 200, and need not be one that Python knows."""
    error_type, message = ERRORS[name]
    status = EXAMPLES[name]["status"]
    error = failure_of(html(EXAMPLES[name], f"{http or status} Reason"), mode)

    assert type(error) is error_type
    assert str(error) == f"recognition_detect_objects: status {status}: {message}"
    assert (error.status_code, error.body, error.attempts) == (status, EXAMPLES[name], 1)


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_failed_recognition_with_status_200_raises(mode: str) -> None:
    """A text in `data.error` is a BadRequestError of status 200 with the server's message and no hint."""
    error = failure_of(html(EXAMPLES["failed"]), mode)

    assert type(error) is BadRequestError
    assert (error.status_code, error.body) == (200, EXAMPLES["failed"])
    assert str(error) == "recognition_detect_objects: status 200: The image could not be analysed"
    assert error.hint is None


@pytest.mark.parametrize(
    ("reply", "error_type", "status"),
    [
        (html({"status": "402", "status_message": "no calls left", "data": None}), QuotaExceededError, 402),
        (html({"status": 401, "data": None}), AuthenticationError, 401),
        (html({"status": 401, "status_message": None}, "500 Oh"), AuthenticationError, 401),
        (html({"status": 500, "status_message": "database", "data": None}), ServerError, 500),
        (html(OBJECTS, "500 Oh"), ServerError, 500),
        (html(EXAMPLES["failed"], "500 Oh"), ServerError, 500),
        (make_response("<h1>Down</h1>", status="503 Down", content_type="text/html"), ServerError, 503),
        (make_response("", status="420 What"), BadRequestError, 420),
        (make_response("[]", status="430 What"), BadRequestError, 430),
        (make_response("", status="301 Moved", location="https://other.example.com/"), BadRequestError, 301),
    ],
)
def test_status_of_the_body_takes_precedence(reply: bytes, error_type: type[APIStatusError], status: int) -> None:
    """The body's status decides, then HTTP's, then `data.error`; a body without a status leaves it to HTTP."""
    error = failure_of(reply)

    assert (type(error), error.status_code) == (error_type, status)


def test_zero_as_text_is_not_an_error() -> None:
    """`data.error` may be 0, as in the vendor's example, or "0", as in its documentation."""
    reply = html({**OBJECTS, "data": {**OBJECTS["data"], "error": "0"}})
    with RecordingServer(reply) as server:
        assert classify(server.url, make_image(), "sync").raw.data.quota == 2417


@pytest.mark.parametrize(
    "reply",
    [
        html({}),
        html([]),
        html(EXAMPLES["text"]),
        html({**OBJECTS, "status": 201}),
        html({**OBJECTS, "data": None}),
        make_response("<html>proxy</html>", content_type="text/html"),
        make_response(json.dumps(OBJECTS)[:-20]),
        objects({"name": "Bicycle"}),
        objects({"name": 7, "confidence": 90}),
        objects({"name": "Bicycle", "confidence": "90"}),
        objects({"name": "Bicycle", "confidence": float("nan")}),
        objects({"name": "Bicycle", "confidence": 90, "coordinates": [[0, 0, 1, 1]]}),
        objects({"name": "Bicycle", "confidence": 90, "coordinates": [{"x": 0, "y": 0, "width": 1}]}),
        objects({"name": "Bicycle", "confidence": 90, "coordinates": [{"x": "0", "y": 0, "width": 1, "height": 1}]}),
        objects(
            {"name": "Bicycle", "confidence": 90, "coordinates": [{"x": float("nan"), "y": 0, "width": 1, "height": 1}]}
        ),
    ],
)
def test_response_of_another_shape_raises_a_decode_error(reply: bytes) -> None:
    """A success without well-formed objects raises ResponseDecodeError and nothing else."""
    assert type(failure_of(reply)) is ResponseDecodeError


LABELS = [
    ("Bicycle", 97.41 / 100, (BoundingBox(0.12, 0.38, 0.27, 0.44), BoundingBox(0.55, 0.4, 0.21, 0.39))),
    ("Street", 91.03 / 100, ()),
]


@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_objects_become_labels_with_boxes(format_: str, mode: str) -> None:
    """Confidences are from 0 to 1, boxes are the server's, and pixel boxes use the size in the image's header."""
    with RecordingServer(html(OBJECTS)) as server:
        result = classify(server.url, make_image(format_, (200, 100)), mode)

    assert [(label.name, label.confidence, label.boxes) for label in result.labels] == LABELS
    assert result.image_size == ImageSize(200, 100)
    assert same(OBJECTS, result.raw)
    assert [label.pixel_boxes for label in result.labels] == [
        (PixelBoundingBox(24, 38, 54, 44), PixelBoundingBox(110, 40, 42, 39)),
        None,
    ]


def test_labels_are_sorted_and_may_have_no_boxes() -> None:
    """Labels are sorted by confidence; an object without coordinates has no boxes."""
    detected = [{"name": "Street", "confidence": 55}, {"name": "Bicycle", "confidence": 91.5, "coordinates": []}]
    with RecordingServer(objects(*detected)) as server:
        labels = classify(server.url, make_image(), "sync").labels

    assert [(label.name, label.confidence, label.boxes) for label in labels] == [
        ("Bicycle", 0.915, ()),
        ("Street", 0.55, ()),
    ]


@pytest.mark.parametrize(("threshold", "names"), [(0.9103, ["Bicycle", "Street"]), (0.92, ["Bicycle"]), (0.98, [])])
def test_threshold_is_applied_to_the_response(threshold: float, names: list[str]) -> None:
    """The server takes whole percent, so the rest is applied here; `top` is None if no label reaches it."""
    with RecordingServer(html(OBJECTS)) as server, ImageRecognize(KEY, base_url=server.url) as client:
        result = client.classify(make_image(), threshold=threshold)

    assert [label.name for label in result.labels] == names
    assert (result.top is None) == (names == [])


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_large_image_is_sent_in_full(tmp_path: Path, mode: str) -> None:
    """A file that is read while it is sent is one part of the form, and Content-Length is that of the whole body."""
    content = make_image("JPEG") + bytes(range(256)) * 2000
    path = tmp_path / "large.jpg"
    path.write_bytes(content)
    with RecordingServer(html(OBJECTS)) as server:
        classify(server.url, path, mode)

    body = server.received[0].body
    assert content in body
    assert f'name="apikey"\r\n\r\n{KEY}\r\n'.encode() in body
    assert len(body) == int(server.received[0].headers["content-length"])


def test_error_shows_neither_key_nor_image() -> None:
    """A key in the server's message is redacted, and the curl command has an environment variable in its place."""
    error = failure_of(html({"status": 401, "status_message": f"Unknown apikey {KEY}", "data": None}))
    command = error.as_curl() or ""

    assert "Unknown apikey ***" in str(error)
    assert KEY not in f"{error!r} {error.body} {command}"
    assert "--form-string \"apikey=$IMAGERECOGNIZE_API_KEY\" --form-string type=objects -F 'file=@<file>'" in command


IMAGES = [make_image(), b"not an image", make_image("JPEG"), make_image(), make_image()]
REPLIES = [html(OBJECTS), html(EXAMPLES["file_unreadable"]), html(EXAMPLES["failed"]), html(EXAMPLES["quota_used_up"])]
SENT = b'name="min_confidence"\r\nContent-Type: text/plain\r\n\r\n50\r\n'
RESULTS = ["Bicycle", InvalidImageError, BadRequestError, BadRequestError]


def summary(result: Any) -> object:
    """Return the name of a result's best label, or the class of an exception."""
    return type(result) if isinstance(result, VisionAPIError) else result.top.name


def test_classify_many_yields_results_in_order() -> None:
    """Nothing is sent before the first result is requested; an exhausted quota is raised and ends the iteration."""
    images = iter([*IMAGES, make_image("JPEG", (3, 3))])
    with RecordingServer(*REPLIES) as server, ImageRecognize(KEY, base_url=server.url) as client:
        results = client.classify_many(images, threshold=0.5, max_concurrency=1)
        before = len(server.received)
        assert [summary(next(results)) for _ in RESULTS] == RESULTS
        with pytest.raises(QuotaExceededError):
            next(results)

    assert (before, len(server.received)) == (0, 4)
    assert all(SENT in each.body for each in server.received)
    assert list(images) == [make_image("JPEG", (3, 3))]


@pytest.mark.parametrize("source", ["list", "async iterable"])
def test_async_classify_many_yields_the_same_results(source: str) -> None:
    """The asynchronous client takes a list or an asynchronous iterable."""

    async def iterate() -> AsyncIterator[bytes]:
        for each in IMAGES:
            await asyncio.sleep(0)
            yield each

    async def call(url: str) -> None:
        async with AsyncImageRecognize(KEY, base_url=url) as client:
            results = client.classify_many(IMAGES if source == "list" else iterate(), threshold=0.5, max_concurrency=1)
            assert [summary(await anext(results)) for _ in RESULTS] == RESULTS
            with pytest.raises(QuotaExceededError):
                await anext(results)

    with RecordingServer(*REPLIES) as server:
        asyncio.run(call(server.url))
    assert len(server.received) == 4
    assert all(SENT in each.body for each in server.received)
