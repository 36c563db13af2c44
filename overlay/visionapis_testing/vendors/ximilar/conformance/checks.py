"""Checks of Ximilar's responses that a schema cannot express.

Each has the signature of a schemathesis check. They skip a response that does not match its schema, which the check of
schemas reports.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from schemathesis import CheckContext, Response

from visionapis_contracts.ximilar.models import Classification, ClassifiedRecord, PredictedLabel, PredictedValue
from visionapis_testing.conformance.exchanges import (
    differs_in_path_alone,
    fetch_json,
    operation_id,
    query_params,
    request_json,
    response_json,
)
from visionapis_testing.conformance.scenarios import SERVER, Case, Check, require
from visionapis_testing.conformance.scores import require_order, require_range

LISTS = ("tasks_list", "labels_list", "images_list")

ROUNDING = 0.01
"""The tolerance of the sum of all probabilities, each of which is rounded."""

_MAX_PAGES = 4
"""The number of further pages of a list that are read."""

_OK = 200
_DUPLICATE = re.compile(r"image ID..([0-9a-f-]{36})")
_OWN_FIELDS = {field.alias or name for name, field in ClassifiedRecord.model_fields.items()} - {"_url"}
"""Fields of a record that the server writes, so that it does not return the values that were sent."""


def unknown_id_is_not_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that an unknown id gets status 404."""
    if differs_in_path_alone(case):
        require(response.status_code in {404, 405}, f"status {response.status_code} for an unknown id")


def pages_are_complete(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that pages link to each other on the same host, and have each of the counted entries once."""
    page, query = _list(case, response), query_params(response.request.url)
    if page is None or not all(query.get(name, "1").isdecimal() for name in ("page", "page_size")):
        return
    number = int(query.get("page", 1))
    _require_links(case, query, number, page)
    if "page_size" in query:
        size = int(query["page_size"])
        expected = max(0, min(size, page["count"] - (number - 1) * size))
        require(len(page["results"]) == expected, f"{len(page['results'])} entries, expected {expected}")
        require((page["next"] is not None) == (number * size < page["count"]), "next does not match the count")
    if number > 1:
        return
    ids = [entry["id"] for entry in page["results"]]
    for _ in range(_MAX_PAGES):
        if page["next"] is None:
            require(len(ids) == page["count"], f"{len(ids)} entries on all pages, count {page['count']}")
            break
        page = fetch_json(case, response, operation_id(case), query=query_params(page["next"]))
        ids += [entry["id"] for entry in page["results"]]
    require(len(set(ids)) == len(ids), "duplicate entries")


def list_stays_in_workspace(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a list has entries of the requested workspace only."""
    page, requested = _list(case, response), query_params(response.request.url).get("workspace")
    if page is not None and requested is not None:
        others = {entry.get("workspace", requested) for entry in page["results"]} - {requested}
        require(not others, "entries of another workspace")


def label_filters_apply(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a list has labels of the requested type whose names contain the search text."""
    page, query = _list(case, response), query_params(response.request.url)
    if page is None or operation_id(case) != "labels_list":
        return
    search = query.get("search", "").strip('"').lower()
    for label in page["results"]:
        require(label.get("type") in {None, query.get("type", label.get("type"))}, "a label of another type")
        require(search in label["name"].lower(), "a label whose name does not match the search")


def records_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a response has one record per record of the request, in order and with the fields that were sent."""
    parsed = classification(response)
    if parsed is None or not (body := request_json(case)):
        return
    images: list[dict[str, Any]] = body["records"]
    records: list[dict[str, Any]] = response.json()["records"]
    require(len(records) == len(images), f"{len(records)} records for {len(images)} in the request")
    for before, after in zip(images, records, strict=True):
        names = before.keys() - _OWN_FIELDS - {"_base64"} - ({"_url"} if "_base64" in before else set[str]())
        different = sorted(name for name in names if name not in after or after[name] != before[name])
        require(not different, f"fields differ from those that were sent: {', '.join(different)}")


def record_statuses(valid: Collection[str]) -> Check:
    """Return a check, given the URLs and Base64 texts of all valid images."""

    def record_statuses(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that valid images have labels, other records an error, and the response an error if any record has."""
        parsed = classification(response)
        if parsed is None or not (body := request_json(case)):
            return
        for image, record in zip(body["records"], parsed.records, strict=False):
            is_valid = image.get("_base64", image.get("_url")) in valid
            require((record.field_status.code == _OK) == is_valid, "the status of a record does not match its image")
            require(isinstance(record.labels, list) == is_valid, "labels without a valid image, or none with one")
        fails = any(record.field_status.code != _OK for record in parsed.records)
        require((parsed.status.code == _OK) != fails, "the status of the response does not match those of its records")

    return record_statuses


def labels_fit_task(types: Mapping[str, str]) -> Check:
    """Return a check, given the type of each task."""

    def labels_fit_task(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that records have all labels of the requested task and version, best first."""
        parsed = classification(response)
        if parsed is None or not (body := request_json(case)):
            return
        task, version = body["task_id"], body.get("version")
        require(parsed.task_id == task, "another task")
        require(version is None or parsed.version == version, "another version")
        predictions = [
            [label.root for label in record.labels] for record in parsed.records if isinstance(record.labels, list)
        ]
        for labels in predictions:
            require(
                {label.id for label in labels} == {label.id for label in predictions[0]},
                "labels differ between records",
            )
            _require_scores(labels, types.get(str(task), ""))
        for record in parsed.records:
            if isinstance(record.labels, list):
                require(record.best_label == record.labels[0], "best_label is not the first label")

    return labels_fit_task


def stored_image_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that images have an id and can be read exactly when the request asks to store them."""
    parsed = classification(response)
    if parsed is None or not (body := request_json(case)):
        return
    for record in parsed.records:
        if record.field_status.code != _OK:
            continue
        stored = record.field_stored_image_id
        require(
            isinstance(stored, str) == bool(body.get("store_images")),
            "an image that was stored without a request, or not stored",
        )
        if isinstance(stored, str):
            fetch_json(case, response, "images_get", {"image_id": stored})


def duplicate_names_original(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that the error for a duplicate has the id of the image that exists, after `image ID`."""
    if is_duplicate(case, response):
        named = _DUPLICATE.search(response.content.decode())
        require(named, "no id of the existing image")
        if named:
            fetch_json(case, response, "images_get", {"image_id": named[1]})


def is_duplicate(case: Case, response: Response) -> bool:
    """Return whether an image was rejected because the workspace already has it."""
    is_rejected = operation_id(case) == "images_upload" and response.status_code == 400
    return is_rejected and b"already exists" in response.content


def credits_decrease() -> Check:
    """Return a check that remembers the credits after the request before."""
    remaining: int | None = None

    def credits_decrease(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that each classified or uploaded image costs a credit."""
        nonlocal remaining
        parsed = classification(response)
        is_upload = operation_id(case) == "images_upload" and response.status_code == 201
        if parsed is None and not is_upload:
            return
        used = 1 if parsed is None else len(parsed.records)
        before, remaining = remaining, fetch_json(case, response, "account_details").get("credits_counter")
        require(
            before is None or remaining is None or remaining <= before - used,
            f"{remaining} credits remain of {before} after {used} images",
        )

    return credits_decrease


CHECKS: tuple[Check, ...] = (
    unknown_id_is_not_found,
    pages_are_complete,
    list_stays_in_workspace,
    label_filters_apply,
    records_in_order,
    stored_image_is_found,
    duplicate_names_original,
)


def _list(case: Case, response: Response) -> dict[str, Any] | None:
    """Return the page of a list; None for another response."""
    page: dict[str, Any] | None = response_json(case, response, _OK) if operation_id(case) in LISTS else None
    return page


def classification(response: Response) -> Classification | None:
    """Return a classification; None for another response."""
    if response.status_code != _OK:
        return None
    try:
        return Classification.model_validate_json(response.content, strict=True)
    except ValidationError:
        return None


def _require_links(case: Case, query: Mapping[str, str], number: int, page: Mapping[str, Any]) -> None:
    own_host = urlsplit(str(case.operation.schema.raw_schema[SERVER])).netloc
    for name, neighbour in (("next", number + 1), ("previous", number - 1)):
        url = page.get(name)
        if url is None:
            continue
        host, path = _host_and_path(url)
        require(host == own_host, f"{name} is on another host")
        require(path.rstrip("/").endswith(case.operation.path), f"{name} links to another list")
        require(query_params(url) == {**query, "page": str(neighbour)}, f"{name} does not link to page {neighbour}")
    require(number > 1 or page.get("previous") is None, "the first page links to a previous one")


def _host_and_path(url: str) -> tuple[str, str]:
    """Return the host and path of a URL; empty for an invalid one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.netloc, parts.path


def _require_scores(labels: list[PredictedLabel | PredictedValue], task_type: str) -> None:
    values = [label.value if task_type == "regression" else getattr(label, "prob", None) for label in labels]
    scores = [value for value in values if isinstance(value, float)]
    require(len(scores) == len(values), "a label without a probability or value")
    require_order(scores)
    if task_type != "regression":
        require_range(scores)
    if task_type == "multi_class":
        require(abs(sum(scores) - 1) <= ROUNDING, f"probabilities do not sum to 1: {scores}")
