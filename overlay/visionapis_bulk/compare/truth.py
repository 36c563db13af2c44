"""Images whose true labels are known: in class folders, a CSV file, or a COCO file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from visionapis_bulk.documents import LocalDocument, open_text
from visionapis_bulk.errors import SourceError
from visionapis_bulk.queries import storable
from visionapis_bulk.records import Entry
from visionapis_bulk.sources import FolderSource, open_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from visionapis_bulk.tables import CSVSource

LABEL_COLUMNS = ("label", "class", "category", "target")


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """An image with its true label."""

    name: str
    """Its path relative to the base, or its URL."""
    label: str


@dataclass(frozen=True, slots=True)
class Truth:
    """Labelled images, in a random order that is the same each time."""

    images: Sequence[LabelledImage]
    base: Path
    """The folder that the paths of images are relative to."""
    left_out: int = 0
    """The number of images without exactly one label."""

    def first(self, count: int) -> Head:
        """Return the source of the first images."""
        return Head(self.images[:count], self.base)


class Head:
    """The source of the first images. The ledger has them, and may be given more of them the next time."""

    unique = True

    def __init__(self, images: Sequence[LabelledImage], base: Path) -> None:
        self._images = images
        self.base = base

    def describe(self) -> None:
        """Return None: this source cannot be opened by itself."""

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per image."""
        for each in self._images:
            yield Entry(each.name), None


def open_truth(path: str, *, column: str | None = None, label_column: str | None = None) -> Truth:
    """Return the labelled images of a path. Raises SourceError.

    Args:
        path: A folder whose subfolders are named after the labels; a CSV file (`.csv`, `.tsv`); or a COCO file
            (`.json`), of which the images with exactly one category are taken. Paths in a file are relative to it.
        column: The column of a CSV file with the images. Default: one with a usual name.
        label_column: That with the labels. Default: `label`, `class`, `category` or `target`.
    """
    found = Path(path)
    suffix = found.suffix.lower()
    if (column or label_column) and suffix not in {".csv", ".tsv"}:
        raise SourceError(f"{path!r} is not a CSV file: it has no columns")
    left_out = 0
    if found.is_dir():
        images, base = list(_in_folders(found)), found.absolute()
    elif not found.exists():
        raise SourceError(f"there is no file or folder {path!r}")
    elif suffix in {".csv", ".tsv"}:
        images, base = list(_in_table(found, column, label_column)), found.absolute().parent
    elif suffix == ".json":
        images, left_out = _in_coco(found)
        base = found.absolute().parent
    else:
        raise SourceError(f"{path!r} is not a folder, a CSV file (.csv, .tsv) or a COCO file (.json)")
    if not images:
        raise SourceError(f"{path!r} has no labelled images")
    return Truth(_shuffled(_once(path, images)), base, left_out)


def _in_folders(folder: Path) -> Iterator[LabelledImage]:
    """Yield the image files in subfolders; the first level of folders has the labels."""
    for entry, _ in FolderSource("", folder.absolute(), pdf=False).entries():
        label, *below = Path(entry.name).parts
        if not below:
            hint = "put each image in a folder named after its label"
            raise SourceError(f"the image {entry.name!r} is in no subfolder of {str(folder)!r}", hint=hint)
        yield LabelledImage(entry.name, label)


def _in_table(path: Path, column: str | None, label_column: str | None) -> Iterator[LabelledImage]:
    name = None
    for entry, _ in cast("CSVSource", open_source(path, column=column)).entries():
        row: dict[str, Any] = json.loads(entry.fields) if entry.fields else {}
        if name is None:
            name = _label_column(path, list(row), label_column)
        label = str(row.get(name) or "").strip()
        if not label:
            raise SourceError(f"{str(path)!r} has no label for the image {entry.name!r} in the column {name!r}")
        yield LabelledImage(entry.name, label)


def _label_column(path: Path, columns: Sequence[str], given: str | None) -> str:
    if given is not None:
        if given not in columns:
            raise SourceError(f"{str(path)!r} has no column {given!r}: it has {', '.join(columns) or 'no other'}")
        return given
    usual = [each for each in columns if each.lower() in LABEL_COLUMNS]
    if len(usual) != 1:
        found = ", ".join(columns) or "no other"
        raise SourceError(f"which column of {str(path)!r} has the labels? It has {found}", hint="name it")
    return usual[0]


def _in_coco(path: Path) -> tuple[list[LabelledImage], int]:
    """Return the images with exactly one category, and the number of the others."""
    try:
        with open_text(LocalDocument(path)) as file:
            document: Any = json.load(file)
        categories = {each["id"]: str(each["name"]) for each in document["categories"]}
        labels: dict[Any, set[str]] = {each["id"]: set() for each in document["images"]}
        for each in document["annotations"]:
            labels[each["image_id"]].add(categories[each["category_id"]])
        images = [
            LabelledImage(str(each["file_name"]), *labels[each["id"]])
            for each in document["images"]
            if len(labels[each["id"]]) == 1
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = "a key is missing or unknown: " if isinstance(error, KeyError) else ""
        raise SourceError(f"{str(path)!r} is not a COCO file: {reason}{error}") from error
    return images, len(labels) - len(images)


def _once(path: str, images: Iterable[LabelledImage]) -> Iterable[LabelledImage]:
    """Return the images, each once. Raises SourceError for one with two labels."""
    found: dict[str, LabelledImage] = {}
    for image in images:
        if found.setdefault(image.name, image).label != image.label:
            labels = f"{found[image.name].label!r} and {image.label!r}"
            raise SourceError(f"the image {image.name!r} of {path!r} has the labels {labels}")
    return found.values()


def _shuffled(images: Iterable[LabelledImage]) -> list[LabelledImage]:
    """Return the images in an order that depends on their names alone, so that the first ones are a random sample."""

    def position(image: LabelledImage) -> bytes:
        name = storable(image.name)
        return hashlib.sha256(name.encode() if isinstance(name, str) else name).digest()

    return sorted(images, key=position)
