"""Export for `datasets.load_dataset("imagefolder", …)`: https://huggingface.co/docs/datasets/image_dataset.

`write` makes the `metadata.jsonl` of a folder of images; `write_folders` copies images into a folder per label, which
torchvision and Keras read as well.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from visionapis_bulk.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from .items import ExportedItem

# Characters that some file system does not take.
_NOT_IN_NAMES = '<>:"/\\|?*%'


def write(read: Callable[[], Iterable[ExportedItem]], out: TextIO, *, folder: Path, base: Path) -> int:
    """Write a line per item with a result whose image is a file in `folder` or below, and return their number.

    `folder` is that of the file, `base` the one that paths of the items are relative to. Every line has every field,
    so that a reader that infers types from the first ones is right about all.
    """
    count = 0
    for item, path in _files(read(), base):
        relative = os.path.relpath(path, folder)
        if not relative.startswith(os.pardir):
            out.write(f"{json.dumps(_metadata(item, Path(relative).as_posix()))}\n")
            count += 1
    return count


def write_folders(read: Callable[[], Iterable[ExportedItem]], target: Path, *, base: Path) -> int:
    """Copy each image with a label into the folder of its best one below `target`, and return their number.

    Raises ExportError if there is something at `target`, or an image cannot be copied.
    """
    if target.exists() and any(target.iterdir()):
        raise ExportError(f"folder {str(target)!r} is not empty", hint="name one that does not exist yet")
    count = 0
    for item, path in _files(read(), base):
        if not item.labels:
            continue
        folder = target / _folder_name(item.labels[0]["name"])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, _free_name(folder, path))
        except OSError as error:
            raise ExportError(f"cannot copy {str(path)!r}: {error.strerror}") from error
        count += 1
    return count


def _files(items: Iterable[ExportedItem], base: Path) -> Iterator[tuple[ExportedItem, Path]]:
    """Yield the items with a result whose image is a local file."""
    for item in items:
        if item.labels is not None and item.is_file:
            yield item, base / item.image


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


def _folder_name(label: str) -> str:
    """Return the name of the folder for a label, in which characters that not all file systems take are escaped."""
    name = "".join(quote(each, safe="") if each in _NOT_IN_NAMES or not each.isprintable() else each for each in label)
    name = f"%2E{name[1:]}" if name.startswith(".") else name
    return name or "%"


def _free_name(folder: Path, path: Path) -> Path:
    found, number = folder / path.name, 1
    while found.exists():
        number += 1
        found = folder / f"{path.stem}-{number}{path.suffix}"
    return found
