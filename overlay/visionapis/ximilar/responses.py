"""Read Ximilar's responses: errors in bodies and records, hints, labels, and the state of a training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import httpx

from visionapis._http.response_rules import EmbeddedError, ResponseRules
from visionapis._images.input import LoadedImage
from visionapis._images.sources import ImageSource
from visionapis.errors import (
    ItemFailure,
    JobError,
    ResponseDecodeError,
    UnsupportedModelError,
    VisionAPIError,
)
from visionapis.types import Classification, ImageSize, make_classification, read_integer, read_label, read_text

from . import models

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses as documents

CLASSIFY = "recognition_classify"

# The status of a record that was classified.
SUCCESS = 200

HINTS = {401: "check the token in api_key= or XIMILAR_TOKEN"}

# Calls without ids, where 404 can only be about the path.
CALLS_WITHOUT_IDS = ("account_", "workspaces_")


def find_error(response: httpx.Response) -> EmbeddedError | None:
    """Return the error in a body: a `status`, or, in an HTTP error, texts by field or in a list.

    The `status` of a body with records is left to `find_failures`, so that the results of good records are kept.
    """
    if response.is_error and (message := _join_texts(response.json())):
        return EmbeddedError(response.status_code, message)
    # Searched as bytes, because parsing every body twice would take too long.
    if b'"status"' not in response.content or b'"records"' in response.content:
        return None
    status = cast("documents.ClassificationFailure", response.json())["status"]
    code = int(status["code"])
    if code == 200:
        return None
    return EmbeddedError(code if response.is_success else response.status_code, read_text(status["text"]))


def find_failures(_status_code: int, response: object) -> EmbeddedError | list[ItemFailure] | None:
    """Return the records that failed, by their own statuses: the body's can be 500 although other records succeeded."""
    if not isinstance(response, models.Classification):
        return None
    code = read_integer(response.status.code, "the status")
    if not response.records and code != 200:
        return EmbeddedError(code, read_text(response.status.text))
    return [
        ItemFailure(index, read_integer(record.status.code, "a status"), read_text(record.status.text))
        for index, record in enumerate(response.records)
        if record.status.code != SUCCESS
    ]


def find_hint(error: VisionAPIError) -> str | None:
    """Return a hint that follows from the call and message of an error, if any; the vendor documents no statuses."""
    message, operation = error.message.lower(), error.operation or ""
    if error.status_code == 400 and operation == CLASSIFY and "train" in message:
        return "train the task with tasks.train() and wait for it with wait_until_trained()"
    if error.status_code == 403 and "credit" in message:
        return "account.details() returns the remaining credits"
    if error.status_code == 404 and message.endswith("not found"):
        if operation.startswith(CALLS_WITHOUT_IDS):
            return "check the path of base_url"
        if operation.endswith(("_list", "_create")) or operation.startswith("images_upload"):
            return "check the path of base_url, and workspace= if it is passed"
        if operation == CLASSIFY:
            return "check the id and the version of the task; pass workspace= if it does not belong to the default one"
        return "check the id; pass workspace= if it does not belong to the account's default workspace"
    return None


RULES = ResponseRules(hints=HINTS, find_hint=find_hint, find_error=find_error, find_failures=find_failures)


def to_classifications(
    response: models.Classification, *, images: Sequence[LoadedImage], threshold: float | None
) -> list[Classification[models.ClassifiedRecord] | VisionAPIError | int]:
    """Return the result of each image of a call, in order; for an image that failed, its index.

    Raises:
        ResponseDecodeError: The response does not have one record per image, or a record is not as documented.
        UnsupportedModelError: A record has values in place of labels.
    """
    records = response.records
    if len(records) != len(images):
        raise ResponseDecodeError(f"the response has {len(records)} records for {len(images)} images")
    return [
        _to_classification(record, image, threshold) if record.status.code == SUCCESS else index
        for index, (record, image) in enumerate(zip(records, images, strict=True))
    ]


def trained_task(task: models.Task, after_version: int | None) -> models.Task | None:
    """Return the task if its training is finished, else None.

    Raises:
        JobError: The training failed.
    """
    # Only `TRAINED` and `IN_TRAINING` are known. A state that names a failure is treated as one, any other state as a
    # training that is still running.
    state, version = read_text(task.last_train_status or "").upper(), task.production_version
    if "FAIL" in state or "ERROR" in state:
        raise JobError(
            f"the training of task {task.id} failed: its last_train_status is {state}",
            hint="see the task in the vendor's web application",
        )
    newer = after_version is None or (isinstance(version, int) and version > after_version)
    return task if state == "TRAINED" and newer else None


def _join_texts(body: object) -> str:
    """Return the texts of an error in the shapes of Django REST Framework, which the vendor's responses resemble.

    The texts of the fields of an item stand in an object in a list.
    """
    if isinstance(body, list):
        items = cast("list[object]", body)
        return "; ".join(filter(None, (item if isinstance(item, str) else _join_texts(item) for item in items)))
    fields = cast("dict[str, object]", body) if isinstance(body, dict) else {}
    if not all(isinstance(texts, list) for texts in fields.values()):
        return ""
    texts_by_name = {name: _join_texts(texts) for name, texts in fields.items()}
    return "; ".join(f"{name}: {texts}" for name, texts in texts_by_name.items() if texts)


def _to_classification(
    record: models.ClassifiedRecord, image: LoadedImage, threshold: float | None
) -> Classification[models.ClassifiedRecord]:
    labels = record.labels
    # No response of a regression task was available; it is expected to have values, with or without scores.
    if labels is None or any(label.value is not None for label in labels):
        raise UnsupportedModelError(
            "the response has values instead of labels, as a regression task returns them",
            hint="read them with client.recognition.classify(task_id=..., records=[client.image_record(image)])",
        )
    read = (read_label(label.name, label.prob) for label in labels if isinstance(label, models.PredictedLabel))
    return make_classification(read, record, image_size=_image_size(record, image), threshold=threshold)


def _image_size(record: models.ClassifiedRecord, image: LoadedImage) -> ImageSize | None:
    size = [read_integer(each, "the image size") for each in (record.width, record.height) if each is not None]
    if not size:
        return image.image_size if isinstance(image, ImageSource) else None
    # The contract has no range; the sides of a PNG have 31 bits.
    return ImageSize(*size) if len(size) == 2 and all(0 <= side < 2**31 for side in size) else None
