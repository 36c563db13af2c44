"""What is sent to a Ximilar server: readings, pictures to classify and to learn from, changes, trainings, deletions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from visionapis_testing.conformance.resources import created_is_found, deleted_is_gone
from visionapis_testing.conformance.scenarios import Known, Run

from .bodies import (
    WHOLE_TEXTS,
    Edit,
    change,
    change_any,
    change_many,
    classify_and_keep,
    classify_any,
    classify_whole,
    drop_filters,
    filter_by_anything,
    upload_broken,
    upload_whole,
)
from .changes import changes_show, wiped_pictures_are_gone
from .checks import (
    LISTS,
    credits_go_down,
    duplicate_is_found,
    filters_labels,
    labels_by_kind,
    pages_are_whole,
    records_as_they_are,
    records_in_order,
    stays_in_workspace,
    stored_is_found,
    unknown_is_not_found,
)
from .documents import JSON, narrowed, remaining
from .known_deviations import EXCUSES
from .servers import KINDS, authorization

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
# Without lists: what they show would be taken for ids to delete.
_LIVES = (*_CREATE, "images_upload", "tasks_get", "labels_get", "images_get", *_DELETE[:3])


def runs(server: str, known: Known, key: str) -> Iterator[Run]:
    """Readings before changes; what destroys things that others need has a run, and so a server, of its own."""
    run = partial(_run, server, known, key)
    made = {"used up": _used_up, "refusing duplicates": _duplicates}.get(server, _all)(run)
    return (each for each in made if each.operations)


def _all(run: Callable[..., Run]) -> Iterator[Run]:
    yield run(
        "readings",
        _READ,
        {"task_id": "task", "task": "task", "label_id": "label", "labels": "label", "not_labels": "label"}
        | {"image_id": "image", "model_id": "model"},
        edit=filter_by_anything,
        unexpected_methods=False,  # with another slash the paths of some are those of deletions
    )
    yield run("another workspace", LISTS, {"workspace": "other_workspace"}, edit=drop_filters, unexpected_methods=False)
    yield run("whole pictures", ["recognition_classify"], {"task_id": "trained"}, edit=classify_whole, mode="positive")
    yield run("pictures and others", ["recognition_classify"], {"task_id": "trained"}, edit=classify_any)
    yield run(
        "pictures to keep",
        ["recognition_classify"],
        {"task_id": "storing_task"},
        edit=classify_and_keep,
        mode="positive",
    )
    yield run("uploads", ["images_upload"], {"url": "picture_url"}, edit=upload_whole, accepted=["201"])
    yield run(
        "broken uploads",
        ["images_upload"],
        {"url": "broken_url"},
        edit=upload_broken,
        accepted=["400"],
        mode="positive",
    )
    yield run("trainings", ["tasks_train"], {"task_id": "spare_task"})
    yield run("creations", _CREATE, accepted=["201"])
    yield run(
        "changes",
        _CHANGE,
        {"task_id": "spare_task", "label_id": "spare_label", "image_id": "spare_image"},
        edit=change,
    )
    many = dict.fromkeys(["labels", "labels-add", "labels-remove"], "spare_label") | {"images": "spare_image"}
    # The path is that of a picture whose id is a word: methods beside its own are that one's.
    for name, edit, mode in (("many pictures", change_many, "positive"), ("any pictures", change_any, "all")):
        yield run(f"changes of {name}", ["images_update_many"], many, edit=edit, mode=mode, unexpected_methods=False)
    yield run(
        "labels that do not fit",
        ["tasks_add_label"],
        {"task_id": "spare_task", "label_id": "spare_tag"},
        accepted=["400"],
        mode="positive",
    )
    yield run(
        "deletions",
        _DELETE,
        {"task_id": "spare_task", "label_id": "spare_label", "image_id": "spare_image", "model_id": "spare_model"},
        accepted=["204", "404"],
        unexpected_methods=False,  # with another slash the paths of some are those of readings
    )
    yield run(
        "wiped labels",
        ["labels_wipe"],
        {"label_id": "wiped_label"},
        accepted=["204", "404"],
    )
    yield run("lives", _LIVES, edit=upload_whole, accepted=["2xx", "400", "404"], phases=["stateful"])


def _duplicates(run: Callable[..., Run]) -> Iterator[Run]:
    yield run(
        "uploads, no picture twice",
        ["images_upload"],
        {"url": "picture_url"},
        edit=upload_whole,
        accepted=["201"],
        served=frozenset({(JSON, JSON)}),
    )


def _used_up(run: Callable[..., Run]) -> Iterator[Run]:
    for ids, edit in (
        (["recognition_classify"], classify_whole),
        (["images_upload"], upload_whole),
        (["tasks_create"], None),
    ):
        yield run(
            f"used up, {ids[0]}",
            ids,
            {"task_id": "trained", "url": "picture_url"},
            edit=edit,
            accepted=["403"],
            mode="positive",
        )


def _run(
    server: str,
    known: Known,
    key: str,
    name: str,
    ids: Sequence[str],
    values: Mapping[str, str] | None = None,
    *,
    edit: Edit | None = None,
    **options: Any,
) -> Run:
    """Return a run of some operations; `values` says what is known of which their parameters and fields take."""
    known = {
        **known,
        "trained": [task for kind in KINDS for task in known.get(kind, ())],
        "workspace": known.get("workspace", ())[:1],
        "other_workspace": known.get("workspace", ())[1:],
    }
    document = narrowed(
        {field: known.get(value, ()) for field, value in {"workspace": "workspace", **(values or {})}.items()}
    )
    if edit and remaining(document, ids):
        edit(document, known)
    texts = [*known.get("picture_url", ()), *WHOLE_TEXTS]
    return Run(
        name=f"ximilar, {name}",
        vendor="ximilar",
        server=server,
        document=document,
        operations=remaining(document, ids),
        keys={"token": {"api_key": authorization(key)}},
        checks=[
            unknown_is_not_found,
            pages_are_whole,
            stays_in_workspace,
            filters_labels,
            changes_show,
            created_is_found,
            deleted_is_gone,
            duplicate_is_found,
            records_in_order,
            records_as_they_are(texts),
            labels_by_kind({task: kind for kind in KINDS for task in known.get(kind, ())}),
            stored_is_found,
            wiped_pictures_are_gone(known.get("wiped_image", ())),
        ],
        remembering=[credits_go_down],
        excuses=EXCUSES,
        **options,
    )
