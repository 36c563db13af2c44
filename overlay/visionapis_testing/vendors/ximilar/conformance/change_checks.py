"""Checks of requests that change a resource: the change is visible when the resource is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from schemathesis import CheckContext, Response

from visionapis_testing.conformance.exchanges import (
    call_operation,
    fetch_json,
    is_valid,
    operation_id,
    request_json,
    response_json,
)
from visionapis_testing.conformance.scenarios import Case, Check, require

_MAX_PAGE_SIZE = 1_000
"""The largest page size, with which a list has one page."""


@dataclass(frozen=True, slots=True)
class Change:
    """A request that changed a resource, and its response."""

    case: Case
    response: Response
    path: Mapping[str, Any]
    body: Mapping[str, Any]
    result: Any

    def read(self, operation: str, path: Mapping[str, object], query: Mapping[str, object] | None = None) -> Any:
        """Call another operation and return its JSON."""
        return fetch_json(self.case, self.response, operation, path, query)

    def labels(self) -> dict[str, float | None]:
        """Read the image and return the values of its labels by id; the value of a category or tag is None."""
        return _labels(self.read("images_get", self.path))


def changes_are_visible(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a change is visible when the resource is read."""
    is_visible = _CHANGES.get(operation_id(case))
    parsed = response_json(case, response, 201 if operation_id(case) == "tasks_create" else 200)
    if is_visible is not None and parsed is not None and is_valid(case):
        change = Change(case, response, case.path_parameters, request_json(case), parsed)
        require(is_visible(change), "the change is not visible when the resource is read")


def wiped_images_are_gone(images: Sequence[str]) -> Check:
    """Return a check, given the images that carry the labels which are wiped."""

    def wiped_images_are_gone(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that wiping a label deletes images."""
        if operation_id(case) == "labels_wipe" and response.status_code == 204:
            statuses = [
                call_operation(case, response, "images_get", {"image_id": image}).status_code for image in images
            ]
            require(not images or 404 in statuses, "no image was deleted with the label")

    return wiped_images_are_gone


def _task_has_label(change: Change) -> bool:
    page = change.read("labels_list", {}, {"task": change.path["task_id"], "page_size": _MAX_PAGE_SIZE})
    return change.body["label_id"] in [label["id"] for label in page["results"]]


def _label_has_task(change: Change) -> bool:
    return {"id": change.body["task_id"]} in change.read("labels_get", change.path).get("recognition_tasks", [])


def _image_has_label(change: Change) -> bool:
    labels, label = change.labels(), change.body["label_id"]
    return label in labels and labels[label] in {None, change.body.get("value")}


def _image_has_meta_data(change: Change) -> bool:
    image = change.read("images_get", change.path)
    return bool(image.get("meta_data") == change.body["meta_data"] == change.result.get("meta_data"))


def _images_are_changed(change: Change) -> bool:
    body = change.body
    added, removed = set(body.get("labels-add", ())), set(body.get("labels-remove", ()))
    marks = {
        field: bool(body.get(on))
        for field, on, off in (("test_image", "mark-test", "unmark-test"), ("real", "mark-real", "unmark-real"))
        if bool(body.get(on)) != bool(body.get(off))
    }
    changed = 0
    for image_id in set(body.get("images", ())):
        response = call_operation(change.case, change.response, "images_get", {"image_id": image_id})
        image = cast("dict[str, Any]", response.json() if response.status_code == 200 else {})
        if image.get("id") != image_id:
            continue  # an unknown id is not an error
        labels = _labels(image).keys()
        if not added - removed <= labels or labels & (removed - added):
            return False
        if any(image.get(field) != value for field, value in marks.items()):
            return False
        changed += 1
    return bool(changed <= change.result)


def _task_has_training(change: Change) -> bool:
    return change.read("tasks_get", change.path).get("last_train_status") is not None


def _task_has_negative_label(change: Change) -> bool:
    task = change.result
    if task["type"] != "multi_label":
        return True
    labels = change.read("labels_list", {}, {"task": task["id"]})["results"]
    return [label.get("negative_for_task") for label in labels] == [task["id"]]


def _labels(image: Mapping[str, Any]) -> dict[str, float | None]:
    return {label["id"]: label.get("value") for label in image.get("labels", [])}


_CHANGES: Mapping[str, Callable[[Change], bool]] = {
    "tasks_create": _task_has_negative_label,
    "tasks_train": _task_has_training,
    "tasks_add_label": _task_has_label,
    "tasks_remove_label": lambda change: not _task_has_label(change),
    "labels_add_task": _label_has_task,
    "labels_remove_task": lambda change: not _label_has_task(change),
    "images_update_many": _images_are_changed,
    "images_update": _image_has_meta_data,
    "images_add_label": _image_has_label,
    "images_remove_label": lambda change: change.body["label_id"] not in change.labels(),
    "images_update_value": lambda change: change.labels().get(change.body["label_id"]) == change.body["value"],
}
