"""A vendor's contract as an emulator needs it: operations, their query parameters, and what their answers must be."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Self, cast
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, Registry, ValidationError, ValidationErrorKind

from visionapis_testing.errors import ContractViolationError

Schema = Mapping[str, Any]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_DOCUMENT = "urn:contract"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a contract."""

    id: str
    method: str
    path: str
    query_parameters: Mapping[str, Schema]
    """Schema of each query parameter, by name, in the contract's order, without references."""
    answers: Mapping[tuple[int, str], Draft202012Validator]
    """Validator of each documented answer, by status and media type."""
    document: dict[str, Any] = field(repr=False, compare=False)
    """The whole contract, for references."""

    def check(self, status: int, media_type: str, body: bytes) -> None:
        """Raise ContractViolationError unless the contract documents this answer. Only JSON bodies are looked into."""
        validator = self.answers.get((status, media_type))
        if validator is None:
            raise ContractViolationError(self.id, status, "", f"{media_type or 'no media type'} is not documented")
        if media_type != "application/json":
            return
        try:
            document = json.loads(body)
        except ValueError:
            raise ContractViolationError(self.id, status, "", "the body is not JSON") from None
        for error in validator.iter_errors(document):
            cause = max(_causes(error), key=lambda cause: len(cause.instance_path))
            pointer = "".join(f"/{part}" for part in cause.instance_path)
            keyword = "/".join(map(str, cause.schema_path))
            raise ContractViolationError(self.id, status, pointer, f"schema keyword {keyword}")

    def enumerated(self, status: int, media_type: str, answer: object) -> Iterator[tuple[str | int, ...]]:
        """Yield where a text stands in an answer for which the contract lists values, as names and indexes."""
        if (status, media_type) in self.answers:
            response = self.document["paths"][self.path][self.method.lower()]["responses"][str(status)]
            schema = _resolve(self.document, response)[0]["content"][media_type]["schema"]
            yield from _enumerated(self.document, schema, answer, ())


@dataclass(frozen=True, slots=True)
class Contract:
    """All operations of a vendor."""

    vendor: str
    operations: tuple[Operation, ...]
    secret_parameters: frozenset[str]
    """Names of query parameters and headers, in lower case, that carry a key."""

    @classmethod
    def from_document(cls, vendor: str, document: dict[str, Any]) -> Self:
        """Read an OpenAPI 3.1 document."""
        registry = Registry([(_DOCUMENT, document)])
        return cls(
            vendor=vendor,
            operations=tuple(_operations(document, registry)),
            secret_parameters=frozenset(_secret_names(document)),
        )


@cache
def load(vendor: str) -> Contract:
    """Return the contract that this distribution carries for a vendor."""
    text = resources.files("visionapis_contracts").joinpath(vendor, "openapi.json").read_text(encoding="utf-8")
    return Contract.from_document(vendor, json.loads(text))


def _operations(document: dict[str, Any], registry: Registry) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method not in item:
                continue
            operation = item[method]
            listed = [*item.get("parameters", ()), *operation.get("parameters", ())]
            parameters = [_resolve(document, parameter)[0] for parameter in listed]
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                query_parameters={
                    each["name"]: _inline(document, each["schema"]) for each in parameters if each["in"] == "query"
                },
                answers=dict(_answers(document, registry, path, method)),
                document=document,
            )


def _answers(
    document: dict[str, Any], registry: Registry, path: str, method: str
) -> Iterator[tuple[tuple[int, str], Draft202012Validator]]:
    start = f"#/paths/{_escape(path)}/{method}/responses"
    for status in document["paths"][path][method]["responses"]:
        response, pointer = _resolve(document, {"$ref": f"{start}/{status}"})
        for media_type in response.get("content", {}):
            schema = {"$ref": _DOCUMENT + quote(f"{pointer}/content/{_escape(media_type)}/schema", safe="#/~")}
            yield (int(status), media_type), Draft202012Validator(schema, registry=registry)


def _resolve(document: dict[str, Any], node: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Follow references inside the document; return what stands there and the pointer to it."""
    pointer = ""
    while "$ref" in node:
        pointer = node["$ref"]
        node = document
        for part in pointer.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
    return node, pointer


def _inline(document: dict[str, Any], schema: dict[str, Any]) -> Schema:
    """Return a parameter's schema without references, in its alternatives neither."""
    schema = _resolve(document, schema)[0]
    if "anyOf" not in schema:
        return schema
    return {**schema, "anyOf": [_resolve(document, branch)[0] for branch in schema["anyOf"]]}


def _enumerated(
    document: dict[str, Any], schema: dict[str, Any], value: object, place: tuple[str | int, ...]
) -> Iterator[tuple[str | int, ...]]:
    schema = _resolve(document, schema)[0]
    if "enum" in schema and isinstance(value, str):
        yield place
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _enumerated(document, branch, value, place)
    if isinstance(value, dict):
        rest = schema.get("additionalProperties", {})
        for name, member in cast("dict[str, object]", value).items():
            inner = schema.get("properties", {}).get(name, rest)
            if inner not in (True, False):
                yield from _enumerated(document, inner, member, (*place, name))
    elif isinstance(value, list) and "items" in schema:
        for index, item in enumerate(cast("list[object]", value)):
            yield from _enumerated(document, schema["items"], item, (*place, index))


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _secret_names(document: dict[str, Any]) -> Iterator[str]:
    for scheme in document["components"].get("securitySchemes", {}).values():
        yield scheme["name"].lower() if scheme["type"] == "apiKey" else "authorization"
    for parameter in document["components"].get("parameters", {}).values():
        if parameter.get("x-secret"):
            yield parameter["name"].lower()


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """Yield an error and, where it stands for several branches that all failed, the errors inside them."""
    yield error
    if isinstance(error.kind, ValidationErrorKind.OneOfNotValid | ValidationErrorKind.AnyOf):
        for branch in error.kind.context:
            for cause in branch:
                yield from _causes(cause)
