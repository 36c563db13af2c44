"""Whether what a request changed shows when it is read: one reading for each kind of change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from schemathesis import CheckContext, Response

from visionapis_testing.conformance.exchanges import answered, ask, found, is_valid, operation_id, sent
from visionapis_testing.conformance.scenarios import Case, Check, require

_EVERY = 1_000
"""As many entries as a page can be asked to have, so that there is one."""


@dataclass(frozen=True, slots=True)
class Change:
    """A request that changed something."""

    case: Case
    response: Response
    path: Mapping[str, Any]
    body: Mapping[str, Any]
    answer: Any

    def read(self, operation: str, path: Mapping[str, object], query: Mapping[str, object] | None = None) -> Any:
        """Return what another operation answers now."""
        return found(self.case, self.response, operation, path, query)

    def labels(self) -> dict[str, float | None]:
        """Return the numbers of the labels that the picture carries now, by id; None where a label has none."""
        return _labels(self.read("images_get", self.path))


def changes_show(ctx: CheckContext, response: Response, case: Case) -> None:
    """What a request changed is read as it was changed."""
    shows = _CHANGES.get(operation_id(case))
    answer = answered(case, response, 201 if operation_id(case) == "tasks_create" else 200)
    if shows is not None and answer is not None and is_valid(case):
        change = Change(case, response, case.path_parameters, sent(case), answer)
        require(shows(change), "the change does not show when it is read")


def wiped_pictures_are_gone(images: Sequence[str]) -> Check:
    """Make a check: `images` are the pictures that carry the labels which are wiped."""

    def wiped_pictures_are_gone(ctx: CheckContext, response: Response, case: Case) -> None:
        """A label that is wiped takes its pictures along."""
        if operation_id(case) == "labels_wipe" and response.status_code == 204:
            statuses = [ask(case, response, "images_get", {"image_id": image}).status_code for image in images]
            require(not images or 404 in statuses, "no picture went with the label that was wiped")

    return wiped_pictures_are_gone


def _task_has_label(change: Change) -> bool:
    page = change.read("labels_list", {}, {"task": change.path["task_id"], "page_size": _EVERY})
    return change.body["label_id"] in [label["id"] for label in page["results"]]


def _label_has_task(change: Change) -> bool:
    return {"id": change.body["task_id"]} in change.read("labels_get", change.path).get("recognition_tasks", [])


def _image_has_label(change: Change) -> bool:
    carried, label = change.labels(), change.body["label_id"]
    return label in carried and carried[label] in {None, change.body.get("value")}


def _image_has_meta_data(change: Change) -> bool:
    held = change.read("images_get", change.path)
    return bool(held.get("meta_data") == change.body["meta_data"] == change.answer.get("meta_data"))


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
        answer = ask(change.case, change.response, "images_get", {"image_id": image_id})
        image = cast("dict[str, Any]", answer.json() if answer.status_code == 200 else {})
        if image.get("id") != image_id:
            continue  # there is none, and nothing says that this is refused
        carried = _labels(image).keys()
        if not added - removed <= carried or carried & (removed - added):
            return False
        if any(image.get(field) != value for field, value in marks.items()):
            return False
        changed += 1
    return bool(changed <= change.answer)


def _task_has_training(change: Change) -> bool:
    return change.read("tasks_get", change.path).get("last_train_status") is not None


def _task_has_negative_label(change: Change) -> bool:
    task = change.answer
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
