"""Ray Datasets as sources of jobs: https://docs.ray.io/en/latest/data/data.html."""

from __future__ import annotations

import json
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visionapis_bulk.errors import SourceError
from visionapis_bulk.records import Entry
from visionapis_bulk.sources import open_source
from visionapis_bulk.tables import choose_column, split_cell

from .journal import Storage

if TYPE_CHECKING:
    from collections.abc import Iterator


def open_dataset(source: object, column: str | None, storage: str) -> object:
    """Return the source of a dataset; any other source, with its column."""
    if type(source).__module__.partition(".")[0] == "ray":
        return DatasetSource(source, column, storage)
    return source if column is None else open_source(source, column=column)


class DatasetSource:
    """The rows of a dataset; the other columns are kept. Its images are paths, URLs, or bytes.

    The dataset is executed once, on the cluster, where bytes are written to the storage as the files of their hashes.
    """

    unique = False

    def __init__(self, dataset: Any, column: str | None, storage: str) -> None:
        """Make the source of a dataset. Nothing is executed."""
        self._dataset = dataset
        self._column = column
        self._storage = storage
        self.base = Path.cwd()

    def describe(self) -> None:
        """Return None: a dataset cannot be opened again."""

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per row; one whose image is bytes is named after its path, if it has one, or its number."""
        errors: Any = import_module("ray.exceptions")
        try:
            column = choose_column("the dataset", self._dataset.columns(), self._column)
            prepared = self._dataset.map(partial(_prepare, column, self._storage))
            for number, row in enumerate(prepared.iter_rows(), 1):
                yield Entry(row["name"] or str(number), row["image"] or None, row["fields"] or None), None
        except errors.RayError as error:
            raise SourceError(f"cannot read the dataset: {_last_line(error)}") from error


def _prepare(column: str, storage: str, row: dict[str, Any]) -> dict[str, str]:
    """Return the name, the image if that is not the name, and the other columns of a row."""
    name, image = split_cell(row.pop(column))
    if isinstance(image, (bytes, bytearray, memoryview)):
        image = Storage(storage).keep_image(bytes(image))
    elif image is not None and not isinstance(image, str):
        hint = "use a column of paths, or encode the images as PNG or JPEG"
        raise SourceError(f"{column!r} has a {type(image).__name__}, not a path, a URL, or bytes: {hint}")
    return {"name": name, "image": image or "", "fields": json.dumps(row, default=str) if row else ""}


def _last_line(error: Exception) -> str:
    return str(error).strip().rpartition("\n")[2]
