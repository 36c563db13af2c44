"""What a schema cannot say of Ximilar's answers.

Each check takes what schemathesis passes to one and raises AssertionError. An answer of the wrong shape is left to the
check of schemas.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from schemathesis import CheckContext, Response

from visionapis_contracts.ximilar.models import Classification, ClassifiedRecord, PredictedLabel
from visionapis_testing.conformance.exchanges import (
    answered,
    differs_in_path_alone,
    found,
    operation_id,
    query_of,
    sent,
)
from visionapis_testing.conformance.scenarios import SERVER, Case, Check, require
from visionapis_testing.conformance.scores import require_order, require_range

LISTS = ("tasks_list", "labels_list", "images_list")

ROUNDING = 0.01
"""How far from 1 the shares of all labels may sum: each is rounded."""

_MOST_PAGES = 4
"""A list is followed no further."""

_OK = 200
_DUPLICATE = re.compile(r"image ID..([0-9a-f-]{36})")
_OWN_FIELDS = {field.alias or name for name, field in ClassifiedRecord.model_fields.items()} - {"_url"}
"""What the server writes into a record: such fields of the request do not come back."""


def unknown_is_not_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """An id that the server does not hold is answered with 404."""
    if differs_in_path_alone(case):
        require(response.status_code in {404, 405}, "the status for an unknown id is 404")


def pages_are_whole(ctx: CheckContext, response: Response, case: Case) -> None:
    """Pages lead to each other on the host that was asked, and hold each entry once and as many as they count."""
    page, asked = _list(case, response), query_of(response.request.url)
    if page is None or not all(asked.get(name, "1").isdecimal() for name in ("page", "page_size")):
        return
    number = int(asked.get("page", 1))
    _require_neighbours(case, asked, number, page)
    if "page_size" in asked:
        size = int(asked["page_size"])
        expected = max(0, min(size, page["count"] - (number - 1) * size))
        require(len(page["results"]) == expected, f"{len(page['results'])} entries where {expected} belong")
        require((page["next"] is not None) == (number * size < page["count"]), "next does not fit the count")
    if number > 1:
        return
    ids = [entry["id"] for entry in page["results"]]
    for _ in range(_MOST_PAGES):
        if page["next"] is None:
            require(len(ids) == page["count"], f"{len(ids)} entries on all pages, where {page['count']} are counted")
            break
        page = found(case, response, operation_id(case), query=query_of(page["next"]))
        ids += [entry["id"] for entry in page["results"]]
    require(len(set(ids)) == len(ids), "an entry stands on two pages, or twice on one")


def stays_in_workspace(ctx: CheckContext, response: Response, case: Case) -> None:
    """A list shows what belongs to the workspace that was asked for, and nothing else."""
    page, asked = _list(case, response), query_of(response.request.url).get("workspace")
    if page is not None and asked is not None:
        others = {entry.get("workspace", asked) for entry in page["results"]} - {asked}
        require(not others, "entries of another workspace")


def filters_labels(ctx: CheckContext, response: Response, case: Case) -> None:
    """A list of labels shows those of the type that was asked for, whose names have what was looked for."""
    page, asked = _list(case, response), query_of(response.request.url)
    if page is None or operation_id(case) != "labels_list":
        return
    wanted = asked.get("search", "").strip('"').lower()
    for label in page["results"]:
        require(label.get("type") in {None, asked.get("type", label.get("type"))}, "a label of another type")
        require(wanted in label["name"].lower(), "a label of another name")


def records_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """An answer has one record for each that was sent, in the same order, with the fields that were sent."""
    answer = classification(response)
    if answer is None or not (body := sent(case)):
        return
    pictures: list[dict[str, Any]] = body["records"]
    records: list[dict[str, Any]] = response.json()["records"]
    require(len(records) == len(pictures), f"{len(records)} records for {len(pictures)}")
    for before, after in zip(pictures, records, strict=True):
        names = before.keys() - _OWN_FIELDS - {"_base64"} - ({"_url"} if "_base64" in before else set[str]())
        lost = sorted(name for name in names if name not in after or after[name] != before[name])
        require(not lost, f"not as it was sent: {', '.join(lost)}")


def records_as_they_are(good: Collection[str]) -> Check:
    """Make a check: `good` are URLs and base64 texts of pictures; no other one leads to a picture."""

    def records_as_they_are(ctx: CheckContext, response: Response, case: Case) -> None:
        """A picture is classified, anything else fails alone, and the whole is no success then."""
        answer = classification(response)
        if answer is None or not (body := sent(case)):
            return
        for picture, got in zip(body["records"], answer.records, strict=False):
            is_good = picture.get("_base64", picture.get("_url")) in good
            require((got.field_status.code == _OK) == is_good, "the status of a record does not fit its picture")
            require(isinstance(got.labels, list) == is_good, "labels are there without a picture, or not there")
        fails = any(record.field_status.code != _OK for record in answer.records)
        require((answer.status.code == _OK) != fails, "the status of the whole hides that of a record")

    return records_as_they_are


def labels_by_kind(kinds: Mapping[str, str]) -> Check:
    """Make a check: `kinds` says of each task which type it is of."""

    def labels_by_kind(ctx: CheckContext, response: Response, case: Case) -> None:
        """The task and the version that were asked for answer with all its labels, best first."""
        answer = classification(response)
        if answer is None or not (body := sent(case)):
            return
        task, version = body["task_id"], body.get("version")
        require(answer.task_id == task, "another task answers")
        require(version is None or answer.version == version, "another version answers")
        every = [record.labels for record in answer.records if isinstance(record.labels, list)]
        for labels in every:
            require({label.id for label in labels} == {label.id for label in every[0]}, "records differ in labels")
            _require_kind(labels, kinds.get(str(task), ""))
        for record in answer.records:
            if isinstance(record.labels, list):
                require(record.best_label == record.labels[0], "the best label is not the first")

    return labels_by_kind


def stored_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """Pictures that are to be stored can be got by their ids; others have none."""
    answer = classification(response)
    if answer is None or not (body := sent(case)):
        return
    for record in answer.records:
        if record.field_status.code != _OK:
            continue
        stored = record.field_stored_image_id
        require(isinstance(stored, str) == bool(body.get("store_images")), "stored unasked, or not stored")
        if isinstance(stored, str):
            found(case, response, "images_get", {"image_id": stored})


def duplicate_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """The refusal of a picture that is kept already has the id of that one, two characters behind `image ID`."""
    if is_duplicate(case, response):
        named = _DUPLICATE.search(response.content.decode())
        require(named, "no id of the picture that is kept")
        if named:
            found(case, response, "images_get", {"image_id": named[1]})


def is_duplicate(case: Case, response: Response) -> bool:
    """Whether a picture was refused because the workspace has it."""
    is_refused = operation_id(case) == "images_upload" and response.status_code == 400
    return is_refused and b"already exists" in response.content


def credits_go_down() -> Check:
    """Make a check, which remembers what was left after the request before."""
    left: int | None = None

    def credits_go_down(ctx: CheckContext, response: Response, case: Case) -> None:
        """Each picture of a request that is answered costs a credit, in an upload as in a record."""
        nonlocal left
        answer = classification(response)
        is_upload = operation_id(case) == "images_upload" and response.status_code == 201
        if answer is None and not is_upload:
            return
        used = 1 if answer is None else len(answer.records)
        before, left = left, found(case, response, "account_details").get("credits_counter")
        require(
            before is None or left is None or left <= before - used,
            f"{left} credits are left of {before} after {used} pictures",
        )

    return credits_go_down


def _list(case: Case, response: Response) -> dict[str, Any] | None:
    """The page that was answered; None for any other answer."""
    page: dict[str, Any] | None = answered(case, response, _OK) if operation_id(case) in LISTS else None
    return page


def classification(response: Response) -> Classification | None:
    """The records of an answer to a classification; None for any other answer."""
    if response.status_code != _OK:
        return None
    try:
        return Classification.model_validate_json(response.content, strict=True)
    except ValidationError:
        return None


def _require_neighbours(case: Case, sent: Mapping[str, str], number: int, page: Mapping[str, Any]) -> None:
    asked = urlsplit(str(case.operation.schema.raw_schema[SERVER])).netloc
    for name, neighbour in (("next", number + 1), ("previous", number - 1)):
        url = page.get(name)
        if url is None:
            continue
        host, path = _place_of(url)
        require(host == asked, f"{name} is on another host")
        require(path.rstrip("/").endswith(case.operation.path), f"{name} is another list")
        require(query_of(url) == {**sent, "page": str(neighbour)}, f"{name} does not ask for page {neighbour} of it")
    require(number > 1 or page.get("previous") is None, "there is a page before the first")


def _place_of(url: str) -> tuple[str, str]:
    """Host and path; nothing for what is no URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.netloc, parts.path


def _require_kind(labels: list[PredictedLabel], kind: str) -> None:
    numbers = [label.value if kind == "regression" else label.prob for label in labels]
    scores = [number for number in numbers if isinstance(number, float)]
    require(len(scores) == len(numbers), "a label without its number")
    require_order(scores)
    if kind != "regression":
        require_range(scores)
    if kind == "multi_class":
        require(abs(sum(scores) - 1) <= ROUNDING, f"does not sum to 1: {scores}")
