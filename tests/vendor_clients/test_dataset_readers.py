"""Exports of labels, read by the libraries that they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from visionapis_bulk.exports import ExportedItem, coco, hugging_face, label_studio, parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .vendor_client import Program

BOXES = [{"x": 0.25, "y": 0.5, "width": 0.5, "height": 0.25}, {"x": 0.0, "y": 0.0, "width": 0.5, "height": 1.0}]
PIXELS = [[16.0, 16.0, 32.0, 8.0], [0.0, 0.0, 32.0, 32.0]]
CONFIG = """
<View>
  <Image name="image" value="$image"/>
  <Choices name="labels" toName="image" choice="multiple"><Choice value="cat"/><Choice value="dög"/></Choices>
  <RectangleLabels name="boxes" toName="image"><Label value="cat"/><Label value="a/b"/></RectangleLabels>
</View>
"""


def item(number: int, name: str, labels: list[dict[str, Any]] | None, **values: Any) -> ExportedItem:
    """Return an item of 64 x 32 pixels."""
    fixed: dict[str, Any] = dict.fromkeys(["sha256", "call", "error", "raw", "duplicate_of"])
    fixed |= {"fields": {}, "state": "done", **values}
    return ExportedItem(id=number, name=name, image=name, labels=labels, width=64, height=32, **fixed)


WHOLE = [
    item(
        1, "a.png", [{"name": "cat", "confidence": 0.9}, {"name": "dög", "confidence": 0.1}], fields={"label": "truth"}
    ),
    item(2, "below/a.png", [{"name": "dög", "confidence": 0.75}]),
    item(3, "nothing.png", []),
    item(4, "refused.png", None, state="refused", error={"type": "BadRequestError"}),
]
DETECTED = [
    item(1, "a.png", [{"name": "cat", "confidence": 0.5, "boxes": BOXES}]),
    item(2, "below/a.png", [{"name": "a/b", "confidence": 0.25, "boxes": BOXES[:1]}]),
    item(3, "nothing.png", []),
]


@pytest.fixture
def readers(open_program: Callable[[str], Program]) -> Program:
    """The program that reads exports."""
    return open_program("dataset-readers")


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """A folder with the images of the items."""
    folder = tmp_path / "images"
    (folder / "below").mkdir(parents=True)
    for name in ("a.png", "below/a.png", "nothing.png"):
        (folder / name).write_bytes(make_image(size=(64, 32)))
    return folder


def reading(items: list[ExportedItem]) -> Callable[[], Iterator[ExportedItem]]:
    """Return what yields the items, each time that it is called."""
    return lambda: iter(items)


def test_coco_has_scores_and_absolute_boxes(readers: Program, images: Path, tmp_path: Path) -> None:
    """pycocotools finds each label with its score, and supervision the corners of each box."""
    for name, items in (("whole", WHOLE), ("detected", DETECTED)):
        with (tmp_path / f"{name}.json").open("w") as out:
            assert coco.write(reading(items), out) == 3

    whole = readers.call("read_coco", {"file": str(tmp_path / "whole.json")})
    detected = readers.call("read_coco", {"file": str(tmp_path / "detected.json")})
    corners = readers.call("read_detections", {"folder": str(images), "file": str(tmp_path / "detected.json")})

    assert whole["annotations"] == {
        "a.png": [{"name": "cat", "score": 0.9, "bbox": None}, {"name": "dög", "score": 0.1, "bbox": None}],
        "below/a.png": [{"name": "dög", "score": 0.75, "bbox": None}],
        "nothing.png": [],
    }
    assert detected["annotations"]["a.png"] == [{"name": "cat", "score": 0.5, "bbox": box} for box in PIXELS]
    assert detected["results"] == [0.5, 0.5, 0.25]
    assert corners == {"a.png": [[16.0, 16.0, 48.0, 24.0]], "nothing.png": []}


def test_label_studio_accepts_the_predictions(readers: Program, tmp_path: Path) -> None:
    """Label Studio's own validation finds no error in a task, and one if a label is not in the configuration."""
    path = tmp_path / "tasks.json"
    for items, config, expected in (
        (WHOLE, CONFIG, 0),
        (DETECTED, CONFIG, 0),
        (WHOLE, CONFIG.replace("dög", "dog"), 2),
    ):
        with path.open("w") as out:
            assert label_studio.write(reading(items), out) == 3
        found = readers.call("validate_tasks", {"file": str(path), "config": config})
        assert (len(found), sum(map(bool, found))) == (3, expected), found


def test_image_folder_with_metadata(readers: Program, images: Path) -> None:
    """`datasets` reads each image with its labels, boxes and the columns of its source; others are left out."""
    for items in (DETECTED, WHOLE):
        with (images / "metadata.jsonl").open("w") as out:
            elsewhere = item(9, "../outside.png", [{"name": "cat", "confidence": 1}])
            assert hugging_face.write(reading([*items, elsewhere]), out, folder=images, base=images) == 3
        found = readers.call("read_image_folder", {"folder": str(images)})
        assert [row["image"] for row in found] == [[64, 32]] * 3
        assert [row["labels"] for row in found] == [
            [label["name"] for label in each.labels or ()] for each in items[:3]
        ]
        assert [row["confidences"] for row in found] == [
            [label["confidence"] for label in each.labels or ()] for each in items[:3]
        ]
        if items is DETECTED:
            assert [row["objects"]["bbox"] for row in found] == [PIXELS, PIXELS[:1], []]
        else:
            assert (found[0]["label"], found[0]["source_label"]) == ("cat", "truth")


def test_class_folders(readers: Program, images: Path, tmp_path: Path) -> None:
    """Libraries read the best label of each image from its folder; files of the same name are both there."""
    labelled = [*WHOLE[:3], item(5, "nothing.png", [{"name": "cat", "confidence": 0.5}])]
    target = tmp_path / "classes"
    assert hugging_face.write_folders(reading(labelled), target, base=images) == 3

    found = readers.call("read_folders", {"folder": str(target)})

    assert found == {
        "supervision": {"a.png": "dög", "nothing.png": "cat"},
        "datasets": ["cat", "cat", "dög"],
    }


@pytest.mark.parametrize("label", ["a/b", "..", "", "a:b", "%", "\n"])
def test_label_that_is_no_name_of_a_folder(images: Path, tmp_path: Path, label: str) -> None:
    """The image is in a folder directly below the target, whatever its label is."""
    target = tmp_path / "classes"
    hugging_face.write_folders(reading([item(1, "a.png", [{"name": label, "confidence": 1.0}])]), target, base=images)

    (found,) = target.glob("**/*.png")
    assert found.parent.parent == target


def test_parquet(readers: Program, tmp_path: Path) -> None:
    """pyarrow reads each item with its labels and the columns of its source."""
    path = tmp_path / "labels.parquet"
    assert parquet.write(reading(WHOLE), path) == 4

    rows = readers.call("read_parquet", {"file": str(path)})

    assert [row["name"] for row in rows] == [each.name for each in WHOLE]
    assert rows[0]["labels"] == [
        {"name": "cat", "confidence": 0.9, "boxes": []},
        {"name": "dög", "confidence": 0.1, "boxes": []},
    ]
