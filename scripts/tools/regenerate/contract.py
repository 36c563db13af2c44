"""A vendor's contract: loading, validation and traversal."""

from __future__ import annotations

import copy
import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from . import documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

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


@dataclass(frozen=True)
class Contract:
    """One vendor's OpenAPI document."""

    vendor: str
    source: str
    document: Json
    text: str = ""

    def finding(self, at: str, words: str) -> str:
        """Return one line of a message: file, line if the text is known, JSON pointer, and what is wrong."""
        parts = [part.replace("~1", "/").replace("~0", "~") for part in at.split("/")[1:]]
        place = f"{self.source}:{documents.line(self.text, parts)}" if self.text else self.source
        return f"{place}: #{at}: {words}"

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
        seen = set()
        while "$ref" in node:
            reference = node["$ref"]
            target: Any = self.document
            try:
                for part in reference.removeprefix("#/").split("/"):
                    target = target[part.replace("~1", "/").replace("~0", "~")]
            except (KeyError, TypeError):
                raise ContractError(
                    f"{self.source}: $ref {reference} does not exist{self._nearest(reference)}"
                ) from None
            if reference in seen:
                raise ContractError(f"{self.source}: $ref {reference} refers to itself")
            seen.add(reference)
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
        return text, documents.load(text)
    except UnicodeDecodeError as error:
        raise ContractError(f"{source}: #: not UTF-8: invalid byte at offset {error.start}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{source}:{mark.line + 1}" if mark else source
        words = getattr(error, "problem", None) or " ".join(str(error).split())
        raise ContractError(
            f"{place}: #: not YAML: {words} (quote a string that contains ': ' or ' #' or starts with a bracket; "
            "indent with spaces)"
        ) from error


def load(path: Path) -> Contract:
    """Read `specs/<vendor>/openapi.yaml`.

    Raises ContractError when it is not an OpenAPI 3.1 document.
    """
    source = "/".join(path.parts[-3:])
    text, document = read(path, source)
    if not isinstance(document, dict):
        raise ContractError(f"{source}:1: #: not an OpenAPI document: the top level is not a mapping")
    contract = Contract(path.parent.name, source, document, text)
    # Each step relies on the ones before it.
    for step in (_not_json, _dangling, _same_ids, _invalid):
        findings = [contract.finding(at, words) for at, words in step(contract)]
        if findings:
            raise ContractError("\n".join(findings))
    return contract


def _not_json(contract: Contract) -> Iterator[Finding]:
    """Find what JSON cannot express: dates, and keys that are not strings."""
    for at, node in walk(contract.document):
        if isinstance(node, dict):
            for key in node:
                if not isinstance(key, str):
                    yield at + pointer(key), f"the key {key} is not a string: quote it"
        elif not isinstance(node, (list, str, int, float, type(None))):
            yield at, f"{node} is a {type(node).__name__} in YAML: quote it"


def _dangling(contract: Contract) -> Iterator[Finding]:
    for at, node in walk(contract.document):
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            try:
                contract.resolve(node)
            except ContractError as error:
                yield f"{at}/$ref", str(error).removeprefix(f"{contract.source}: ")


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
