"""Failures of Nanonets' client."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.client.failure import BLUE, DAMAGED, RED, URL, Failure, replying
from tests.helpers.images import make_image
from tests.helpers.recording import make_response
from visionapis import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    InvalidImageError,
    JobError,
    JobTimeoutError,
    Nanonets,
    NotFoundError,
    PartialFailureError,
    QuotaExceededError,
    RateLimitError,
    ResponseDecodeError,
)
from visionapis_testing import NanonetsEmulator
from visionapis_testing.vendors.nanonets import LabelledBox

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def emulated(remaining_calls: int | None = None, **options: Any) -> Iterator[Nanonets]:
    """Open a client of an emulator with a classification model and an OCR model."""
    emulator = NanonetsEmulator(remaining_calls=remaining_calls)
    emulator.register("digits", [(RED, "red"), (BLUE, "blue")])
    emulator.register("receipts", [(RED, [LabelledBox("total", 0, 0, 2, 2, "1.00")])], model_type="ocr")
    with emulator.client(max_retries=0, **options) as client:
        yield client


def new_model(client: Nanonets) -> str:
    """Create a classification model without training images."""
    return client.image_classification.create_model(categories=["red", "blue"]).model_id


def upload_to_unknown_category(client: Nanonets) -> None:
    """Upload an image with a category that the model does not have."""
    file = client.image_file(RED)
    client.image_classification.upload_files(model_id=new_model(client), category="green", file=[file])


def wait_for_submission(client: Nanonets) -> None:
    """Submit a file, and do not wait long enough."""
    submission = client.ocr.submit_files("receipts", file=[client.image_file(RED)])
    client.wait_for_prediction("receipts", submission, timeout=0)


def replying_with(**body: object) -> Any:
    """Return what opens a client of a server that sends these fields."""
    return replying(Nanonets, make_response(body))


def model_in_state(state: int, **fields: object) -> Any:
    """Return what opens a client of a server with a model in this state."""
    return replying_with(model_id="digits", model_type="ocr", state=state, categories=[], **fields)


ENTRY = {"message": "Success", "file": "a", "prediction": [{"label": "red", "probability": 0.9}]}
FAILED_ENTRY = {"message": "Could not fetch the URL", "file": "b", "prediction": []}

FAILURES = {
    "wrong key": Failure(
        partial(emulated, api_key="wrong"),
        lambda client: client.image_classification.list_models(),
        AuthenticationError,
        "image_classification_list_models: status 401: Key is not valid: Send a valid key as the name of HTTP Basic",
        "check the key in api_key= or NANONETS_API_KEY",
    ),
    "unknown model": Failure(
        emulated,
        lambda client: client.classify(RED, model="unknown"),
        NotFoundError,
        "image_classification_predict_files: status 404: Model does not exist: Check the id of the model",
        "check the model id, and that the model is of type image_classification: each type has its own methods",
    ),
    "model of another type": Failure(
        emulated,
        lambda client: client.classify(RED, model="receipts"),
        NotFoundError,
        "image_classification_predict_files: status 404: Model does not exist: Check the id of the model",
        "check the model id, and that the model is of type image_classification: each type has its own methods",
    ),
    "unknown page": Failure(
        emulated,
        lambda client: client.inferences.get_page("receipts", "unknown"),
        NotFoundError,
        "inferences_get_page: status 404: Page does not exist: Check the id of the page",
        None,
    ),
    "unknown path": Failure(
        partial(emulated, base_url="https://app.nanonets.com/api/v9"),
        lambda client: client.classify(RED, model="digits"),
        NotFoundError,
        "image_classification_predict_files: status 404: Path does not exist: Check the path",
        "check the path of base_url",
    ),
    "untrained model": Failure(
        emulated,
        lambda client: client.classify(RED, model=new_model(client)),
        BadRequestError,
        "image_classification_predict_files: status 400: Model is not ready: Wait until it is trained",
        "wait_until_trained() waits until the model can predict",
    ),
    "training without images": Failure(
        emulated,
        lambda client: client.image_classification.train(model_id=new_model(client)),
        ConflictError,
        "image_classification_train: status 409: Model is not ready: Look up its state first",
        "image_classification.get_model() returns the state of the model",
    ),
    "unknown category": Failure(
        emulated,
        upload_to_unknown_category,
        BadRequestError,
        "image_classification_upload_files: status 400: Category is not valid: The model has no such category",
        None,
    ),
    "model with one category": Failure(
        emulated,
        lambda client: client.image_classification.create_model(categories=["red"]),
        BadRequestError,
        "image_classification_create_model: status 400: Too few categories: Send two or more for one label "
        "an image, else one or more",
        None,
    ),
    "request without files": Failure(
        emulated,
        lambda client: client.image_classification.predict_files(model_id="digits", file=[]),
        BadRequestError,
        "image_classification_predict_files: status 400: File is missing: Send at least one file",
        None,
    ),
    "damaged image": Failure(
        emulated,
        lambda client: client.classify(DAMAGED, model="digits"),
        BadRequestError,
        "image_classification_predict_files: status 400: File is not valid: Send PNG, JPEG or PDF files",
        None,
    ),
    "URL without an image": Failure(
        emulated,
        lambda client: client.classify(URL, model="digits"),
        BadRequestError,
        "image_classification_predict_urls: Could not fetch the URL",
        None,
    ),
    "URL without an image among others": Failure(
        replying_with(message="Partial", model_id="digits", result=[ENTRY, FAILED_ENTRY]),
        lambda client: client.image_classification.predict_urls(model_id="digits", urls=[URL, URL]),
        PartialFailureError,
        "image_classification_predict_urls: the image at index 1 failed: Could not fetch the URL",
        None,
    ),
    "image without an entry": Failure(
        replying_with(message="Success", model_id="digits", result=[]),
        lambda client: client.classify(RED, model="digits"),
        ResponseDecodeError,
        "image_classification_predict_files: the response has no entry for this image",
        None,
    ),
    "no calls left": Failure(
        partial(emulated, remaining_calls=0),
        lambda client: client.classify(RED, model="digits"),
        QuotaExceededError,
        "image_classification_predict_files: status 402: Free calls are used up: Change the plan of the model",
        "see the billing page of the account",
    ),
    "too many requests": Failure(
        replying(
            Nanonets,
            make_response({"message": "Too many requests", "code": 429, "errors": []}, status="429 Too Many Requests"),
        ),
        lambda client: client.classify(RED, model="digits"),
        RateLimitError,
        "image_classification_predict_files: status 429: Too many requests",
        "wait before the next call, or set requests_per_minute",
    ),
    "threshold in percent": Failure(
        emulated,
        lambda client: client.classify(RED, model="digits", threshold=40),
        ConfigurationError,
        "threshold must be a number from 0 to 1, not 40",
        None,
    ),
    "unknown model type": Failure(
        emulated,
        lambda client: client.wait_until_trained("digits", model_type="segmentation"),
        ConfigurationError,
        "model_type must be 'image_classification', 'multi_label_classification', 'ocr' or 'object_detection', "
        "not 'segmentation'",
        None,
    ),
    "GIF": Failure(
        emulated,
        lambda client: client.classify(make_image("GIF"), model="digits"),
        InvalidImageError,
        "the image is GIF, which this server does not read",
        "send one of JPEG, PDF, PNG",
    ),
    "waiting for a model without images": Failure(
        model_in_state(0),
        lambda client: client.wait_until_trained("digits"),
        JobError,
        "image_classification_get_model: model digits: no training data",
        "upload training images, then call train()",
    ),
    "failed training": Failure(
        model_in_state(-1, status="Out of memory"),
        lambda client: client.wait_until_trained("digits"),
        JobError,
        "image_classification_get_model: model digits: training failed: Out of memory",
        None,
    ),
    "long training": Failure(
        model_in_state(3),
        lambda client: client.wait_until_trained("digits", timeout=0),
        JobTimeoutError,
        "the training of model digits did not finish within 0 s",
        "it is still running: wait again, or raise timeout",
    ),
    "long prediction": Failure(
        emulated,
        wait_for_submission,
        JobTimeoutError,
        "the prediction did not finish within 0 s",
        "it is still running: wait again, or raise timeout",
    ),
    "web page of another server": Failure(
        replying(Nanonets, make_response("<html></html>", status="404 Not Found", content_type="text/html")),
        lambda client: client.classify(RED, model="digits"),
        NotFoundError,
        "image_classification_predict_files: status 404: the response is a web page",
        "check base_url, and whether a proxy or login page responds in place of the API",
    ),
    "404 without a body": Failure(
        replying(Nanonets, make_response("", status="404 Not Found")),
        lambda client: client.classify(RED, model="digits"),
        NotFoundError,
        "image_classification_predict_files: status 404",
        None,
    ),
    "unknown path of pages": Failure(
        partial(emulated, base_url="https://app.nanonets.com/api/v9"),
        lambda client: client.inferences.get_page("receipts", "1"),
        NotFoundError,
        "inferences_get_page: status 404: Path does not exist: Check the path",
        "check the path of base_url",
    ),
}
