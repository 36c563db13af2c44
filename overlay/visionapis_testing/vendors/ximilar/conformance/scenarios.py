"""The scenarios of Ximilar: reads, classifications, uploads, changes, trainings and deletions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from visionapis_testing.conformance.lifecycle import created_is_found, item_readers
from visionapis_testing.conformance.scenarios import Resources, Scenario

from .change_checks import changes_are_visible, wiped_images_are_gone
from .checks import CHECKS, LISTS, credits_decrease, labels_fit_task, record_statuses
from .documents import JSON, narrowed, remaining
from .edits import (
    VALID_BASE64,
    Edit,
    change,
    change_any,
    change_many,
    classify_and_store,
    classify_any,
    classify_valid,
    drop_filters,
    filter_by_any_label,
    upload_invalid,
    upload_valid,
)
from .known_deviations import KNOWN_DEVIATIONS
from .servers import TASK_TYPES, authorization

_READ = (
    "tasks_list",
    "tasks_get",
    "labels_list",
    "labels_get",
    "images_list",
    "images_get",
    "models_get",
    "workspaces_list",
    "account_details",
)
_CLASSIFY = ("recognition_classify",)
_UPLOAD = ("images_upload",)
_CREATE = ("tasks_create", "labels_create")
_CHANGE = (
    "tasks_add_label",
    "tasks_remove_label",
    "labels_add_task",
    "labels_remove_task",
    "images_update",
    "images_add_label",
    "images_remove_label",
    "images_update_value",
)
_DELETE = ("tasks_delete", "labels_delete", "images_delete", "models_delete")
# Without lists: schemathesis would delete the resources that they return.
_LIFECYCLE = (*_CREATE, *_UPLOAD, "tasks_get", "labels_get", "images_get", *_DELETE[:3])

_READ_VALUES = {
    "task_id": "task",
    "task": "task",
    "label_id": "label",
    "labels": "label",
    "not_labels": "label",
    "image_id": "image",
    "model_id": "model",
}
_SPARE_VALUES = {"task_id": "spare_task", "label_id": "spare_label", "image_id": "spare_image"}
_MANY_VALUES = {**dict.fromkeys(["labels", "labels-add", "labels-remove"], "spare_label"), "images": "spare_image"}


def scenarios(server_type: str, resources: Resources, key: str) -> Iterator[Scenario]:
    """Yield reads before changes; each scenario that deletes resources of others gets an emulator of its own."""
    scenario = partial(_scenario, server_type, resources, key)
    found = {"limits-reached": _with_limits_reached, "rejects-duplicates": _with_duplicates}.get(server_type, _all)
    return (each for each in found(scenario) if each.operations)


def _all(scenario: Callable[..., Scenario]) -> Iterator[Scenario]:
    # With another trailing slash the paths of some reads are those of deletions, and the other way round.
    yield scenario("reads", _READ, _READ_VALUES, edit=filter_by_any_label, unexpected_methods=False)
    workspace = {"workspace": "other_workspace"}
    yield scenario("another workspace", LISTS, workspace, edit=drop_filters, unexpected_methods=False)
    yield scenario("valid images", _CLASSIFY, {"task_id": "trained"}, edit=classify_valid, mode="positive")
    yield scenario("valid and invalid images", _CLASSIFY, {"task_id": "trained"}, edit=classify_any)
    yield scenario("stored images", _CLASSIFY, {"task_id": "storing_task"}, edit=classify_and_store, mode="positive")
    yield scenario("uploads", _UPLOAD, {"url": "image_url"}, edit=upload_valid, accepted_statuses=["201"])
    yield scenario(
        "invalid uploads",
        _UPLOAD,
        {"url": "invalid_url"},
        edit=upload_invalid,
        accepted_statuses=["400"],
        mode="positive",
    )
    yield scenario("trainings", ["tasks_train"], {"task_id": "spare_task"})
    yield scenario("creations", _CREATE, accepted_statuses=["201"])
    yield scenario("changes", _CHANGE, _SPARE_VALUES, edit=change)
    # The path matches that of one image, so that other methods are those of an image.
    for name, edit, mode in (("many images", change_many, "positive"), ("any images", change_any, "all")):
        yield scenario(
            f"changes of {name}", ["images_update_many"], _MANY_VALUES, edit=edit, mode=mode, unexpected_methods=False
        )
    yield scenario(
        "labels of another type",
        ["tasks_add_label"],
        {"task_id": "spare_task", "label_id": "spare_tag"},
        accepted_statuses=["400"],
        mode="positive",
    )
    yield scenario(
        "deletions",
        _DELETE,
        {**_SPARE_VALUES, "model_id": "spare_model"},
        accepted_statuses=["204", "404"],
        unexpected_methods=False,
    )
    yield scenario("wiped labels", ["labels_wipe"], {"label_id": "wiped_label"}, accepted_statuses=["204", "404"])
    statuses = ["2xx", "400", "404"]
    yield scenario("lifecycles", _LIFECYCLE, edit=upload_valid, accepted_statuses=statuses, phases=["stateful"])


def _with_duplicates(scenario: Callable[..., Scenario]) -> Iterator[Scenario]:
    yield scenario(
        "duplicate uploads",
        _UPLOAD,
        {"url": "image_url"},
        edit=upload_valid,
        accepted_statuses=["201"],
        required_media_types=frozenset({(JSON, JSON)}),
    )


def _with_limits_reached(scenario: Callable[..., Scenario]) -> Iterator[Scenario]:
    for ids, edit in ((_CLASSIFY, classify_valid), (_UPLOAD, upload_valid), (["tasks_create"], None)):
        yield scenario(
            f"limits reached, {ids[0]}",
            ids,
            {"task_id": "trained", "url": "image_url"},
            edit=edit,
            accepted_statuses=["403"],
            mode="positive",
        )


def _scenario(
    server_type: str,
    resources: Resources,
    key: str,
    name: str,
    ids: Sequence[str],
    values: Mapping[str, str] | None = None,
    *,
    edit: Edit | None = None,
    **options: Any,
) -> Scenario:
    """Return a scenario of operations; `values` has the name of a resource per parameter and field."""
    resources = {
        **resources,
        "trained": [task for task_type in TASK_TYPES for task in resources.get(task_type, ())],
        "workspace": resources.get("workspace", ())[:1],
        "other_workspace": resources.get("workspace", ())[1:],
    }
    document = narrowed(
        {field: resources.get(value, ()) for field, value in {"workspace": "workspace", **(values or {})}.items()}
    )
    if edit and remaining(document, ids):
        edit(document, resources)
    valid_images = [*resources.get("image_url", ()), *VALID_BASE64]
    types = {task: task_type for task_type in TASK_TYPES for task in resources.get(task_type, ())}
    return Scenario(
        name=f"ximilar, {name}",
        vendor="ximilar",
        server_type=server_type,
        document=document,
        operations=remaining(document, ids),
        keys={"token": {"api_key": authorization(key)}},
        readers={**item_readers(document), "labels_wipe": "labels_get"},  # which deletes the label with its images
        checks=[
            *CHECKS,
            changes_are_visible,
            created_is_found,
            record_statuses(valid_images),
            labels_fit_task(types),
            wiped_images_are_gone(resources.get("wiped_image", ())),
        ],
        stateful_checks=[credits_decrease],
        known_deviations=KNOWN_DEVIATIONS,
        **options,
    )
