"""The emulator with Ximilar's own client."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .conftest import Emulate, OpenClient, Scans
    from .emulated import Emulated
    from .vendor_client import VendorClient

KEY = "0123456789abcdef0123456789abcdef01234567"
TASK, WORKSPACE = "colours-task", "second-workspace"
TRAINING_STATES = ["IN_TRAINING", "IN_TRAINING", "TRAINED"]
RED, BLUE, GREY = (200, 30, 30), (30, 30, 200), (128, 128, 128)


OPTIONS = (
    # For any other host than localhost the client first validates the token at the vendor's host.
    *("--host", "localhost", "--api-key", KEY, "--clock-step", "1", "--fetch-urls", "--fetch-private"),
    *("--option", f'workspaces={{"{WORKSPACE}": "elsewhere"}}'),
)


@pytest.fixture
def emulator(emulate: Emulate) -> Iterator[Emulated]:
    """An emulator; all requests and responses must match the contract."""
    emulator = emulate("ximilar", *OPTIONS)
    yield emulator
    verify(emulator)


def verify(emulator: Emulated) -> None:
    """Assert that all requests and responses matched the contract."""
    emulator.verify()
    assert [request for request in emulator.requests if request.operation_id is None] == []


@pytest.fixture
def client(open_client: OpenClient, emulator: Emulated) -> VendorClient:
    """A client of the emulator."""
    return open_client("ximilar-client", url=emulator.url, key=KEY)


@dataclass(frozen=True)
class Trained:
    """An emulator with a trained task, and the id of its model."""

    emulator: Emulated
    model: str


@pytest.fixture
def trained(emulate: Emulate, paint: Callable[..., str], tmp_path: Path) -> Iterator[Trained]:
    """An emulator with the trained task of the options; it prints the id of the model."""
    images = [{"file": paint(RED, RED), "label": "red"}, {"file": paint(BLUE, BLUE), "label": "blue"}]
    (tmp_path / "colours.json").write_text(json.dumps(images))
    emulator = emulate("ximilar", *OPTIONS, "--model", f"colours={tmp_path / 'colours.json'}", "--model-id", TASK)
    yield Trained(emulator, emulator.printed(r"# colours: version 1 is the model (\S+)"))
    verify(emulator)


@pytest.fixture
def paint(tmp_path: Path) -> Callable[..., str]:
    """Save an image with two halves, unlike all others, and return its file name."""
    count = 0

    def paint_(left: tuple[int, int, int], right: tuple[int, int, int]) -> str:
        nonlocal count
        image = Image.new("RGB", (16, 8), left)
        image.paste(right, (8, 0, 16, 8))
        image.putpixel((0, 0), (count, count, count))
        count += 1
        file = tmp_path / f"{count}.png"
        image.save(file)
        return str(file)

    return paint_


def test_digits(client: VendorClient, emulator: Emulated, scans: Scans, file_server: Callable[[str], str]) -> None:
    """A task created and trained by the client classifies unseen digits correctly, and can be deleted."""
    files_by_label: dict[str, list[str]] = defaultdict(list)
    for file, label in scans.training.items():
        files_by_label[label].append(file)
    unseen = list(scans.unseen)
    image_url = file_server(unseen[0])
    result = client.call("digits", files_by_label=files_by_label, unseen=unseen, image_url=image_url)
    tops = result.pop("tops")
    assert result == {
        "uploads": [[len(files), {"status": "OK"}] for files in files_by_label.values()],
        "states": TRAINING_STATES,
        "tasks": ["digits"],
        "labels": sorted(files_by_label),
        "counts": {label: len(files) for label, files in files_by_label.items()},
        "images": 400,
        "afterwards": [{"status": "Not found."}, []],
    }
    assert tops[-2:] == [tops[0]] * 2  # by URL, and as base64
    assert sum(top == label for top, label in zip(tops[:-2], scans.unseen.values(), strict=True)) >= 45
    assert Counter((request.operation_id, request.status_code) for request in emulator.requests) == {
        ("tasks_create", 201): 1,
        ("labels_create", 201): 10,
        ("tasks_add_label", 200): 10,
        ("images_upload", 201): 400,
        ("images_add_label", 200): 400,
        ("tasks_train", 200): 1,
        ("tasks_get", 200): 4,
        ("tasks_list", 200): 2,
        ("labels_list", 200): 2,
        ("images_list", 200): 40,
        ("recognition_classify", 200): 7,
        ("tasks_delete", 204): 1,
        ("tasks_get", 404): 1,
    }


def test_tags(client: VendorClient, paint: Callable[..., str]) -> None:
    """A multi-label task is trained with tagged images, and with untagged ones of its negative label."""
    colours = {"blue": BLUE, "red": RED, "": GREY}
    halves = {(left, right): "+".join(sorted({left, right} - {""})) for left in colours for right in colours}
    images: dict[str, list[str]] = defaultdict(list)
    for (left, right), tags in halves.items():
        images[tags] += [paint(colours[left], colours[right]) for _ in range(10)]
    result = client.call("tags", images=images, unseen=[paint(colours[left], colours[right]) for left, right in halves])
    expected = [tags.split("+") if tags else ["Negative Label"] for tags in halves.values()]
    assert result == {"negative": True, "states": TRAINING_STATES, "tags": expected}


def test_regression(client: VendorClient, paint: Callable[..., str]) -> None:
    """A regression task predicts values; an image whose value is changed is no longer listed under its old value."""
    shades = [(shade, shade, shade) for shade in range(0, 250, 10)]
    unseen = [(45, 45, 45), (205, 205, 205)]
    result = client.call(
        "regression",
        images=[(paint(shade, shade), shade[0] / 10) for shade in shades],
        unseen=[paint(shade, shade) for shade in unseen],
    )
    assert result.pop("values") == pytest.approx([4.5, 20.5], abs=1.0)
    assert result == {"states": TRAINING_STATES, "with the lowest value": [1, 0]}


def test_entities(client: VendorClient, paint: Callable[..., str]) -> None:
    """The client changes, reads and deletes images, labels and tasks."""
    files = [paint(RED, (shade, 0, 0)) for shade in (0, 60, 120, 180)]
    not_found = [None, {"status": "image with id not found"}]
    assert client.call("entities", files=files, workspace=WORKSPACE) == {
        "again": {"status": "exists"},
        "the same": True,
        "size": [16, 8],
        "labels": ["Dent"],
        "meta data": {"of": files[0], "more": True},
        "no meta data": {},
        "marks": [True, True],
        "filtered": [1, 1, 3],
        "by label": [2, 2],
        "found": [True, True],
        "not found": [[None, {"status": "No labels found"}], [None, {"status": "Task with this name not found!"}]],
        "annotated": ["dents"],
        "no longer annotated": [],
        "detached": [],
        "removed": not_found,
        "wiped": [[None, {"status": "label with id not found"}], not_found],
        "left": [[], [], 2],
        "by workspace": [[], ["elsewhere"]],
    }


def test_models(open_client: OpenClient, trained: Trained) -> None:
    """The client reads and deletes a trained model."""
    client = open_client("ximilar-client", url=trained.emulator.url, key=KEY)
    assert client.call("models", task=TASK, model=trained.model) == {
        "model": "colours (TRAINED)",
        "of the task": True,
        "version": 1,
        "removed": [None, {"status": "Not found."}],
    }


def test_errors(client: VendorClient, emulator: Emulated, paint: Callable[..., str]) -> None:
    """The client, which ignores statuses, recognizes error responses by their bodies."""
    assert client.call("errors", file=paint(RED, RED)) == {
        "unknown task": [None, {"status": "Not found."}],
        "classified without a model": None,
        "raised without a model": ["The task has no trained model"],
        "trained without a label": {"detail": "The task has no labels."},
        "wrong token": [[None, {"status": "Invalid token."}], [None, {"detail": "Invalid token.", "status": "ERROR"}]],
    }
    assert [request.status_code for request in emulator.requests] == [404, 201, 400, 400, 400, 401, 401]


OPENCV_MISSING = "No module named 'cv2'"  # which the package does not require
FAILURES = {
    "Model.remove": "AttributeError: 'Model' object has no attribute 'delete_model'",
    "Task.get_labels, rejected": "KeyError: 'labels'",
    "RecognitionClient.get_label_by_name, rejected": "TypeError: object of type 'NoneType' has no len()",
    "upload_images, _base64 as text": "AttributeError: 'str' object has no attribute 'decode'",
    "upload_images, _url": f"ModuleNotFoundError: {OPENCV_MISSING}",
    "classify, _base64 that may be resized": f"Exception: Unable to read base64:{OPENCV_MISSING}",
}
"""Calls that fail in version 1.39.0 of the client, whatever the server responds."""


def test_calls_that_fail_in_the_client(open_client: OpenClient, trained: Trained, paint: Callable[..., str]) -> None:
    """These calls fail in the client, independently of the emulator."""
    client = open_client("ximilar-client", url=trained.emulator.url, key=KEY)
    assert client.call("failures", file=paint(RED, RED), task=TASK, model=trained.model) == FAILURES
