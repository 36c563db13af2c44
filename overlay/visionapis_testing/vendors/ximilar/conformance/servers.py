"""Emulated servers of Ximilar with tasks, labels and images, and discovery of those of a live server."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast
from urllib.parse import quote

import httpx

from visionapis.ximilar.client import JWT_LENGTH
from visionapis_generated.operation import Operation
from visionapis_generated.vendors import VENDORS
from visionapis_generated.ximilar import operations
from visionapis_testing import XimilarEmulator
from visionapis_testing.conformance.images import COLOURS, HOST, INVALID, VALID, by_url, make_image
from visionapis_testing.conformance.scenarios import Resources
from visionapis_testing.conformance.suites import KEY, PreparedServer

_BASE_URL = VENDORS["ximilar"].base_url
_NOT_FOUND = 404

TASK_TYPES = ("multi_class", "multi_label", "regression")
"""The types of tasks."""

RESOURCE_NAMES: Mapping[str, str] = {
    "workspace": "the id of a workspace; the first one has all other resources",
    "task": "the id of a task",
    "label": "the id of a label",
    "image": "the id of a training image",
    "model": "the id of a model",
    "multi_class": "the id of a trained task of type multi_class",
    "multi_label": "the id of a trained task of type multi_label",
    "regression": "the id of a trained task of type regression",
    "storing_task": "the id of a trained task that can store classified images",
    "version": "a version that each trained task has",
    "image_url": "the URL of an image",
    "invalid_url": "a URL without an image",
    "spare_task": "the id of a task of type multi_class to change, train and delete",
    "spare_label": "the id of a label of type category to change and delete",
    "spare_tag": "the id of a label of type tag to add to a task",
    "spare_value": "the id of a label of type value that each spare_image carries",
    "spare_image": "the id of a training image to change and delete",
    "spare_model": "the id of a model to delete",
    "wiped_label": "the id of a label to delete together with its images",
    "wiped_image": "the id of an image that carries a wiped_label",
}

_READERS = {
    operations.TASKS_GET: ("task", *TASK_TYPES, "storing_task", "spare_task"),
    operations.LABELS_GET: ("label", "spare_label", "spare_tag", "spare_value", "wiped_label"),
    operations.IMAGES_GET: ("image", "spare_image", "wiped_image"),
    operations.MODELS_GET: ("model", "spare_model"),
}
"""The names of resources by the operation that reads one of them."""

_SPARES = 6
_UNSUPPORTED_FORMATS = ("avif", "jpeg 2000")

VALID_IMAGES = {name: content for name, content in VALID.items() if name not in _UNSUPPORTED_FORMATS}
INVALID_IMAGES = {**INVALID, **{name: VALID[name] for name in _UNSUPPORTED_FORMATS}}
_URLS = by_url(VALID_IMAGES)
_INVALID_URLS = by_url(INVALID_IMAGES, "/invalid")


def prepare(*, reject_duplicates: bool = False) -> PreparedServer:
    """Return an emulator with a trained task of each type, resources to change and delete, and images behind URLs."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=1, training_seconds=1, reject_duplicates=reject_duplicates)
    tasks = {
        "multi_class": emulator.register("Colours", [(make_image(colour), colour) for colour in COLOURS]),
        "multi_label": emulator.register(
            "Appearances", [(make_image(colour), {colour, "plain"}) for colour in COLOURS], type="multi_label"
        ),
        "regression": emulator.register(
            "Length",
            [(make_image("gray", size=(width, 8)), width) for width in range(8, 8 + _SPARES)],
            type="regression",
        ),
    }
    spare = [
        emulator.register(f"Spare {number}", [(make_image("navy"), f"spare {number}")]) for number in range(_SPARES)
    ]
    wiped = [
        emulator.register(f"Wiped {number}", [(make_image("teal"), f"wiped {number}")]) for number in range(_SPARES)
    ]
    other = emulator.register_workspace("Other")
    emulator.register("Elsewhere", [(make_image(colour), colour) for colour in COLOURS], workspace=other)
    for url, content in {**_URLS, **_INVALID_URLS}.items():
        emulator.register_url(url, content)
    resources: dict[str, list[str]] = {name: [id_] for name, id_ in tasks.items()}
    resources["task"] = [*tasks.values()]
    resources["storing_task"] = [tasks["multi_class"]]
    resources["version"] = ["1"]
    resources["model"] = [id_ for task in tasks.values() for id_ in emulator.model_ids(task)]
    resources["spare_task"] = spare
    resources["spare_model"] = [id_ for task in wiped for id_ in emulator.model_ids(task)]
    resources["image_url"] = [*_URLS]
    resources["invalid_url"] = [*_INVALID_URLS, f"{HOST}/missing.jpg", "photo.jpg"]
    with httpx.Client(transport=emulator.transport(), base_url=_BASE_URL) as client:
        ids = partial(_ids, client, KEY)
        found = {name: ids(operations.LABELS_LIST, task=id_) for name, id_ in tasks.items()}
        resources["label"] = [id_ for label_ids in found.values() for id_ in label_ids]
        resources["image"] = ids(operations.IMAGES_LIST, labels=found["multi_class"][0])
        resources["spare_label"] = [id_ for task in spare for id_ in ids(operations.LABELS_LIST, task=task)]
        resources["spare_tag"] = found["multi_label"]
        resources["spare_value"] = found["regression"]
        resources["spare_image"] = ids(operations.IMAGES_LIST, labels=found["regression"][0])
        resources["wiped_label"] = [id_ for task in wiped for id_ in ids(operations.LABELS_LIST, task=task)]
        resources["wiped_image"] = [
            id_ for label in resources["wiped_label"] for id_ in ids(operations.IMAGES_LIST, labels=label)
        ]
        resources["workspace"] = _workspaces(client, KEY)
    return PreparedServer(emulator, resources)


def prepare_exhausted() -> PreparedServer:
    """Return an emulator without credits and with as many tasks as its plan allows."""
    emulator = XimilarEmulator(api_key=KEY, plan="free", credits_limit=0)
    tasks = [
        emulator.register(f"Task {number}", [(make_image(colour), colour) for colour in COLOURS]) for number in range(3)
    ]
    emulator.register_url(f"{HOST}/png", VALID_IMAGES["png"])
    return PreparedServer(emulator, {"multi_class": tasks, "image_url": [f"{HOST}/png"]})


SERVERS: Mapping[str, Callable[[], PreparedServer]] = {
    "standard": prepare,
    "rejects-duplicates": partial(prepare, reject_duplicates=True),
    "limits-reached": prepare_exhausted,
}


def discover(client: httpx.Client, key: str) -> Resources:
    """Return the resources on the first pages of lists, none of which may be changed; no list has models."""
    tasks = _entries(client, key, operations.TASKS_LIST)
    resources = {
        "task": [task["id"] for task in tasks],
        "label": _ids(client, key, operations.LABELS_LIST),
        "image": _ids(client, key, operations.IMAGES_LIST),
        "workspace": _workspaces(client, key),
    }
    for task in tasks:
        if task.get("type") in TASK_TYPES and task.get("production_version") is not None:
            resources.setdefault(task["type"], []).append(task["id"])
    return {name: ids for name, ids in resources.items() if ids}


def find_missing(client: httpx.Client, key: str, resources: Resources) -> Resources:
    """Return the tasks, labels, images and models that the server does not have."""

    def is_missing(operation: Operation, id_: str) -> bool:
        path = re.sub(r"\{\w+\}", quote(id_, safe=""), operation.path)
        return client.get(path, headers={"Authorization": authorization(key)}).status_code == _NOT_FOUND

    return {
        name: [id_ for id_ in resources.get(name, ()) if is_missing(operation, id_)]
        for operation, names in _READERS.items()
        for name in names
    }


def server_type(base_url: str) -> str:
    """Return `standard` for every URL: whether an account's limits are reached is not known."""
    return "standard"


def authorization(key: str) -> str:
    """Return the Authorization header of a key."""
    return f"{'JWT' if len(key) >= JWT_LENGTH else 'Token'} {key}"


def _ids(client: httpx.Client, key: str, operation: Operation, **query: str) -> list[str]:
    return [entry["id"] for entry in _entries(client, key, operation, **query)]


def _workspaces(client: httpx.Client, key: str) -> list[str]:
    """Return the ids of the default workspace and the others."""
    found = _entries(client, key, operations.WORKSPACES_LIST)
    return [entry["id"] for entry in sorted(found, key=lambda entry: not entry.get("is_default"))]


def _entries(client: httpx.Client, key: str, operation: Operation, **query: str) -> list[dict[str, Any]]:
    """Return the entries of a list; empty for an error response, which the scenarios report in more detail."""
    response = client.get(operation.path, params=query, headers={"Authorization": authorization(key)})
    try:
        document = cast("object", response.json())
    except (ValueError, RecursionError):
        return []
    entries = cast("dict[str, object]", document).get("results") if isinstance(document, dict) else document
    objects = cast("list[object]", entries) if isinstance(entries, list) else []
    found = [cast("dict[str, Any]", each) for each in objects if isinstance(each, dict)]
    return [entry for entry in found if isinstance(entry.get("id"), str)]
