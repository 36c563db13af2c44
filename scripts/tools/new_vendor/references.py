"""References in a published document: within it, and to files beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from scripts.tools.regenerate.contract import split

from .fetching import is_of_origin, joined
from .source import DocumentError, is_url

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report
    from .source import Reader

MAX_FILES = 10_000


class LostReferenceError(Exception):
    """A reference leads nowhere, or to itself."""


def resolve(document: Json, node: Any) -> tuple[Any, str]:
    """Return what a node refers to within a document, and the last reference on the way; "" if it is no reference.

    Raises LostReferenceError.
    """
    seen: list[str] = []
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        reference = node["$ref"]
        if reference in seen or not reference.startswith("#"):
            raise LostReferenceError(f"$ref {reference}")
        seen.append(reference)
        node = document
        for part in split(unquote(reference.removeprefix("#"))):
            try:
                node = node[int(part)] if isinstance(node, list) else node[part]
            except (KeyError, IndexError, TypeError, ValueError):
                raise LostReferenceError(f"$ref {reference}") from None
    return node, seen[-1] if seen else ""


def embed(document: Json, reader: Reader, report: Report) -> Json:
    """Return a document with the files that it refers to, as `x-files`, and references into those.

    A document has no access to anything but what is published with it: files below its own folder, or of its own host.
    """
    return _Embedding(reader, report).embed(document)


class _Embedding:
    def __init__(self, reader: Reader, report: Report) -> None:
        self._reader = reader
        self._report = report
        self._source = reader.source
        self._files: dict[str, Any] = {}
        self._indexes: dict[str, int] = {}
        self._failed: dict[str, DocumentError] = {}
        self._root: Json = {}

    def embed(self, document: Json) -> Json:
        self._root = self._rewritten(document, self._source)
        if self._files:
            self._root["x-files"] = list(self._files.values())
        return self._root

    def _rewritten(self, node: Any, base: str) -> Any:
        if isinstance(node, list):
            return [self._rewritten(each, base) for each in node]
        if not isinstance(node, dict):
            return node
        new = {key: self._rewritten(value, base) for key, value in node.items() if key != "$ref"}
        reference = node.get("$ref")
        if isinstance(reference, str):
            new = {"$ref": self._address(reference, base), **new}
        elif reference is not None:  # a field of this name
            new["$ref"] = self._rewritten(reference, base)
        return new

    def _address(self, reference: str, base: str) -> str:
        file, _, fragment = reference.partition("#")
        if not file and base == self._source:
            return reference
        try:
            place = self._place(file, base) if file else base
            if place == self._source:
                return f"#{fragment}"
            if place not in self._indexes:
                self._read(place)
        except DocumentError as error:
            self._report.lost("references to files that cannot be read", f"{reference} ({error})")
            return reference
        return f"#/x-files/{self._indexes[place]}{fragment}"

    def _place(self, file: str, base: str) -> str:
        """Return the path or URL of a file. Raises DocumentError for one that is not published with the document."""
        if is_url(base):
            place = joined(base, file)
            if not is_of_origin(place, self._source):
                raise DocumentError("not of the document's host")
            return place
        if re.match(r"(?i)[a-z][a-z0-9+.-]*:", file):
            raise DocumentError("not below the document's folder")
        folder = Path(self._source).parent
        try:
            path = (Path(base).parent / unquote(file)).resolve()
            inside = path.is_relative_to(folder.resolve())
        except (OSError, RuntimeError, ValueError):  # of a loop of links, or of a null character
            inside = False
        if not inside:
            raise DocumentError("not below the document's folder")
        return self._source if path == Path(self._source).resolve() else str(path)

    def _read(self, place: str) -> None:
        """Read a file, once. Raises DocumentError."""
        if place in self._failed:
            raise self._failed[place]
        try:
            if len(self._files) == MAX_FILES:
                raise DocumentError(f"more than {MAX_FILES} files")
            content = self._reader.content(place)
        except DocumentError as error:
            self._failed[place] = error
            raise
        self._indexes[place] = len(self._indexes)
        self._files[place] = {}  # before it is rewritten: files can refer to each other
        self._files[place] = self._rewritten(content, place)
