"""Reads exports of labels with the libraries that they are for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import datasets
import pyarrow.parquet
import supervision
from label_studio_sdk.label_interface import LabelInterface
from pycocotools.coco import COCO

datasets.disable_progress_bars()


def read_coco(file: str) -> dict[str, Any]:
    """Return categories, and annotations by the name of their image; those with a box are also read as results."""
    coco = COCO(file)
    names = {each["id"]: each["name"] for each in coco.loadCats(coco.getCatIds())}
    found = {
        image["file_name"]: [
            {"name": names[each["category_id"]], "score": each["score"], "bbox": each.get("bbox")}
            for each in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
        ]
        for image in coco.loadImgs(coco.getImgIds())
    }
    boxes = [each for each in coco.dataset["annotations"] if "bbox" in each]
    results = coco.loadRes(boxes).anns.values() if boxes else []
    return {"annotations": found, "results": [each["score"] for each in results]}


def read_detections(folder: str, file: str) -> dict[str, Any]:
    """Return the corners of the boxes in a COCO file, by the name of the image."""
    dataset = supervision.DetectionDataset.from_coco(folder, file)
    return {Path(path).name: found.xyxy.tolist() for path, _, found in dataset}


def read_folders(folder: str) -> dict[str, Any]:
    """Return the labels of the images in class folders, as two libraries read them."""
    dataset = supervision.ClassificationDataset.from_folder_structure(folder)
    theirs = {Path(path).name: dataset.classes[int(found.class_id[0])] for path, _, found in dataset}
    images = datasets.load_dataset("imagefolder", data_dir=folder, split="train", cache_dir=f"{folder}-cache")
    names = images.features["label"].names
    return {"supervision": theirs, "datasets": sorted(names[each] for each in images["label"])}


def read_image_folder(folder: str) -> list[dict[str, Any]]:
    """Return the rows of a folder of images with `metadata.jsonl`, each with the size of its image."""
    images = datasets.load_dataset("imagefolder", data_dir=folder, split="train", cache_dir=f"{folder}-cache")
    return [{**row, "image": row["image"].size} for row in images]


def validate_tasks(file: str, config: str) -> list[list[str]]:
    """Return the errors of the predictions in a file of tasks, per task."""
    interface = LabelInterface(config)
    tasks = json.loads(Path(file).read_text(encoding="utf-8"))
    return [
        [problem for each in task["predictions"] for problem in interface.validate_prediction(each, return_errors=True)]
        for task in tasks
    ]


def read_parquet(file: str) -> list[dict[str, Any]]:
    """Return the rows of a Parquet file."""
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(file).to_pylist()
    return rows
