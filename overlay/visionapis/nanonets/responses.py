"""Read Nanonets' responses: errors, hints, failed images, labels, and the states of trainings and predictions."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast, get_args

import httpx

from visionapis._http.response_rules import EmbeddedError, ResponseRules
from visionapis._images.input import LoadedImage
from visionapis._images.sources import ImageSource
from visionapis.errors import ItemFailure, JobError, ResponseDecodeError, VisionAPIError
from visionapis.types import Classification, Label, make_classification, read_integer, read_label, read_text

from . import models
from .requests import ModelType, image_names

if TYPE_CHECKING:
    from visionapis_contracts.nanonets import responses as documents

HINTS = {401: "check the key in api_key= or NANONETS_API_KEY", 402: "see the billing page of the account"}

# Seconds that the vendor recommends to wait after status 429.
RETRY_DELAYS = (30.0, 60.0, 120.0)

# The calls of models of each type.
MODEL_CALL = f"({'|'.join(get_args(ModelType))})_(.*)"

# The vendor's messages about a model whose state does not allow the call, as users quote them.
NOT_READY = "(?i)not ready|state of (the )?model"

# Messages of entries that did not fail, in lower case. A page that the server reads later is pending.
SUCCESS_MESSAGES = frozenset({"", "success", "pending"})

# States of a model; the other ones lead to these.
TRAINING_FAILED, NO_TRAINING_DATA = -1, 0
TRAINED, TRAINED_ANEW = 5, 6


def find_error(response: httpx.Response) -> EmbeddedError | None:
    """Return the error of a response, with the reasons from its body, which `message` often lacks."""
    if not response.is_error:
        return None
    body = cast("documents.ErrorResponse", response.json())
    message = read_text(body["message"] or "")
    reasons = "; ".join(
        ": ".join(filter(None, (each.get("reason"), each.get("message")))) for each in body.get("errors", ())
    )
    if reasons and message.lower() == httpx.codes.get_reason_phrase(response.status_code).lower():
        message = ""  # the name of the status, such as `Conflict`
    return EmbeddedError(response.status_code, ": ".join(filter(None, (message, reasons))))


def find_failures(status_code: int, response: object) -> Sequence[ItemFailure] | None:
    """Return the images of a call that failed.

    The vendor's documents give partial success status 202 in one place and 206 in another. An upload that succeeded in
    part does not say which images failed.
    """
    entries = (
        response.result if isinstance(response, (models.Classification, models.Detection, models.Submission)) else ()
    )
    failures = [
        ItemFailure(index, None, read_text(entry.message or ""))
        for index, entry in enumerate(entries)
        if _is_failed(entry)
    ]
    unknown = [ItemFailure(None, status_code, "the response does not say which")] if status_code in {202, 206} else None
    return failures or unknown


def find_hint(error: VisionAPIError) -> str | None:
    """Return a hint that follows from the call and message of an error, if any."""
    known = isinstance(error.body, dict)
    if error.status_code == 404 and known and "path" in error.message.lower():
        return "check the path of base_url"
    if (call := re.fullmatch(MODEL_CALL, error.operation or "")) is None:
        return None
    resource, method = call.groups()
    if error.status_code == 404 and known:
        if method in {"create_model", "list_models"}:
            return "check the path of base_url"
        return f"check the model id, and that the model is of type {resource}: each type has its own methods"
    if error.status_code in {400, 409} and re.search(NOT_READY, error.message):
        if method.startswith(("predict", "submit")):
            return "wait_until_trained() waits until the model can predict"
        return f"{resource}.get_model() returns the state of the model"
    return None


RULES = ResponseRules(
    hints=HINTS, find_hint=find_hint, find_error=find_error, find_failures=find_failures, retry_delays=RETRY_DELAYS
)


def to_classifications(
    response: models.Classification, *, images: Sequence[LoadedImage], threshold: float | None
) -> list[Classification[models.Classification] | VisionAPIError | int]:
    """Return the result of each image of a call, in order; for an image that failed, the index of its failed entry.

    `raw` of a result is the response with the entries of its image only: several for the pages of a PDF. An image
    without an entry has a ResponseDecodeError. Raises ResponseDecodeError for a label that is not as documented.
    """
    failed = {index for index, entry in enumerate(response.result) if _is_failed(entry)}
    results: list[Classification[models.Classification] | VisionAPIError | int] = []
    for image, indices in zip(images, _entries_of(images, response.result), strict=True):
        own = copy.copy(response)
        own.result = [response.result[index] for index in indices]
        size = image.image_size if isinstance(image, ImageSource) else None
        if not indices:
            results.append(ResponseDecodeError("the response has no entry for this image"))
        elif failures := failed.intersection(indices):
            results.append(min(failures))
        else:
            results.append(make_classification(_to_labels(own.result), own, image_size=size, threshold=threshold))
    return results


def trained_model(model: models.Model) -> models.Model | None:
    """Return the model if it can predict, as one that is being trained anew still can, else None.

    Raises:
        JobError: The training failed, or the model has no training data.
        ResponseDecodeError: The state is not an integer.
    """
    state = read_integer(model.state, "the state of the model")
    if state == TRAINING_FAILED:
        raise JobError(f"model {model.model_id}: training failed: {model.status or 'no reason given'}")
    if state == NO_TRAINING_DATA:
        raise JobError(f"model {model.model_id}: no training data", hint="upload training images, then call train()")
    return model if state in {TRAINED, TRAINED_ANEW} else None


def page_ids(submission: models.Submission) -> list[str]:
    """Return the ids of a submission's pages.

    Raises:
        ResponseDecodeError: A page has no id.
    """
    ids = [page.id for entry in submission.result for page in _pages_of(entry)]
    if not all(ids):
        raise ResponseDecodeError("the submission has a page without an id")
    return [id_ for id_ in ids if id_]


def read_page(response: models.InferencePage) -> models.ReviewPage | None:
    """Return the page of a response, or None if the server has not read it yet.

    Raises:
        JobError: The server could not read the page.
    """
    # The vendor does not publish how a pending page is returned. A page without boxes is treated as pending, unless its
    # `status` is success: `message` says success for pages that were only received, too.
    for page in response.result:  # a list of one
        status, *messages = (read_text(each or "").lower() for each in (page.status, page.message, response.message))
        if "failure" in {status, *messages}:
            raise JobError(f"the server could not read page {page.id} in three attempts", hint="submit the file again")
        if page.prediction or status == "success":
            return page
    return None


def _pages_of(entry: models.SubmittedFile | models.DetectedPage) -> Sequence[models.DetectedPage]:
    return entry.result if isinstance(entry, models.SubmittedFile) else [entry]


def _is_failed(entry: models.ClassifiedFile | models.DetectedPage | models.SubmittedFile) -> bool:
    message = read_text(entry.message or "").lower()
    predicted = not isinstance(entry, models.SubmittedFile) and entry.prediction
    return not predicted and message not in SUCCESS_MESSAGES


def _entries_of(images: Sequence[LoadedImage], entries: Sequence[models.ClassifiedFile]) -> list[list[int]]:
    """Return the indices of each image's entries: in the order of the call, or by name if the numbers differ.

    A PDF may have one entry per page.
    """
    indices, alone = range(len(entries)), len(images) == 1
    if len(entries) == len(images):
        return [[index] for index in indices]
    return [[index for index in indices if alone or entries[index].file == name] for name in image_names(images)]


def _to_labels(entries: Iterable[models.ClassifiedFile]) -> Iterable[Label]:
    """Return each label once, with its highest confidence on any page."""
    best: dict[str, Label] = {}
    for label in (read_label(each.label, each.probability) for entry in entries for each in entry.prediction):
        if label.name not in best or label.confidence > best[label.name].confidence:
            best[label.name] = label
    return best.values()
