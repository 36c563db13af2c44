"""Export as `metadata.jsonl` of a folder of images: https://huggingface.co/docs/datasets/image_dataset.

`datasets.load_dataset("imagefolder", data_dir=…)` reads it together with the images.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TextIO

    from .items import ExportedItem, Results


def write(results: Results, out: TextIO, folder: Path) -> int:
    """Write a line per item with a result whose image is a file in `folder` or below, and return their number.

    `folder` is that of the file. Every line has every field, so that a reader that infers types from the first lines is
    right about all.
    """
    count = 0
    for item in results.labelled():
        if item.is_file:
            relative = os.path.relpath(results.base / item.image, folder)
            if not relative.startswith(os.pardir):
                out.write(f"{json.dumps(_metadata(item, Path(relative).as_posix()))}\n")
                count += 1
    return count


def _metadata(item: ExportedItem, name: str) -> dict[str, Any]:
    labels = item.labels or []
    size = item.width or 0, item.height or 0
    boxes = [
        ([box["x"] * size[0], box["y"] * size[1], box["width"] * size[0], box["height"] * size[1]], label)
        for label in labels
        for box in label.get("boxes") or ()
        if all(size)
    ]
    own = {
        "file_name": name,
        "label": labels[0]["name"] if labels else "",
        "labels": [label["name"] for label in labels],
        "confidences": [float(label["confidence"]) for label in labels],
        "objects": {
            "bbox": [box for box, _ in boxes],
            "categories": [label["name"] for _, label in boxes],
            "scores": [float(label["confidence"]) for _, label in boxes],
        },
    }
    return {**item.columns(own), **own}
