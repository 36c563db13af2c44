"""Export as a folder per label with copies of the images, which torchvision, Keras and `datasets` read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from urllib.parse import quote

from visionapis_bulk.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

    from .items import Results

# Characters that some file system does not take.
_NOT_IN_NAMES = '<>:"/\\|?*%'


def write(results: Results, target: Path) -> int:
    """Copy each image that is a file into the folder of its best label below `target`, and return their number.

    Raises ExportError if there is something at `target`, or an image cannot be copied.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise ExportError(f"{str(target)!r} exists", hint="name a folder that does not exist yet")
    count = 0
    for item in results.labelled():
        if not item.labels or not item.is_file:
            continue
        path, folder = results.base / item.image, target / _folder_name(item.labels[0]["name"])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, _free_name(folder, path))
        except OSError as error:
            raise ExportError(f"cannot copy {str(path)!r}: {error.strerror}") from error
        count += 1
    return count


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
