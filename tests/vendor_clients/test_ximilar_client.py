"""Ximilar's own client against the emulator."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from visionapis_testing import XimilarEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .conftest import OpenPeer, Scans
    from .vendor_client import Peer

KEY = "0123456789abcdef0123456789abcdef01234567"
URL = "https://pictures.example.com/digit.png"
LEARNING = ["IN_TRAINING", "IN_TRAINING", "TRAINED"]
RED, BLUE, GREY = (200, 30, 30), (30, 30, 200), (128, 128, 128)


@pytest.fixture
def emulator() -> Iterator[XimilarEmulator]:
    """An emulator that is asked for nothing but the contract's operations, and whose answers hold to it."""
    made = XimilarEmulator(api_key=KEY)
    yield made
    made.verify()
    assert [request for request in made.requests if request.operation_id is None] == []


@pytest.fixture
def peer(open_peer: OpenPeer, emulator: XimilarEmulator) -> Iterator[Peer]:
    """The client of the emulator."""
    # On any host but localhost the client first asks the vendor's own whether the token is good.
    with emulator.serve("localhost") as url:
        yield open_peer("ximilar-client", url=url, key=KEY)


@pytest.fixture
def paint(tmp_path: Path) -> Callable[..., str]:
    """Makes a picture of two halves, unlike all others made, and returns the name of its file."""
    made = 0

    def paint_(left: tuple[int, int, int], right: tuple[int, int, int]) -> str:
        nonlocal made
        image = Image.new("RGB", (16, 8), left)
        image.paste(right, (8, 0, 16, 8))
        image.putpixel((0, 0), (made, made, made))
        made += 1
        file = tmp_path / f"{made}.png"
        image.save(file)
        return str(file)

    return paint_


def test_digits(peer: Peer, emulator: XimilarEmulator, scans: Scans) -> None:
    """Made, taught and trained by the client, a task names unseen digits rightly; then all of it is deleted."""
    lessons: dict[str, list[str]] = defaultdict(list)
    for file, label in scans.learnt.items():
        lessons[label].append(file)
    unseen = list(scans.unseen)
    emulator.register_url(URL, unseen[0])
    said = peer.call("digits", lessons=lessons, unseen=unseen, picture_url=URL)
    tops = said.pop("tops")
    assert said == {
        "uploads": [[len(files), {"status": "OK"}] for files in lessons.values()],
        "states": LEARNING,
        "tasks": ["digits"],
        "labels": sorted(lessons),
        "counts": {label: len(files) for label, files in lessons.items()},
        "pictures": 400,
        "afterwards": [{"status": "Not found."}, []],
    }
    assert tops[-2:] == [tops[0]] * 2  # by URL, and as base64
    assert sum(top == label for top, label in zip(tops[:-2], scans.unseen.values(), strict=True)) >= 45
    assert Counter((request.operation_id, request.status) for request in emulator.requests) == {
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


def test_tags(peer: Peer, paint: Callable[..., str]) -> None:
    """A task of many labels learns from tagged pictures, and from those of its negative label that show none."""
    colours = {"blue": BLUE, "red": RED, "": GREY}
    halves = {(left, right): "+".join(sorted({left, right} - {""})) for left in colours for right in colours}
    pictures: dict[str, list[str]] = defaultdict(list)
    for (left, right), tags in halves.items():
        pictures[tags] += [paint(colours[left], colours[right]) for _ in range(10)]
    said = peer.call("tags", pictures=pictures, unseen=[paint(colours[left], colours[right]) for left, right in halves])
    found = [tags.split("+") if tags else ["Negative Label"] for tags in halves.values()]
    assert said == {"negative": True, "states": LEARNING, "tags": found}


def test_numbers(peer: Peer, paint: Callable[..., str]) -> None:
    """A regression learns the numbers of pictures; one that is corrected is no longer listed under its old number."""
    shades = [(shade, shade, shade) for shade in range(0, 250, 10)]
    unseen = [(45, 45, 45), (205, 205, 205)]
    said = peer.call(
        "numbers",
        pictures=[(paint(shade, shade), shade[0] / 10) for shade in shades],
        unseen=[paint(shade, shade) for shade in unseen],
    )
    assert said.pop("values") == pytest.approx([4.5, 20.5], abs=1.0)
    assert said == {"states": LEARNING, "of the least": [1, 0]}


def test_bookkeeping(peer: Peer, emulator: XimilarEmulator, paint: Callable[..., str]) -> None:
    """What the client says of pictures, labels and tasks is told when it asks, until it takes it back."""
    workspace = emulator.register_workspace("elsewhere")
    files = [paint(RED, (shade, 0, 0)) for shade in (0, 60, 120, 180)]
    gone = [None, {"status": "image with id not found"}]
    assert peer.call("bookkeeping", files=files, workspace=workspace) == {
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
        "removed": gone,
        "wiped": [[None, {"status": "label with id not found"}], gone],
        "left": [[], [], 2],
        "by workspace": [[], ["elsewhere"]],
    }


def test_models(peer: Peer, emulator: XimilarEmulator, paint: Callable[..., str]) -> None:
    """The client reads a trained model and removes it."""
    task = emulator.register("colours", [(paint(RED, RED), "red"), (paint(BLUE, BLUE), "blue")])
    (model,) = emulator.model_ids(task)
    assert peer.call("models", task=task, model=model) == {
        "model": "colours (TRAINED)",
        "of the task": True,
        "version": 1,
        "removed": [None, {"status": "Not found."}],
    }


def test_refusals(peer: Peer, emulator: XimilarEmulator, paint: Callable[..., str]) -> None:
    """The client, which never looks at a status, knows the server's refusals by their bodies."""
    assert peer.call("refusals", file=paint(RED, RED)) == {
        "unknown task": [None, {"status": "Not found."}],
        "classified without a model": None,
        "raised without a model": ["The task has no trained model"],
        "trained without a label": {"detail": "The task has no labels."},
        "wrong token": [[None, {"status": "Invalid token."}], [None, {"detail": "Invalid token.", "status": "ERROR"}]],
    }
    assert [request.status for request in emulator.requests] == [404, 201, 400, 400, 400, 401, 401]


NO_OPENCV = "No module named 'cv2'"  # which the package does not ask for
FAILURES = {
    "Model.remove": "AttributeError: 'Model' object has no attribute 'delete_model'",
    "Task.get_labels, refused": "KeyError: 'labels'",
    "RecognitionClient.get_label_by_name, refused": "TypeError: object of type 'NoneType' has no len()",
    "upload_images, _base64 as text": "AttributeError: 'str' object has no attribute 'decode'",
    "upload_images, _url": f"ModuleNotFoundError: {NO_OPENCV}",
    "classify, _base64 that may be resized": f"Exception: Unable to read base64:{NO_OPENCV}",
}
"""Calls that fail in the client 1.39.0, whatever the server answers."""


def test_calls_that_fail_in_the_client(peer: Peer, emulator: XimilarEmulator, paint: Callable[..., str]) -> None:
    """The list of the calls that are no business of the emulator is right."""
    file = paint(RED, RED)
    task = emulator.register("colours", [(file, "red"), (paint(BLUE, BLUE), "blue")])
    (model,) = emulator.model_ids(task)
    assert peer.call("failures", file=file, task=task, model=model) == FAILURES
