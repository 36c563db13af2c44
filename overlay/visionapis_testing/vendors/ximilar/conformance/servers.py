"""Emulators with tasks, labels and pictures in them, and what is found on a server that has its own."""

from collections.abc import Mapping
from functools import partial
from typing import Any, cast
from urllib.parse import quote

import httpx

from visionapis.ximilar.client import JWT_LENGTH
from visionapis_testing import XimilarEmulator
from visionapis_testing.conformance.images import BROKEN, COLOURS, HOST, WHOLE, behind_urls, picture
from visionapis_testing.conformance.scenarios import Known
from visionapis_testing.conformance.suites import KEY, Prepared

_BASE_URL = "https://api.ximilar.com"
_NOT_FOUND = 404

KINDS = ("multi_class", "multi_label", "regression")
"""Types of tasks."""

NAMES: Mapping[str, str] = {
    "workspace": "the id of a workspace; first the one that all other ids are of",
    "task": "the id of a task",
    "label": "the id of a label",
    "image": "the id of a training picture",
    "model": "the id of a model",
    "multi_class": "the id of a trained task of type multi_class",
    "multi_label": "the id of a trained task of type multi_label",
    "regression": "the id of a trained task of type regression",
    "storing_task": "the id of a trained task that keeps the pictures that it classifies",
    "version": "a version that every trained task has",
    "picture_url": "the address of a picture",
    "broken_url": "an address that holds no picture",
    "spare_task": "the id of a task of type multi_class that may be changed, trained and deleted",
    "spare_label": "the id of a label of type category that may be changed and deleted",
    "spare_tag": "the id of a label of type tag that may be put on a task",
    "spare_value": "the id of a label of type value that every spare_image carries",
    "spare_image": "the id of a training picture that may be changed and deleted",
    "spare_model": "the id of a model that may be deleted",
    "wiped_label": "the id of a label that may be deleted together with its pictures",
    "wiped_image": "the id of a picture that carries a wiped_label",
}

_COLLECTIONS = {
    "task": ("task", *KINDS, "storing_task", "spare_task"),
    "label": ("label", "spare_label", "spare_tag", "spare_value", "wiped_label"),
    "training-image": ("image", "spare_image", "wiped_image"),
    "model": ("model", "spare_model"),
}
"""What the server keeps, and the names whose ids are of it."""

_SPARES = 6
_NOT_TAKEN = ("avif", "jpeg 2000")
"""Formats that the vendor says it does not read."""

GOOD = {name: content for name, content in WHOLE.items() if name not in _NOT_TAKEN}
BAD = {**BROKEN, **{name: WHOLE[name] for name in _NOT_TAKEN}}
_GOOD_URLS = behind_urls(GOOD)
_BAD_URLS = behind_urls(BAD, "/broken")


def prepared(*, refuses_duplicates: bool = False) -> Prepared:
    """Return a server with a trained task of each type, with things to change and delete, and pictures behind URLs."""
    server = XimilarEmulator(api_key=KEY, minimum_images=1, training_seconds=1, refuses_duplicates=refuses_duplicates)
    tasks = {
        "multi_class": server.register("Colours", [(picture(colour), colour) for colour in COLOURS]),
        "multi_label": server.register(
            "Looks", [(picture(colour), {colour, "plain"}) for colour in COLOURS], type="multi_label"
        ),
        "regression": server.register(
            "Length", [(picture("gray", size=(width, 8)), width) for width in range(8, 8 + _SPARES)], type="regression"
        ),
    }
    spare = [server.register(f"Spare {number}", [(picture("navy"), f"spare {number}")]) for number in range(_SPARES)]
    wiped = [server.register(f"Wiped {number}", [(picture("teal"), f"wiped {number}")]) for number in range(_SPARES)]
    other = server.register_workspace("Other")
    server.register("Elsewhere", [(picture(colour), colour) for colour in COLOURS], workspace=other)
    for url, content in {**_GOOD_URLS, **_BAD_URLS}.items():
        server.register_url(url, content)
    known: dict[str, list[str]] = {name: [id_] for name, id_ in tasks.items()}
    known["task"] = [*tasks.values()]
    known["storing_task"] = [tasks["multi_class"]]
    known["version"] = ["1"]
    known["model"] = [id_ for task in tasks.values() for id_ in server.model_ids(task)]
    known["spare_task"] = spare
    known["spare_model"] = [id_ for task in wiped for id_ in server.model_ids(task)]
    known["picture_url"] = [*_GOOD_URLS]
    known["broken_url"] = [*_BAD_URLS, f"{HOST}/missing.jpg", "photo.jpg"]
    with httpx.Client(transport=server.transport(), base_url=_BASE_URL) as client:
        ids = partial(_ids, client, KEY)
        found = {name: ids("label", task=id_) for name, id_ in tasks.items()}
        known["label"] = [id_ for label_ids in found.values() for id_ in label_ids]
        known["image"] = ids("training-image", labels=found["multi_class"][0])
        known["spare_label"] = [id_ for task in spare for id_ in ids("label", task=task)]
        known["spare_tag"] = found["multi_label"]
        known["spare_value"] = found["regression"]
        known["spare_image"] = ids("training-image", labels=found["regression"][0])
        known["wiped_label"] = [id_ for task in wiped for id_ in ids("label", task=task)]
        known["wiped_image"] = [id_ for label in known["wiped_label"] for id_ in ids("training-image", labels=label)]
        known["workspace"] = _workspaces(client, KEY)
    return Prepared(server, known)


def used_up() -> Prepared:
    """Return a server whose credits are used up, and on whose plan there are as many tasks as it allows."""
    server = XimilarEmulator(api_key=KEY, plan="free", credits_limit=0)
    tasks = [
        server.register(f"Task {number}", [(picture(colour), colour) for colour in COLOURS]) for number in range(3)
    ]
    server.register_url(f"{HOST}/png", GOOD["png"])
    return Prepared(server, {"multi_class": tasks, "picture_url": [f"{HOST}/png"]})


def discover(client: httpx.Client, key: str) -> Known:
    """Find what the first pages of the lists show: nothing of it may be changed, and models are on no list."""
    tasks = _entries(client, key, "/recognition/v2/task")
    known = {
        "task": [task["id"] for task in tasks],
        "label": _ids(client, key, "label"),
        "image": _ids(client, key, "training-image"),
        "workspace": _workspaces(client, key),
    }
    for task in tasks:
        if task.get("type") in KINDS and task.get("production_version") is not None:
            known.setdefault(task["type"], []).append(task["id"])
    return {name: ids for name, ids in known.items() if ids}


def missing(client: httpx.Client, key: str, known: Known) -> Known:
    """Return the tasks, labels, pictures and models among these that the server does not have."""

    def is_missing(collection: str, id_: str) -> bool:
        path = f"/recognition/v2/{collection}/{quote(id_, safe='')}"
        return client.get(path, headers={"Authorization": authorization(key)}).status_code == _NOT_FOUND

    return {
        name: [id_ for id_ in known.get(name, ()) if is_missing(collection, id_)]
        for collection, names in _COLLECTIONS.items()
        for name in names
    }


def authorization(key: str) -> str:
    """Return what the header has for a key."""
    return f"{'JWT' if len(key) >= JWT_LENGTH else 'Token'} {key}"


def _ids(client: httpx.Client, key: str, collection: str, **query: str) -> list[str]:
    return [entry["id"] for entry in _entries(client, key, f"/recognition/v2/{collection}", **query)]


def _workspaces(client: httpx.Client, key: str) -> list[str]:
    """The default one, and then the others."""
    found = _entries(client, key, "/account/v2/workspace/")
    return [entry["id"] for entry in sorted(found, key=lambda entry: not entry.get("is_default"))]


def _entries(client: httpx.Client, key: str, path: str, **query: str) -> list[dict[str, Any]]:
    """The entries of a list; none where it is refused, which the runs find out with a better word for it."""
    answer = client.get(path, params=query, headers={"Authorization": authorization(key)})
    try:
        document = cast("object", answer.json())
    except (ValueError, RecursionError):
        return []
    entries = cast("dict[str, object]", document).get("results") if isinstance(document, dict) else document
    rows = cast("list[object]", entries) if isinstance(entries, list) else []
    found = [cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)]
    return [row for row in found if isinstance(row.get("id"), str)]
