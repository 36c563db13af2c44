"""A vendor's contract: read, checked for form, and walked."""

from __future__ import annotations

import copy
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

# JSON pointer and words.
Finding = tuple[str, str]


class ContractError(Exception):
    """The contract cannot be used; the message lists every finding, one a line."""


@dataclass(frozen=True)
class Operation:
    """One method on one path, with the parameters of the path merged in.

    Parameters, request body and responses are resolved: what stands in `data` and `parameters` is no reference.
    """

    path: str
    method: str
    data: Json
    parameters: list[Json]

    @property
    def pointer(self) -> str:
        """Where the operation stands in the contract."""
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

    def operations(self) -> Iterator[Operation]:
        """Every operation, in the order of the document."""
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
        """The object that a local reference names, or the node itself."""
        while "$ref" in node:
            target: Any = self.document
            try:
                for part in node["$ref"].removeprefix("#/").split("/"):
                    target = target[part.replace("~1", "/").replace("~0", "~")]
            except (KeyError, TypeError):
                raise ContractError(f"{self.source}: $ref {node['$ref']} leads nowhere") from None
            node = target
        return node

    def copy(self) -> Json:
        """A deep copy of the document, to change at will."""
        return copy.deepcopy(self.document)


def pointer(*parts: object) -> str:
    """A JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def walk(node: object, at: str = "") -> Iterator[tuple[str, object]]:
    """Every node of a document with its JSON pointer."""
    yield at, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, at + pointer(key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, at + pointer(index))


def load(path: Path) -> Contract:
    """Read `specs/<vendor>/openapi.yaml`.

    Raises ContractError when it is no YAML, or no OpenAPI 3.1 document.
    """
    source = "/".join(path.parts[-3:])
    try:
        document = documents.load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ContractError(f"{source}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(document, dict):
        raise ContractError(f"{source}: not an OpenAPI document: the top level is not a mapping")
    contract = Contract(path.parent.name, source, document)
    for _, node in walk(document):
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            contract.resolve(node)
    findings = [
        f"{source}#{pointer(*error.absolute_path)}: {error.message.splitlines()[0]}"
        for error in OpenAPIV31SpecValidator(document).iter_errors()
    ]
    if findings:
        raise ContractError("\n".join(findings))
    return contract
