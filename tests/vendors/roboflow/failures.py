"""Failures of Roboflow's client."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.client.failure import BLUE, DAMAGED, LOGIN_PAGE, RED, TRUNCATED, URL, Failure, replying, without_client
from tests.helpers.images import make_image
from tests.helpers.recording import make_response
from visionapis import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    InvalidImageError,
    NotFoundError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
    ResponseDecodeError,
    Roboflow,
    ServerError,
    UnprocessableEntityError,
)
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing.vendors.roboflow.profiles import ProfileName


@contextmanager
def emulated(profile: ProfileName = "serverless", **options: Any) -> Iterator[Roboflow]:
    """Open a client of an emulator with the single-label model images/3."""
    emulator = RoboflowEmulator(profile)
    emulator.register("images/3", [(RED, "red"), (BLUE, "blue")])
    with emulator.client(max_retries=0, **options) as client:
        yield client


def classify(client: Roboflow) -> object:
    """Classify an image with a model that exists."""
    return client.classify(RED, model="images/3")


def error_response(status: str, message: str) -> Any:
    """Return what opens a client of a server that responds with an error."""
    return replying(Roboflow, make_response({"message": message}, status=status))


LOAD = "classification_infer_base64: status 400: Could not load input image. Cause:"
DETECTIONS: dict[str, object] = {
    "image": {"width": 8, "height": 4},
    "predictions": [{"x": 1, "y": 1, "width": 2, "height": 2, "class": "cat", "confidence": 0.5}],
}

FAILURES = {
    "no key": Failure(
        without_client,
        lambda _: Roboflow(),
        ConfigurationError,
        "no API key",
        "set ROBOFLOW_API_KEY in the environment, or pass api_key=",
    ),
    "key over http": Failure(
        without_client,
        lambda _: Roboflow("key", base_url="http://vision.example.com"),
        ConfigurationError,
        "base_url is http://, which would send the API key unencrypted",
        "use https://, or set allow_http=True if the network is trusted",
    ),
    "base_url with a query": Failure(
        without_client,
        lambda _: Roboflow("key", base_url="https://vision.example.com/?api_key=key"),
        ConfigurationError,
        "invalid base_url: expected http(s)://host[:port][/path] without credentials, query or fragment, "
        "not a str of 39 characters",
        "a port is from 1 to 65535",
    ),
    "wrong key": Failure(
        partial(emulated, api_key="wrong"),
        classify,
        AuthenticationError,
        "classification_infer_base64: status 401: Unauthorized api_key. This key is not authorized for serverless "
        "inference",
        "check the key in api_key= or ROBOFLOW_API_KEY",
    ),
    "wrong key at the legacy host": Failure(
        partial(emulated, "classify", api_key="wrong"),
        classify,
        PermissionDeniedError,
        "classification_infer_base64: status 403: Forbidden",
        "check the key, the model and the remaining quota: this host uses status 403 for all three",
    ),
    "forbidden at another host": Failure(
        error_response("403 Forbidden", "Forbidden"),
        classify,
        PermissionDeniedError,
        "classification_infer_base64: status 403: Forbidden",
        None,
    ),
    "unknown model": Failure(
        error_response("404 Not Found", "Model images/9 was not found."),
        lambda client: client.classify(RED, model="images/9"),
        NotFoundError,
        "classification_infer_base64: status 404: Model images/9 was not found",
        "check that the model exists in the workspace of the key",
    ),
    "invalid model": Failure(
        emulated,
        lambda client: client.classify(RED, model="images"),
        ConfigurationError,
        "invalid model 'images': expected 'dataset/version', such as 'images/3'",
        None,
    ),
    "unknown path": Failure(
        replying(Roboflow, make_response({"detail": "Not Found"}, status="404 Not Found")),
        classify,
        NotFoundError,
        "classification_infer_base64: status 404: Not Found",
        "check the path of base_url",
    ),
    "other method": Failure(
        partial(emulated, base_url="https://serverless.roboflow.com/v2"),
        classify,
        BadRequestError,
        "classification_infer_base64: status 405: Method Not Allowed",
        "check the path of base_url",
    ),
    "truncated image": Failure(
        emulated,
        lambda client: client.classify(TRUNCATED, model="images/3"),
        BadRequestError,
        f"{LOAD} Malformed base64 input image",
        "the JPEG file is truncated: send the complete file",
    ),
    "damaged image": Failure(
        emulated,
        lambda client: client.classify(DAMAGED, model="images/3"),
        BadRequestError,
        f"{LOAD} Malformed base64 input image",
        "check that the file is a complete image",
    ),
    "URL without an image": Failure(
        error_response("400 Bad Request", "Could not load input image. Cause: no image at this URL."),
        lambda client: client.classify(URL, model="images/3"),
        BadRequestError,
        "classification_infer_url: status 400: Could not load input image. Cause: no image at this URL",
        "check that the URL is public, begins with https:// and leads to an image",
    ),
    "http URL": Failure(
        emulated,
        lambda client: client.classify("http://images.example.com/a.png", model="images/3"),
        InvalidImageError,
        "this server fetches from https URLs only",
        "download the image and pass its bytes",
    ),
    "missing file": Failure(
        emulated,
        lambda client: client.classify("missing.jpg", model="images/3"),
        InvalidImageError,
        "cannot read 'missing.jpg': no such file",
        "check the path and the current directory",
    ),
    "bytes of another format": Failure(
        emulated,
        lambda client: client.classify(b"not an image", model="images/3"),
        InvalidImageError,
        "the image is not an image: it is text",
        "pass a path as a str",
    ),
    "large image": Failure(
        partial(emulated, max_image_bytes=10),
        classify,
        InvalidImageError,
        "the image is larger than the limit of 10 bytes",
        "send a smaller image, or raise max_image_bytes if the server accepts more",
    ),
    "large upload": Failure(
        replying(Roboflow, make_response("", status="413 Content Too Large")),
        classify,
        RequestTooLargeError,
        "classification_infer_base64: status 413",
        "send a smaller image",
    ),
    "threshold in percent": Failure(
        emulated,
        lambda client: client.classify(RED, model="images/3", threshold=40),
        ConfigurationError,
        "threshold must be a number from 0 to 1, not 40",
        None,
    ),
    "unknown confidence": Failure(
        emulated,
        lambda client: client.infer(RED, model="images/3", confidence="worst"),
        ConfigurationError,
        "confidence must be from 0 to 1, 'best' or 'default', not 'worst'",
        None,
    ),
    "unknown parameter value": Failure(
        emulated,
        lambda client: client.classification.infer_url("images", "3", image=URL, confidence="worst"),
        UnprocessableEntityError,
        "classification_infer_url: status 422: query confidence: Input should be a valid number, unable to "
        "parse string as a number; query confidence: Input should be 'best' or 'default'",
        None,
    ),
    "nothing to draw": Failure(
        emulated,
        lambda client: client.render(make_image(colour=(0, 255, 0)), model="images/3", confidence=1),
        ServerError,
        "classification_render_base64: status 500: Internal error",
        "lower confidence: the server cannot draw if no label reaches it",
    ),
    "failed server": Failure(
        error_response("500 Internal Server Error", "Internal error."),
        classify,
        ServerError,
        "classification_infer_base64: status 500: Internal error",
        None,
    ),
    "no credits": Failure(
        error_response("402 Payment Required", "Credits are used up."),
        classify,
        QuotaExceededError,
        "classification_infer_base64: status 402: Credits are used up",
        "check the credits and the plan of the account",
    ),
    "too many requests": Failure(
        error_response("429 Too Many Requests", "Slow down."),
        classify,
        RateLimitError,
        "classification_infer_base64: status 429: Slow down",
        "wait before the next call, or set requests_per_minute",
    ),
    "detection model": Failure(
        replying(Roboflow, make_response(DETECTIONS)),
        classify,
        ResponseDecodeError,
        "classification_infer_base64: the response does not match the contract (status 200, 131 bytes)",
        "use a classification model: this route serves models of every type",
    ),
    "login page": Failure(
        replying(Roboflow, LOGIN_PAGE),
        classify,
        ResponseDecodeError,
        "classification_infer_base64: the response is a web page (status 200, 20 bytes)",
        "check base_url, and whether a proxy or login page responds in place of the API",
    ),
    "web page of another server": Failure(
        replying(Roboflow, make_response("<html></html>", status="404 Not Found", content_type="text/html")),
        classify,
        NotFoundError,
        "classification_infer_base64: status 404: the response is a web page",
        "check base_url, and whether a proxy or login page responds in place of the API",
    ),
    "404 without a body": Failure(
        replying(Roboflow, make_response("", status="404 Not Found")),
        classify,
        NotFoundError,
        "classification_infer_base64: status 404",
        None,
    ),
    "not modified": Failure(
        replying(Roboflow, make_response("", status="304 Not Modified")),
        classify,
        BadRequestError,
        "classification_infer_base64: status 304",
        None,
    ),
    "message in an object": Failure(
        replying(
            Roboflow, make_response({"error": {"message": "No such route.", "code": 7}}, status="400 Bad Request")
        ),
        classify,
        BadRequestError,
        "classification_infer_base64: status 400: No such route",
        None,
    ),
    "place of the key": Failure(
        without_client,
        lambda _: Roboflow("key", api_key_in="cookie"),  # type: ignore[arg-type]  # of another type
        ConfigurationError,
        "api_key_in must be 'header' or 'query', not 'cookie'",
        None,
    ),
}
