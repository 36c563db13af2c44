"""Tables whose rows are images: CSV files, and Parquet files where pyarrow is installed."""

from __future__ import annotations

import csv
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from .errors import SourceError
from .records import Entry
from .sources import decoded, open_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from .sources import Image, Source

USUAL_COLUMNS = ("image", "path", "file", "file_name", "filename", "url", "image_path", "image_url")


def open_table(path: Path, column: str | None) -> Source:
    """Return the source of a table. Raises SourceError."""
    return (ParquetSource if path.suffix.lower() == ".parquet" else CSVSource)(path, column)


class CSVSource:
    """The rows of a CSV file with a header; the other columns are kept."""

    unique = False

    def __init__(self, path: Path, column: str | None) -> None:
        """Read the header. Raises SourceError."""
        self._path = path
        self._delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
        self.base = path.absolute().parent
        with open_text(path) as lines:
            header = next(csv.reader(decoded(path, lines), delimiter=self._delimiter), list[str]())
        self._column = choose_column(repr(str(path)), header, column)

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": str(self._path.absolute()), "column": self._column}

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per row. Raises SourceError for a row without its image."""
        with open_text(self._path) as lines:
            reader = csv.DictReader(decoded(self._path, lines), delimiter=self._delimiter, restkey="", restval="")
            try:
                for row in reader:
                    name = cast("str", row.pop(self._column))
                    if not name:
                        where = f"line {reader.line_num} of {str(self._path)!r}"
                        raise SourceError(f"{where} has nothing in the column {self._column!r}")
                    yield Entry(name, fields=json.dumps(row) if row else None), None
            except csv.Error as error:
                raise SourceError(f"line {reader.line_num} of {str(self._path)!r} is not CSV: {error}") from error


class ParquetSource:
    """The rows of a Parquet file; the other columns are kept. Its images are paths, URLs, or bytes."""

    unique = False

    def __init__(self, path: Path, column: str | None) -> None:
        """Read the schema. Raises SourceError."""
        try:
            arrow: Any = import_module("pyarrow")
            parquet: Any = import_module("pyarrow.parquet")
        except ModuleNotFoundError as error:
            raise SourceError("Parquet files require pyarrow", hint="pip install pyarrow") from error

        self._path = path
        self.base = path.absolute().parent
        try:
            self._file: Any = parquet.ParquetFile(path)
        except (OSError, arrow.ArrowException) as error:
            raise SourceError(f"cannot read {str(path)!r}: {error}") from error
        self._column = choose_column(repr(str(path)), self._file.schema_arrow.names, column)

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": str(self._path.absolute()), "column": self._column}

    def entries(self) -> Iterator[tuple[Entry, Image | None]]:
        """Yield an entry per row; one whose image is bytes is named after its path, if it has one, or its number."""
        number = 0
        for batch in self._file.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                name, image = split_cell(row.pop(self._column))
                yield Entry(name or str(number), fields=json.dumps(row, default=str) if row else None), image


def choose_column(table: str, columns: Sequence[str], column: str | None) -> str:
    """Return the column with the images. Raises SourceError."""
    if column is None:
        usual = [each for each in columns if each.lower() in USUAL_COLUMNS]
        found = columns if len(columns) == 1 else usual
        if len(found) != 1:
            raise SourceError(f"which column of {table} has the images? It has {', '.join(columns) or 'none'}")
        return found[0]
    if column not in columns:
        raise SourceError(f"{table} has no column {column!r}: it has {', '.join(columns) or 'none'}")
    return column


def split_cell(value: Any) -> tuple[str, Image | None]:
    """Return the name, if any, and the image, if it is in memory, of a cell: text, bytes, or a struct of both."""
    if isinstance(value, str):
        return value, None
    if isinstance(value, dict):  # an image of the Hugging Face hub: https://huggingface.co/docs/hub/datasets-image
        cell = cast("dict[str, Any]", value)
        return str(cell.get("path") or ""), cell.get("bytes") or cell.get("path") or b""
    return "", value or b""
