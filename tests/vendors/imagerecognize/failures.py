"""Failures of ImageRecognize's client."""

from __future__ import annotations

import io
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.client.failure import BLUE, DAMAGED, LOGIN_PAGE, RED, TRUNCATED, URL, Failure, replying
from tests.helpers.images import make_image
from tests.helpers.recording import make_response
from visionapis import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ImageRecognize,
    InvalidImageError,
    NotFoundError,
    QuotaExceededError,
    RequestTooLargeError,
    ResponseDecodeError,
    ServerError,
)
from visionapis.imagerecognize.models import File
from visionapis_testing import ImageRecognizeEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def emulated(remaining_calls: int = 10, **options: Any) -> Iterator[ImageRecognize]:
    """Open a client of an emulator that cannot analyse one of the images."""
    emulator = ImageRecognizeEmulator(remaining_calls=remaining_calls)
    emulator.register(BLUE, error="The image could not be analysed.")
    with emulator.client(max_retries=0, **options) as client:
        yield client


def classify(client: ImageRecognize) -> object:
    """Classify an image that the server can analyse."""
    return client.classify(RED)


def read_file() -> io.BytesIO:
    """Return a file object at its end."""
    file = io.BytesIO(RED)
    file.read()
    return file


def error_response(status: int, message: str) -> Any:
    """Return what opens a client of a server with an error in the bodies of its responses."""
    return replying(ImageRecognize, make_response({"status": status, "status_message": message, "data": None}))


BOX = {"x": "0", "y": 0, "width": 1, "height": 1}
RESPONSE_WITH_BOX: dict[str, object] = {
    "status": 200,
    "message": "Success",
    "data": {
        "error": 0,
        "type": "objects",
        "quota": 1,
        "objects": [{"name": "Bicycle", "confidence": 90, "coordinates": [BOX]}],
    },
}

FAILURES = {
    "wrong key": Failure(
        partial(emulated, api_key="wrong"),
        classify,
        AuthenticationError,
        "recognition_detect_objects: status 401: This apikey is not known",
        "check the key in api_key= or IMAGERECOGNIZE_API_KEY",
    ),
    "no calls left": Failure(
        partial(emulated, remaining_calls=0),
        classify,
        QuotaExceededError,
        "recognition_detect_objects: status 402: The quota is used up",
        "check the remaining calls of the account's plan",
    ),
    "damaged image": Failure(
        emulated,
        lambda client: client.classify(DAMAGED),
        BadRequestError,
        "recognition_detect_objects: status 412: The file cannot be decoded",
        "check that the file is a complete image",
    ),
    "truncated image": Failure(
        emulated,
        lambda client: client.classify(TRUNCATED),
        BadRequestError,
        "recognition_detect_objects: status 412: The file cannot be decoded",
        "check that the file is a complete image",
    ),
    "failed recognition": Failure(
        emulated,
        lambda client: client.classify(BLUE),
        BadRequestError,
        "recognition_detect_objects: status 200: The image could not be analysed",
        None,
    ),
    "number out of range": Failure(
        emulated,
        lambda client: client.recognition.detect_objects(file=client.image_file(RED), max_labels=0, min_confidence=0),
        BadRequestError,
        "recognition_detect_objects: status 430: max_labels: 0 is less than the minimum of 1",
        None,
    ),
    "uploaded GIF": Failure(
        emulated,
        lambda client: client.recognition.detect_text(file=File(make_image("GIF"), "a.gif", "image/gif")),
        BadRequestError,
        "recognition_detect_text: status 415: The file is neither PNG nor JPEG",
        "send a PNG or JPEG image",
    ),
    "GIF": Failure(
        emulated,
        lambda client: client.classify(make_image("GIF")),
        InvalidImageError,
        "the image is GIF, which this server does not read",
        "send one of JPEG, PNG",
    ),
    "URL": Failure(
        emulated,
        lambda client: client.classify(URL),
        InvalidImageError,
        "this server fetches no images from URLs",
        "download the image and pass its bytes",
    ),
    "empty image": Failure(
        emulated, lambda client: client.classify(b""), InvalidImageError, "the image is empty", None
    ),
    "file that was read before": Failure(
        emulated,
        lambda client: client.classify(read_file()),
        InvalidImageError,
        "the file object is empty",
        "rewind the file object before the call",
    ),
    "threshold in percent": Failure(
        emulated,
        lambda client: client.classify(RED, threshold=40),
        ConfigurationError,
        "threshold must be a number from 0 to 1, not 40",
        None,
    ),
    "one image for classify_many": Failure(
        emulated,
        lambda client: list(client.classify_many("a.png")),
        ConfigurationError,
        "expected several images, not a single one",
        "pass a list of images",
    ),
    "no form arrived": Failure(
        error_response(300, "Invalid request, no data received."),
        classify,
        BadRequestError,
        "recognition_detect_objects: status 300: Invalid request, no data received",
        "check base_url: it includes the version of the API, such as /api/v3",
    ),
    "no key arrived": Failure(
        error_response(400, "APIkey missing"),
        classify,
        BadRequestError,
        "recognition_detect_objects: status 400: APIkey missing",
        "check base_url: it includes the version of the API, such as /api/v3",
    ),
    "large upload": Failure(
        error_response(413, "Image size too large"),
        classify,
        RequestTooLargeError,
        "recognition_detect_objects: status 413: Image size too large",
        "send a smaller image",
    ),
    "unknown type": Failure(
        error_response(420, "Invalid type"),
        classify,
        BadRequestError,
        "recognition_detect_objects: status 420: Invalid type",
        "check the version of the API in base_url",
    ),
    "failed server": Failure(
        error_response(500, "Database error"),
        classify,
        ServerError,
        "recognition_detect_objects: status 500: Database error",
        None,
    ),
    "redirect": Failure(
        replying(ImageRecognize, make_response("", status="301 Moved", location="https://www.example.com/api/")),
        classify,
        BadRequestError,
        "recognition_detect_objects: status 301: redirect to https://www.example.com",
        "set base_url to the address of the API itself",
    ),
    "login page": Failure(
        replying(ImageRecognize, LOGIN_PAGE),
        classify,
        ResponseDecodeError,
        "recognition_detect_objects: the response is a web page (status 200, 20 bytes)",
        "check base_url, and whether a proxy or login page responds in place of the API",
    ),
    "truncated response": Failure(
        replying(ImageRecognize, make_response('{"status": 200')),
        classify,
        ResponseDecodeError,
        "recognition_detect_objects: the response is not valid JSON (status 200, 14 bytes)",
        None,
    ),
    "box that is not four numbers": Failure(
        replying(ImageRecognize, make_response(RESPONSE_WITH_BOX)),
        classify,
        ResponseDecodeError,
        "recognition_detect_objects: a box in the response is not a number from -1 to 2",
        None,
    ),
    "web page of another server": Failure(
        replying(ImageRecognize, make_response("<html></html>", status="404 Not Found", content_type="text/html")),
        classify,
        NotFoundError,
        "recognition_detect_objects: status 404: the response is a web page",
        "check base_url, and whether a proxy or login page responds in place of the API",
    ),
    "404 without a body": Failure(
        replying(ImageRecognize, make_response("", status="404 Not Found")),
        classify,
        NotFoundError,
        "recognition_detect_objects: status 404",
        "check base_url: it includes the version of the API, such as /api/v3",
    ),
}
