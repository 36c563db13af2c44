"""Exports of labels, read by the libraries that they are for."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from visionapis_bulk.errors import ExportError
from visionapis_bulk.exports import export
from visionapis_bulk.schema import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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

# The name of each image, its labels, and other columns.
WHOLE: list[tuple[Any, ...]] = [
    ("a.png", [{"name": "cat", "confidence": 0.9}, {"name": "dög", "confidence": 0.1}], {"label": "truth"}),
    ("below/a.png", [{"name": "dög", "confidence": 0.75}]),
    ("nothing.png", []),
    ("refused.png", None),
]
DETECTED: list[tuple[Any, ...]] = [
    ("a.png", [{"name": "cat", "confidence": 0.5, "boxes": BOXES}]),
    ("below/a.png", [{"name": "a/b", "confidence": 0.25, "boxes": BOXES[:1]}]),
    ("nothing.png", []),
]


@pytest.fixture
def readers(open_program: Callable[[str], Program]) -> Program:
    """The program that reads exports."""
    return open_program("dataset-readers")


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """A folder with the images of the items, of 64 x 32 pixels."""
    folder = tmp_path / "images"
    (folder / "below").mkdir(parents=True)
    for name in ("a.png", "below/a.png", "nothing.png"):
        (folder / name).write_bytes(make_image(size=(64, 32)))
    return folder


def ledger(images: Path, items: Sequence[tuple[Any, ...]]) -> Path:
    """Return a ledger with these items."""
    path = images.with_name("a.job")
    path.unlink(missing_ok=True)
    with closing(connect(path, write=True, create=True)) as connection:
        connection.execute("INSERT INTO job VALUES('base', ?)", (json.dumps(str(images)),))
        for number, (name, labels, *fields) in enumerate(items, 1):
            row = (number, name, json.dumps(fields[0]) if fields else None, "refused" if labels is None else "done")
            connection.execute("INSERT INTO items(id, name, fields, state) VALUES(?, ?, ?, ?)", row)
            if labels is not None:
                result = (number, json.dumps(labels), 64, 32, None)
                connection.execute("INSERT INTO results VALUES(?, ?, ?, ?, ?)", result)
    return path


def test_coco_has_scores_and_absolute_boxes(readers: Program, images: Path, tmp_path: Path) -> None:
    """pycocotools finds each label with its score, and supervision the corners of each box."""
    whole, detected = tmp_path / "whole.json", tmp_path / "detected.json"
    assert export(ledger(images, WHOLE), whole, format_="coco") == 3
    assert export(ledger(images, DETECTED), detected, format_="coco") == 3

    labels = readers.call("read_coco", {"file": str(whole)})
    boxes = readers.call("read_coco", {"file": str(detected)})
    corners = readers.call("read_detections", {"folder": str(images), "file": str(detected)})

    assert labels["annotations"] == {
        "a.png": [{"name": "cat", "score": 0.9, "bbox": None}, {"name": "dög", "score": 0.1, "bbox": None}],
        "below/a.png": [{"name": "dög", "score": 0.75, "bbox": None}],
        "nothing.png": [],
    }
    assert boxes["annotations"]["a.png"] == [{"name": "cat", "score": 0.5, "bbox": box} for box in PIXELS]
    assert boxes["results"] == [0.5, 0.5, 0.25]
    assert corners["nothing.png"] == []
    assert [[16.0, 16.0, 48.0, 24.0]] in corners.values()


@pytest.mark.parametrize(
    ("items", "config", "wrong"), [(WHOLE, CONFIG, 0), (DETECTED, CONFIG, 0), (WHOLE, CONFIG.replace("dög", "dog"), 2)]
)
def test_label_studio_accepts_the_predictions(
    readers: Program, images: Path, items: list[tuple[Any, ...]], config: str, wrong: int
) -> None:
    """Label Studio's own validation finds no error in a task, and one if a label is not in the configuration."""
    path = images / "tasks.json"
    assert export(ledger(images, items), path, format_="label-studio") == 3

    found = readers.call("validate_tasks", {"file": str(path), "config": config})
    assert (len(found), sum(map(bool, found))) == (3, wrong), found


@pytest.mark.parametrize("items", [WHOLE, DETECTED], ids=["labels", "boxes"])
def test_image_folder_with_metadata(readers: Program, images: Path, items: list[tuple[Any, ...]]) -> None:
    """`datasets` reads each image with its labels, boxes and the columns of its source; others are left out."""
    outside = ("../outside.png", [{"name": "cat", "confidence": 1}])
    elsewhere = ("https://images.example.com/a.png", [{"name": "cat", "confidence": 1}])
    path = ledger(images, [*items, outside, elsewhere])
    assert export(path, images / "metadata.jsonl", format_="hugging-face") == 3

    found = readers.call("read_image_folder", {"folder": str(images)})

    labels = [each[1] for each in items[:3]]
    assert [row["image"] for row in found] == [[64, 32]] * 3
    assert [row["labels"] for row in found] == [[label["name"] for label in each] for each in labels]
    assert [row["confidences"] for row in found] == [[label["confidence"] for label in each] for each in labels]
    if items is WHOLE:
        assert (found[0]["label"], found[0]["source_label"]) == ("cat", "truth")
    else:
        assert [row["objects"]["bbox"] for row in found] == [PIXELS, PIXELS[:1], []]


def test_class_folders(readers: Program, images: Path, tmp_path: Path) -> None:
    """Libraries read the best label of each image from its folder; files of one name are all there."""
    target = tmp_path / "classes"
    items = [
        *WHOLE,
        ("nothing.png", [{"name": "cat", "confidence": 0.5}]),
        ("a.png", [{"name": "cat", "confidence": 1}]),
    ]
    assert export(ledger(images, items), target, format_="folders") == 4

    found = readers.call("read_folders", {"folder": str(target)})

    names = {"a.png": "dög", "a-2.png": "cat", "nothing.png": "cat"}
    assert found == {"supervision": names, "datasets": ["cat", "cat", "cat", "dög"]}
    with pytest.raises(ExportError, match="exists"):
        export(ledger(images, items), target, format_="folders")


@pytest.mark.parametrize("label", ["a/b", "..", "", "a:b", "%", "\n"])
def test_label_that_is_no_name_of_a_folder(images: Path, tmp_path: Path, label: str) -> None:
    """The image is in a folder directly below the target, whatever its label is."""
    target = tmp_path / "classes"
    export(ledger(images, [("a.png", [{"name": label, "confidence": 1.0}])]), target, format_="folders")

    (found,) = target.glob("**/*.png")
    assert found.parent.parent == target


def test_parquet(readers: Program, images: Path, tmp_path: Path) -> None:
    """pyarrow reads each item with its labels and the columns of its source."""
    path = tmp_path / "labels.parquet"
    assert export(ledger(images, WHOLE), path) == 4

    rows = readers.call("read_parquet", {"file": str(path)})

    assert [row["name"] for row in rows] == [each[0] for each in WHOLE]
    assert rows[0]["labels"] == [{**label, "boxes": []} for label in WHOLE[0][1]]
    assert (rows[0]["source_label"], rows[0]["confidence"], rows[3]["label"]) == ("truth", 0.9, None)


@pytest.mark.parametrize(
    ("name", "format_", "message"),
    [
        ("a.json", None, "none of jsonl, csv, parquet"),
        ("a.csv", "yolo", "'yolo' is not a format"),
        ("a/a.csv", None, "cannot write"),
    ],
)
def test_export_that_cannot_be_written(images: Path, name: str, format_: str | None, message: str) -> None:
    """The error names what is wrong, and nothing is left."""
    path = ledger(images, WHOLE)
    before = set(images.parent.rglob("*"))
    with pytest.raises(ExportError, match=message):
        export(path, images.parent / name, format_=format_)
    assert set(images.parent.rglob("*")) == before
