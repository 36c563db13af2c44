"""Inputs of a comparison: labelled images, targets, and other names of labels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from visionapis_bulk import BulkError, SourceError
from visionapis_bulk.compare.targets import parse_target, parse_targets, read_names
from visionapis_bulk.compare.truth import open_truth

from .test_compare import BAD, GOOD, LABELS, make_folders

if TYPE_CHECKING:
    from pathlib import Path


def test_labelled_images(tmp_path: Path) -> None:
    """Labels come from folders, a column, or the one category of an image; the order is that of no label."""
    folder = make_folders(tmp_path / "images", 60)
    (tmp_path / "list.csv").write_text("photo,class\nimages/cat/0.png,cat\nhttps://example.com/1.png,dog\n")
    coco = {
        "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}],
        "images": [{"id": each, "file_name": f"{each}.png"} for each in range(4)],
        "annotations": [
            {"image_id": image, "category_id": category} for image, category in [(0, 1), (0, 1), (1, 2), (2, 1), (2, 2)]
        ],
    }
    (tmp_path / "coco.json").write_text(json.dumps(coco))

    folders = open_truth(str(folder))
    table = open_truth(str(tmp_path / "list.csv"), column="photo")
    annotated = open_truth(str(tmp_path / "coco.json"))

    assert all(image.name.startswith(f"{image.label}/") for image in folders.images)
    assert {image.label for image in folders.images[:12]} == set(LABELS)
    assert folders == open_truth(str(folder))
    assert {image.name: image.label for image in table.images} == {
        "images/cat/0.png": "cat",
        "https://example.com/1.png": "dog",
    }
    assert (table.base, annotated.left_out) == (tmp_path, 2)
    assert {image.name: image.label for image in annotated.images} == {"0.png": "cat", "1.png": "dog"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing", None, "there is no file or folder 'missing'"),
        ("a.txt", "", "'a.txt' is not a folder, a CSV file"),
        ("a.csv", "image,name\na.png,cat\n", "which column of 'a.csv' has the labels? It has name"),
        ("a.csv", "image,label\na.png,\n", "'a.csv' has no label for the image 'a.png' in the column 'label'"),
        ("a.csv", "image,label\na.png,cat\na.png,dog\n", "the image 'a.png' of 'a.csv' has the labels 'cat' and 'dog'"),
        ("a.csv", "image,label\n", "'a.csv' has no labelled images"),
        ("a.json", "[", "'a.json' is not a COCO file: "),
        ("a.json", '{"images": []}', "'a.json' is not a COCO file: a key is missing or unknown: 'categories'"),
        ("loose/a.png", "x", "the image 'a.png' is in no subfolder of 'loose'"),
    ],
)
def test_images_without_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str | None, message: str
) -> None:
    """An error about labelled images is one line."""
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    with pytest.raises(SourceError) as error:
        open_truth(name.split("/")[0])
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("roboflow:pets/3", {"model": "pets/3"}),
        ("roboflow:model=pets/3,threshold=0.5", {"model": "pets/3", "threshold": 0.5}),
        ("ximilar:a=b", {"task": "a=b"}),
        ("nanonets:model=m,multi_label=true", {"model": "m", "multi_label": True}),
        ("imagerecognize", {}),
    ],
)
def test_targets(text: str, arguments: dict[str, Any]) -> None:
    """A target is a vendor with the arguments of its client's `classify`; the only required one has no name."""
    target = parse_target(text)
    assert (target.vendor.name, target.arguments) == (text.partition(":")[0], arguments)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["robo:a/1"], "the target 'robo:a/1' is not one of a vendor: "),
        (["roboflow"], "the target 'roboflow' has no model"),
        (["imagerecognize:a"], "the target 'imagerecognize:a' is not 'imagerecognize'"),
        (["roboflow:model=a/1,size=2"], "the target 'roboflow:model=a/1,size=2' has an unknown argument 'size'"),
        (["nanonets:model=m,multi_label=2"], "the target 'nanonets:model=m,multi_label=2' has an invalid multi_label"),
        (["roboflow:a/1", "roboflow:model=a/1"], "the target 'roboflow:model=a/1' is given twice"),
    ],
)
def test_invalid_targets(texts: list[str], message: str) -> None:
    """An error about a target is one line."""
    with pytest.raises(BulkError) as error:
        parse_targets(texts)
    assert str(error.value).startswith(message)


def test_names_of_labels(tmp_path: Path) -> None:
    """Other names are those of all targets, or of one; a target that is not compared is an error."""
    path, targets = tmp_path / "names.json", parse_targets([GOOD, BAD])
    path.write_text('{"kitty": "cat"}')
    assert read_names(path, targets) == {GOOD: {"kitty": "cat"}, BAD: {"kitty": "cat"}}
    path.write_text(json.dumps({GOOD: {"kitty": "cat"}}))
    assert read_names(path, targets) == {GOOD: {"kitty": "cat"}, BAD: {}}
    for content in ('{"other": {}}', "[]", '{"a": 1}', "{"):
        path.write_text(content)
        with pytest.raises(SourceError):
            read_names(path, targets)
