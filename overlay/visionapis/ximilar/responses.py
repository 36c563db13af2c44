"""What Ximilar's answers mean: the status in the body, that of each record, labels, and training."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from visionapis._http.batches import failed
from visionapis._http.responses import Refusal, Rules, one_line
from visionapis._images.sources import PictureSource
from visionapis.errors import DecodeError, Failure, JobError, PartialFailureError, UnsupportedModelError, VisionAPIError
from visionapis.types import Size, classified, labelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from visionapis._images.input import PictureURL
    from visionapis.types import Classification
    from visionapis_generated.ximilar.models import Classification as Answer
    from visionapis_generated.ximilar.models import ClassifiedRecord, Task

    Loaded: TypeAlias = PictureSource | PictureURL
    Result: TypeAlias = Classification[ClassifiedRecord] | VisionAPIError

CLASSIFY = "recognition_classify"

ADVICE = {
    400: "check the parameters and the pictures; classifying needs a task that is trained",
    401: "set XIMILAR_TOKEN, or api_key=, to the token of the account",
    403: "look up in the account whether credits are left, and whether the plan has this feature",
    404: "check the id, and that it is of the account's default workspace; else name the workspace",
}


def _refusal(response: httpx.Response) -> Refusal | None:
    """A status in place of records; one beside records is for `_failures`, so that no good record is lost."""
    if b'"status"' not in response.content or b'"records"' in response.content:
        return None  # without parsing the answer twice
    status = response.json()["status"]
    code = int(status["code"])
    return None if code == 200 else Refusal(code if response.is_success else response.status_code, str(status["text"]))


def _failures(_status: int, answer: object) -> Refusal | list[Failure] | None:
    """The records that failed. Their own statuses count: that of the whole was seen to be 500 beside good ones."""
    from visionapis_generated.ximilar.models import Classification as Answer

    if not isinstance(answer, Answer):
        return None
    code = int(answer.status.code)
    if not answer.records and code != 200:
        return Refusal(code, str(answer.status.text))
    return [
        Failure(index, int(record.status.code), str(record.status.text))
        for index, record in enumerate(answer.records)
        if record.status.code != 200
    ]


RULES = Rules(advice=ADVICE, refusal=_refusal, failures=_failures)


def results(answer: Answer | PartialFailureError, pictures: Sequence[Loaded], threshold: float | None) -> list[Result]:
    """What became of each picture of a call. Raises UnsupportedModelError and DecodeError."""
    errors = failed(answer) if isinstance(answer, PartialFailureError) else {}
    records = cast("Answer", answer.answer if isinstance(answer, PartialFailureError) else answer).records
    if len(records) != len(pictures):
        raise DecodeError(f"{CLASSIFY}: {len(records)} records came for {len(pictures)} pictures", operation=CLASSIFY)
    return [
        errors.get(index) or _common(record, picture, threshold)
        for index, (record, picture) in enumerate(zip(records, pictures, strict=True))
    ]


def _common(record: ClassifiedRecord, picture: Loaded, threshold: float | None) -> Classification[ClassifiedRecord]:
    """The result that all vendors share."""
    labels = record.labels
    # A regression task's answer was never seen. It is believed to have values, beside or in place of scores.
    if not isinstance(labels, list) or any(isinstance(label.value, (int, float)) for label in labels):
        raise UnsupportedModelError(
            f"{CLASSIFY}: the answer has values in place of scores for labels, as of a regression task; read them with "
            "client.recognition.classify(task_id=..., records=[client.record(picture)])",
            operation=CLASSIFY,
        )
    found = (labelled(label.name, label.prob) for label in labels)
    return classified(found, record, size=_size(record, picture), threshold=threshold)


def _size(record: ClassifiedRecord, picture: Loaded) -> Size | None:
    if isinstance(record.width, int):
        return Size.of(record.width, record.height)
    return picture.pixels if isinstance(picture, PictureSource) else None


def single(results: Sequence[Result]) -> Classification[ClassifiedRecord]:
    """The result of a call with one picture. Raises its error."""
    (result,) = results
    if isinstance(result, VisionAPIError):
        raise result
    return result


def is_trained(task: Task, newer_than: int | None) -> bool:
    """Whether a training has ended. Raises JobError when it failed.

    Of the states only `TRAINED` and `IN_TRAINING` are known; what speaks of failure is taken for it, and all else for
    something that goes on.
    """
    state, version = str(task.last_train_status).upper(), task.production_version
    if "FAIL" in state or "ERROR" in state:
        raise JobError(
            one_line(f"the training of task {task.id} ended as {state}; look it up in the vendor's application")
        )
    return state == "TRAINED" and (newer_than is None or (isinstance(version, int) and version > newer_than))
