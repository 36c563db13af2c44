"""Failures of Ximilar's client."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.client.failure import BLUE, DAMAGED, RED, URL, Failure, replying
from tests.helpers.recording import make_response
from visionapis import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    InvalidImageError,
    JobError,
    JobTimeoutError,
    NotFoundError,
    PartialFailureError,
    PermissionDeniedError,
    ResponseDecodeError,
    ServerError,
    UnsupportedModelError,
    Ximilar,
)
from visionapis.ximilar.models import UrlRecord
from visionapis_testing import XimilarEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

ID_HINT = "check the id; pass workspace= if it does not belong to the account's default workspace"
CLASSIFY_HINT = "check the id and the version of the task; pass workspace= if it does not belong to the default one"


@contextmanager
def emulated(**options: Any) -> Iterator[Ximilar]:
    """Open a client of an empty emulator."""
    with XimilarEmulator().client(max_retries=0, **options) as client:
        yield client


@contextmanager
def trained(**options: Any) -> Iterator[tuple[Ximilar, str]]:
    """Open a client of an emulator with a trained task, and yield both."""
    emulator = XimilarEmulator(minimum_images=1, **options)
    task = emulator.register("parts", [(RED, "red"), (BLUE, "blue")])
    with emulator.client(max_retries=0) as client:
        yield client, task


@contextmanager
def regression() -> Iterator[tuple[Ximilar, str]]:
    """Open a client of an emulator with a trained regression task, and yield both."""
    emulator = XimilarEmulator()
    task = emulator.register("age", [(RED, 1.0), (BLUE, 2.0)], type="regression")
    with emulator.client(max_retries=0) as client:
        yield client, task


def new_task(client: Ximilar) -> str:
    """Create a task without labels."""
    return client.tasks.create(name="parts", type_="multi_class").id


def add_label_of_another_type(client: Ximilar) -> None:
    """Add a tag to a task of categories."""
    label = client.labels.create(name="new", type_="tag")
    client.tasks.add_label(new_task(client), label_id=label.id)


def upload_twice(client: Ximilar) -> None:
    """Upload the same image again."""
    for _ in range(2):
        client.images.upload_url(url=URL)


def train_twice(client_and_task: tuple[Ximilar, str]) -> None:
    """Queue a training while another one is running."""
    client, task = client_and_task
    client.tasks.train(task)
    client.tasks.train(task)


def classify_with_a_damaged_image(client_and_task: tuple[Ximilar, str]) -> None:
    """Classify two images in one request, of which one cannot be read."""
    client, task = client_and_task
    records = [client.image_record(RED), client.image_record(DAMAGED)]
    client.recognition.classify(task_id=task, records=records)


def task_response(state: str) -> Any:
    """Return what opens a client of a server with a task in this state of training."""
    task: dict[str, object] = {"id": "6f1a2c34", "name": "parts", "type": "multi_class", "production_version": 1}
    return replying(Ximilar, make_response({**task, "last_train_status": state}))


GOOD_RECORD = {"_status": {"code": 200, "text": "OK"}, "labels": []}

FAILURES = {
    "wrong token": Failure(
        partial(emulated, api_key="wrong"),
        lambda client: client.tasks.list(),
        AuthenticationError,
        "tasks_list: status 401: Invalid token",
        "check the token in api_key= or XIMILAR_TOKEN",
    ),
    "unknown task": Failure(
        emulated,
        lambda client: client.classify(RED, task="unknown"),
        NotFoundError,
        "recognition_classify: status 404: Not found",
        CLASSIFY_HINT,
    ),
    "unknown version": Failure(
        trained,
        lambda pair: pair[0].classify(RED, task=pair[1], version=99),
        NotFoundError,
        "recognition_classify: status 404: Not found",
        CLASSIFY_HINT,
    ),
    "unknown workspace of a list": Failure(
        emulated,
        lambda client: client.tasks.list(workspace="unknown"),
        NotFoundError,
        "tasks_list: status 404: Not found",
        "check the path of base_url, and workspace= if it is passed",
    ),
    "unknown label": Failure(
        emulated,
        lambda client: client.labels.get("unknown"),
        NotFoundError,
        "labels_get: status 404: Not found",
        ID_HINT,
    ),
    "page beyond the end": Failure(
        emulated,
        lambda client: client.tasks.list(page=99),
        NotFoundError,
        "tasks_list: status 404: There is no such page",
        None,
    ),
    "unknown path": Failure(
        replying(Ximilar, make_response({"detail": "Not found."}, status="404 Not Found")),
        lambda client: client.account.details(),
        NotFoundError,
        "account_details: status 404: Not found",
        "check the path of base_url",
    ),
    "untrained task": Failure(
        emulated,
        lambda client: client.classify(RED, task=new_task(client)),
        BadRequestError,
        "recognition_classify: status 400: The task has no trained model",
        "train the task with tasks.train() and wait for it with wait_until_trained()",
    ),
    "training already queued": Failure(
        trained,
        train_twice,
        BadRequestError,
        "tasks_train: status 400: The task is in training already",
        None,
    ),
    "training without labels": Failure(
        emulated,
        lambda client: client.tasks.train(new_task(client)),
        BadRequestError,
        "tasks_train: status 400: The task has no labels",
        None,
    ),
    "no credits": Failure(
        partial(trained, credits_limit=0),
        lambda pair: pair[0].classify(RED, task=pair[1]),
        PermissionDeniedError,
        "recognition_classify: status 403: The monthly credits are used up",
        "account.details() returns the remaining credits",
    ),
    "feature of another plan": Failure(
        partial(trained, plan="free"),
        lambda pair: pair[0].classify(RED, task=pair[1], store_images=True),
        PermissionDeniedError,
        "recognition_classify: status 403: The plan does not keep classified images",
        None,
    ),
    "damaged image": Failure(
        trained,
        lambda pair: pair[0].classify(DAMAGED, task=pair[1]),
        BadRequestError,
        "recognition_classify: status 400: The image cannot be read",
        None,
    ),
    "damaged image among others": Failure(
        trained,
        classify_with_a_damaged_image,
        PartialFailureError,
        "recognition_classify: the image at index 1 failed: The image cannot be read",
        None,
    ),
    "too many records": Failure(
        trained,
        lambda pair: pair[0].recognition.classify(task_id=pair[1], records=[UrlRecord(URL)] * 11),
        BadRequestError,
        "recognition_classify: status 400: records: There are too many of them; the request can be split",
        None,
    ),
    "unknown label type": Failure(
        emulated,
        lambda client: client.labels.create(name="new", type_="colour"),
        BadRequestError,
        "labels_create: status 400: type: This is none of the choices",
        None,
    ),
    "label of another type": Failure(
        emulated,
        add_label_of_another_type,
        BadRequestError,
        "tasks_add_label: status 400: A label of type tag does not fit a task of type multi_class",
        None,
    ),
    "uploaded before": Failure(
        replying(
            Ximilar, make_response('["This image already exists, image ID: 9a8b7c6d."]', status="400 Bad Request")
        ),
        upload_twice,
        BadRequestError,
        "images_upload_url: status 400: This image already exists, image ID: 9a8b7c6d",
        None,
    ),
    "regression task": Failure(
        regression,
        lambda pair: pair[0].classify(RED, task=pair[1]),
        UnsupportedModelError,
        "recognition_classify: the response has values instead of labels, as a regression task returns them",
        "read them with client.recognition.classify(task_id=..., records=[client.image_record(image)])",
    ),
    "failed training": Failure(
        task_response("FAILED"),
        lambda client: client.wait_until_trained("6f1a2c34"),
        JobError,
        "tasks_get: the training of task 6f1a2c34 failed: its last_train_status is FAILED",
        "see the task in the vendor's web application",
    ),
    "long training": Failure(
        task_response("IN_TRAINING"),
        lambda client: client.wait_until_trained("6f1a2c34", timeout=0),
        JobTimeoutError,
        "the training of task 6f1a2c34 did not finish within 0 s",
        "it is still running: wait again, or raise timeout",
    ),
    "poll interval of zero": Failure(
        emulated,
        lambda client: client.wait_until_trained("6f1a2c34", poll_interval=0),
        ConfigurationError,
        "poll_interval must be a number of seconds above 0 and at most 2,000,000, not 0",
        None,
    ),
    "URL as a file": Failure(
        emulated,
        lambda client: client.image_file(URL),
        InvalidImageError,
        "this call sends the image itself, not its URL",
        None,
    ),
    "PDF": Failure(
        emulated,
        lambda client: client.classify(b"%PDF-1.7", task="6f1a2c34"),
        InvalidImageError,
        "the image is PDF, which this server does not read",
        "send one of BMP, GIF, HEIC, JPEG, PNG, TIFF, WEBP",
    ),
    "one record too many": Failure(
        replying(
            Ximilar,
            make_response(
                {"task_id": "1", "version": 1, "status": {"code": 200, "text": "OK"}, "records": [GOOD_RECORD] * 2}
            ),
        ),
        lambda client: client.classify(RED, task="1"),
        ResponseDecodeError,
        "recognition_classify: the response has 2 records for 1 images",
        None,
    ),
    "unavailable": Failure(
        replying(Ximilar, make_response("<html></html>", status="503 Unavailable", content_type="text/html")),
        lambda client: client.tasks.list(),
        ServerError,
        "tasks_list: status 503: the response is a web page",
        "try again later",
    ),
    "web page of another server": Failure(
        replying(Ximilar, make_response("<html></html>", status="404 Not Found", content_type="text/html")),
        lambda client: client.classify(RED, task="6f1a2c34"),
        NotFoundError,
        "recognition_classify: status 404: the response is a web page",
        "check base_url, and whether a proxy or login page responds in place of the API",
    ),
    "404 without a body": Failure(
        replying(Ximilar, make_response("", status="404 Not Found")),
        lambda client: client.classify(RED, task="6f1a2c34"),
        NotFoundError,
        "recognition_classify: status 404",
        None,
    ),
    "error of one record": Failure(
        replying(Ximilar, make_response({"records": [{}, {"_url": ["Enter a URL."]}]}, status="400 Bad Request")),
        lambda client: client.classify(RED, task="6f1a2c34"),
        BadRequestError,
        "recognition_classify: status 400: records: _url: Enter a URL",
        None,
    ),
}
