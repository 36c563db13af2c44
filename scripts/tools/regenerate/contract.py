"""A vendor's contract: loading, validation and traversal."""

from __future__ import annotations

import copy
import difflib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import yaml
from jsonschema_rs import Draft202012, Registry
from openapi_spec_validator import OpenAPIV31SpecValidator

from . import documents, limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

DOCUMENT = "urn:contract"

Json = dict[str, Any]

# JSON pointer and message.
Finding = tuple[str, str]


class ContractError(Exception):
    """The contract cannot be used; the message has one line per finding."""


@dataclass(frozen=True)
class Operation:
    """One method on one path, with the parameters of the path merged in.

    References to parameters, request bodies and responses are resolved in `data` and `parameters`.
    """

    path: str
    method: str
    data: Json
    parameters: list[Json]

    @property
    def pointer(self) -> str:
        """The JSON pointer of the operation."""
        return pointer("paths", self.path, self.method)

    @property
    def id(self) -> str:
        """The operation's id, `<tag>_<method>`."""
        return str(self.data["operationId"])


class Places(Protocol):
    """Finds the places in files that a document was made of."""

    def place(self, parts: list[str]) -> str:
        """Return file and line, `<file>:<line>`, of what a JSON pointer leads to."""
        ...


@dataclass(frozen=True)
class Contract:
    """One vendor's OpenAPI document."""

    vendor: str
    source: str
    document: Json
    places: Places | None = None
    """None if the document was not read from a file."""

    def finding(self, at: str, words: str) -> str:
        """Return one line of a message: file, line if the file is known, JSON pointer, and what is wrong."""
        place = self.places.place(split(at)) if self.places else self.source
        return f"{place}: #{at}: {words}"

    def at(self, node: Json) -> str:
        """Return the JSON pointer of an object of the document, such as a resolved parameter."""
        return self._pointers[id(node)]

    @cached_property
    def registry(self) -> Registry:
        """The document for validators, at the address `DOCUMENT`."""
        return Registry([(DOCUMENT, self.document)], draft=Draft202012)

    @cached_property
    def _pointers(self) -> dict[int, str]:
        # With an alias in YAML, an object is in several places, of which the first counts.
        found: dict[int, str] = {}
        for at, node in walk(self.document):
            if isinstance(node, dict):
                found.setdefault(id(node), at)
        return found

    def operations(self) -> Iterator[Operation]:
        """Yield every operation, in the order of the document."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    data = self._resolved(item[method])
                    own = [self.resolve(parameter) for parameter in data.get("parameters", [])]
                    names = {(parameter["name"], parameter["in"]) for parameter in own}
                    shared = [self.resolve(parameter) for parameter in item.get("parameters", [])]
                    inherited = [each for each in shared if (each["name"], each["in"]) not in names]
                    yield Operation(path, method, data, own + inherited)

    def _resolved(self, data: Json) -> Json:
        responses = {status: self.resolve(response) for status, response in data.get("responses", {}).items()}
        resolved = {**data, "responses": responses}
        if "requestBody" in data:
            resolved["requestBody"] = self.resolve(data["requestBody"])
        return resolved

    def resolve(self, node: Json) -> Json:
        """Return the object that a local reference leads to, or the node itself."""
        seen: list[str] = []
        while "$ref" in node:
            reference = node["$ref"]
            target: Any = self.document
            try:
                for part in split(reference.removeprefix("#")):
                    target = target[part]
            except (KeyError, TypeError):
                raise ContractError(
                    f"{self.source}: $ref {reference} does not exist{self._nearest(reference)}"
                ) from None
            if reference in seen:
                loop = seen[seen.index(reference) :]
                start = loop.index(min(loop))
                raise ContractError(f"{self.source}: $ref {' -> '.join(loop[start:] + loop[:start])} refers to itself")
            seen.append(reference)
            node = target
        return node

    def _nearest(self, reference: str) -> str:
        components = self.document.get("components", {}).items()
        known = [f"#/components/{kind}/{name}" for kind, members in components for name in members]
        near = difflib.get_close_matches(reference, known, n=1)
        return f"; did you mean {near[0]}?" if near else "; components has nothing of this name"

    def copy(self) -> Json:
        """Return a deep copy of the document."""
        return copy.deepcopy(self.document)


def pointer(*parts: object) -> str:
    """Return the JSON pointer of some keys and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def split(at: str) -> list[str]:
    """Return the keys and indexes of a JSON pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in at.split("/")[1:]]


def walk(node: object, at: str = "") -> Iterator[tuple[str, object]]:
    """Yield every node of a document with its JSON pointer."""
    yield at, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, at + pointer(key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, at + pointer(index))


def read(path: Path, source: str) -> tuple[str, Any]:
    """Return the text and the content of a YAML file.

    Raises ContractError when the file is not valid YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = documents.load(text)
        limits.check(document)
    except UnicodeDecodeError as error:
        raise ContractError(f"{source}: #: not UTF-8: invalid byte at offset {error.start}") from error
    except limits.LimitError as error:
        raise ContractError(f"{source}: #: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{source}:{mark.line + 1}" if mark else source
        words = getattr(error, "problem", None) or " ".join(str(error).split())
        raise ContractError(
            f"{place}: #: not YAML: {words} (quote a string that contains ': ' or ' #' or starts with a bracket; "
            "indent with spaces)"
        ) from error
    return text, document


class _File:
    """A file that a document was read from."""

    def __init__(self, source: str, text: str) -> None:
        self._source = source
        self._text = text

    def place(self, parts: list[str]) -> str:
        """Return file and line."""
        return f"{self._source}:{self._lines.of(parts)}"

    @cached_property
    def _lines(self) -> documents.Lines:
        return documents.Lines(self._text)


def load(path: Path, places: Places | None = None) -> Contract:
    """Read `specs/<vendor>/openapi.yaml`; `places` finds what it was made of, if it is derived.

    Raises ContractError when it is not an OpenAPI 3.1 document.
    """
    source = "/".join(path.parts[-3:])
    text, document = read(path, source)
    if not isinstance(document, dict):
        raise ContractError(f"{source}:1: #: not an OpenAPI document: the top level is not a mapping")
    contract = Contract(path.parent.name, source, document, places or _File(source, text))
    # Each step relies on the ones before it.
    for step in ((_not_json, _dangling, _same_ids), (_invalid,)):
        findings = [contract.finding(at, words) for rule in step for at, words in rule(contract)]
        if findings:
            raise ContractError("\n".join(findings))
    return contract


def _not_json(contract: Contract) -> Iterator[Finding]:
    """Find what JSON cannot express: values with a tag, such as `!!timestamp`."""
    for at, node in walk(contract.document):
        if not isinstance(node, (dict, list, str, int, float, type(None))):
            yield at, f"{node} is a {type(node).__name__} in YAML: remove its tag"


def _dangling(contract: Contract) -> Iterator[Finding]:
    """Find references that lead nowhere or to themselves, each cause once: where it is, or is first referred to."""
    causes: dict[str, list[str]] = {}
    for at, node in walk(contract.document):
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            try:
                contract.resolve(node)
            except ContractError as error:
                causes.setdefault(str(error).removeprefix(f"{contract.source}: "), []).append(f"{at}/$ref")
    for words, places in causes.items():
        own = words.split()[1].removeprefix("#") + "/$ref"
        others = f" (and {len(places) - 1} more references)" if len(places) > 1 else ""
        yield own if own in places else places[0], words + others


def _same_ids(contract: Contract) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for at, node in walk(contract.document.get("paths", {}), "/paths"):
        if isinstance(node, dict) and isinstance(node.get("operationId"), str) and at.count("/") == 3:
            name = node["operationId"]
            if name in first:
                yield f"{at}/operationId", f"operationId {name} is already used by #{first[name]}"
            first.setdefault(name, at)


def _invalid(contract: Contract) -> Iterator[Finding]:
    for error in OpenAPIV31SpecValidator(contract.document).iter_errors():
        yield pointer(*error.absolute_path), error.message.splitlines()[0]
