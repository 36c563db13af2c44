"""References in a published document: within it, and to files beside it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

import httpx

from scripts.tools.regenerate.contract import split

from .source import DocumentError, fetch_text, is_url, parse

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json


MAX_FILES = 1_000


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


def embed(document: Json, source: str) -> Json:
    """Return a document with the files that it refers to, as `x-files`, and references into those."""
    return _Embedding(source).embed(document)


class _Embedding:
    def __init__(self, source: str) -> None:
        self._source = source
        self._files: dict[str, Any] = {}
        self._root: Json = {}

    def embed(self, document: Json) -> Json:
        self._root = self._rewritten(copy.deepcopy(document), self._source)
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
        place = (urljoin(base, file) if is_url(base) else str(Path(base).parent / file)) if file else base
        if place == self._source:
            return f"#{fragment}"
        if is_url(place) and httpx.URL(place).netloc != httpx.URL(self._source).netloc:
            return reference  # a document names no other host to fetch from
        if place not in self._files:
            if len(self._files) == MAX_FILES:
                return reference
            self._files[place] = None  # before it is read: files can refer to each other
            index = len(self._files) - 1
            try:
                content = parse(fetch_text(place), place)
            except DocumentError:
                return reference
            self._files[place] = self._rewritten(content, place)
        else:
            index = list(self._files).index(place)
        return f"#/x-files/{index}{fragment}"
