"""Tables whose rows are images: CSV files, and Parquet files where pyarrow is installed."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from .documents import decoded, open_text
from .errors import SourceError
from .records import Entry

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from .documents import Document
    from .sources import Image, Source

USUAL_COLUMNS = ("image", "path", "file", "file_name", "filename", "url", "image_path", "image_url")


def open_table(document: Document, column: str | None) -> Source:
    """Return the source of a table. Raises SourceError."""
    return (ParquetSource if document.suffix == ".parquet" else CSVSource)(document, column)


class CSVSource:
    """The rows of a CSV file with a header; the other columns are kept."""

    unique = False

    def __init__(self, document: Document, column: str | None) -> None:
        """Read the header. Raises SourceError."""
        self._document = document
        self._delimiter = "\t" if document.suffix == ".tsv" else ","
        self.base = document.base
        with open_text(document) as lines:
            header = next(csv.reader(decoded(document, lines), delimiter=self._delimiter), list[str]())
        self._column = choose_column(document.name, header, column)

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": self._document.source, "column": self._column}

    def entries(self) -> Iterator[tuple[Entry, None]]:
        """Yield an entry per row. Raises SourceError for a row without its image."""
        document = self._document
        with open_text(document) as lines:
            reader = csv.DictReader(decoded(document, lines), delimiter=self._delimiter, restkey="", restval="")
            try:
                for row in reader:
                    name = cast("str", row.pop(self._column))
                    if not name:
                        where = f"line {reader.line_num} of {document.name}"
                        raise SourceError(f"{where} has nothing in the column {self._column!r}")
                    yield Entry(name, document.locate(name), json.dumps(row) if row else None), None
            except csv.Error as error:
                raise SourceError(f"line {reader.line_num} of {document.name} is not CSV: {error}") from error


class ParquetSource:
    """The rows of a Parquet file; the other columns are kept. Its images are paths, URLs, or bytes."""

    unique = False

    def __init__(self, document: Document, column: str | None) -> None:
        """Read the schema. Raises SourceError."""
        self._arrow = _arrow()
        self._document = document
        self.base = document.base
        with document.open() as file, self._reading():
            names = self._arrow.parquet.ParquetFile(file).schema_arrow.names
            self._column = choose_column(document.name, names, column)

    def describe(self) -> Mapping[str, Any]:
        """Return the arguments of `open_source`."""
        return {"source": self._document.source, "column": self._column}

    def entries(self) -> Iterator[tuple[Entry, Image | None]]:
        """Yield an entry per row; one whose image is bytes is named after its path, if it has one, or its number."""
        number = 0
        with self._document.open() as file, self._reading():
            for batch in self._arrow.parquet.ParquetFile(file).iter_batches(batch_size=256):
                for row in batch.to_pylist():
                    number += 1
                    name, image = split_cell(row.pop(self._column))
                    url = self._document.locate(name) if name and image is None else None
                    yield Entry(name or str(number), url, json.dumps(row, default=str) if row else None), image

    @contextmanager
    def _reading(self) -> Generator[None]:
        """Raise SourceError for an error of pyarrow."""
        try:
            yield
        except (OSError, self._arrow.ArrowException) as error:
            raise SourceError(f"cannot read {self._document.name}: {error}") from error


def _arrow() -> Any:
    try:
        arrow = import_module("pyarrow")
        import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise SourceError("Parquet files require pyarrow", hint="pip install pyarrow") from error
    return arrow


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
