"""A vendor's contract as an emulator needs it: operations, their query parameters, and what their answers must be."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Self, cast
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator

from visionapis_testing.errors import ContractViolationError

from .matching import Arguments, Form, RefusedError, furthest
from .parsing import ParsedRequest
from .pointers import escaped
from .schemas import DOCUMENT, Schema, Schemas, causes

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a contract."""

    id: str
    method: str
    path: str
    query_parameters: Mapping[str, Schema]
    """Schema of each query parameter, by name, in the contract's order, without references."""
    answers: "Answers"
    """Validator of each documented answer, by status and media type; that is "" for an answer without a body."""
    schemas: Schemas = field(repr=False, compare=False)
    """The whole contract, for references."""
    forms: Sequence[Form] = field(repr=False, compare=False)
    """The forms in which requests come: the canonical one, then the other spellings of it that servers take."""

    def read(self, request: ParsedRequest) -> Arguments:
        """Return what a request says by the first form that takes its query and body. Raises RefusedError."""
        refusals: list[RefusedError] = []
        for form in self.forms:
            if form.has_path(request.path) or form.has_path(other_slash(request.path)):
                try:
                    return form.read(request)
                except RefusedError as refusal:
                    refusals.append(refusal)
        raise furthest(refusals)

    def check(self, status: int, media_type: str, body: bytes) -> None:
        """Raise ContractViolationError unless the contract documents this answer.

        Where a text or a picture is described, anything is; all else is JSON, whatever its media type: ImageRecognize
        labels JSON as text/html.
        """
        validator = self._validator(status, media_type)
        if media_type != "application/json" and validator.is_valid(""):
            if not media_type and body:
                raise ContractViolationError(self.id, status, "", "a body is not documented")
            return
        try:
            value = json.loads(body)
        except ValueError:
            raise ContractViolationError(self.id, status, "", "the body is not JSON") from None
        self.check_value(status, media_type, value)

    def check_value(self, status: int, media_type: str, value: object) -> None:
        """Raise ContractViolationError unless the contract documents this answer in JSON."""
        validator = self._validator(status, media_type)
        if validator.is_valid(value):
            return
        for error in validator.iter_errors(value):
            cause = max(causes(error), key=lambda cause: len(cause.instance_path))
            pointer = "".join(f"/{part}" for part in cause.instance_path)
            keyword = "/".join(map(str, cause.schema_path))
            raise ContractViolationError(self.id, status, pointer, f"schema keyword {keyword}")

    def enumerated(self, status: int, media_type: str, answer: object) -> Iterator[tuple[str | int, ...]]:
        """Yield where a text stands in an answer for which the contract lists values, as names and indexes."""
        if (status, media_type) in self.answers:
            response = self.schemas.document["paths"][self.path][self.method.lower()]["responses"][str(status)]
            schema = self.schemas.resolve(response)[0]["content"][media_type]["schema"]
            yield from _enumerated(self.schemas, schema, answer, ())

    def _validator(self, status: int, media_type: str) -> Draft202012Validator:
        validator = self.answers.get((status, media_type))
        if validator is None:
            raise ContractViolationError(self.id, status, "", f"{media_type or 'no media type'} is not documented")
        return validator


class Answers(Mapping[tuple[int, str], Draft202012Validator]):
    """The answers that an operation documents. A validator is compiled when it is first looked up."""

    def __init__(self, documented: Mapping[tuple[int, str], Schema], schemas: Schemas) -> None:
        self._documented = documented
        self._schemas = schemas
        self._validators: dict[tuple[int, str], Draft202012Validator] = {}

    def __getitem__(self, answer: tuple[int, str]) -> Draft202012Validator:
        """Return the validator of an answer."""
        if answer not in self._validators:
            schema = dict(self._documented[answer])
            self._validators[answer] = Draft202012Validator(schema, registry=self._schemas.registry)
        return self._validators[answer]

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield statuses and media types in the contract's order."""
        return iter(self._documented)

    def __len__(self) -> int:
        """Count them."""
        return len(self._documented)


@dataclass(frozen=True, slots=True)
class Contract:
    """All operations of a vendor."""

    vendor: str
    base_url: str
    """Where the vendor's server is: the first one of the contract."""
    prefixes: Sequence[str]
    """What paths begin with, on one server or another: "" or "/api/v2", the first server's first."""
    operations: tuple[Operation, ...]
    secret_parameters: frozenset[str]
    """Names of query parameters and headers, in lower case, that carry a key."""

    @classmethod
    def from_document(cls, vendor: str, document: dict[str, Any]) -> Self:
        """Read an OpenAPI 3.1 document."""
        urls = [server["url"].rstrip("/") for server in document.get("servers", [{"url": ""}])]
        prefixes = list(dict.fromkeys(re.sub(r"^\w+://[^/]*", "", url) for url in urls))
        return cls(
            vendor=vendor,
            base_url=urls[0],
            prefixes=prefixes,
            operations=tuple(_operations(document, prefixes)),
            secret_parameters=frozenset(_secret_names(document)),
        )

    def operation(self, operation_id: str) -> Operation:
        """Return the operation with an id; there is one."""
        return next(each for each in self.operations if each.id == operation_id)


@cache
def load(vendor: str) -> Contract:
    """Return the contract that this distribution carries for a vendor."""
    text = resources.files("visionapis_contracts").joinpath(vendor, "openapi.json").read_text(encoding="utf-8")
    return Contract.from_document(vendor, json.loads(text))


def _operations(document: dict[str, Any], prefixes: Sequence[str]) -> Iterator[Operation]:
    schemas = Schemas(document)
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method not in item:
                continue
            operation = item[method]
            listed = [*item.get("parameters", ()), *operation.get("parameters", ())]
            resolved = [schemas.resolve(each)[0] for each in listed]
            # One of the operation's own stands for one of the path's.
            parameters = list({(each["name"], each["in"]): each for each in resolved}.values())
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                query_parameters={
                    each["name"]: _inline(schemas, each["schema"]) for each in parameters if each["in"] == "query"
                },
                answers=Answers(dict(_answers(schemas, path, method)), schemas),
                schemas=schemas,
                forms=tuple(_forms(schemas, prefixes, path, method, parameters)),
            )


def _forms(
    schemas: Schemas, prefixes: Sequence[str], path: str, method: str, parameters: Sequence[dict[str, Any]]
) -> Iterator[Form]:
    operation = schemas.document["paths"][path][method]
    spellings: list[dict[str, Any]] = [{}, *operation.get("x-other-spellings", ())]
    for spelling in spellings:
        own = spelling.get("path", path)
        yield Form(
            schemas=schemas,
            operation_id=operation["operationId"],
            spelling=spelling.get("name"),
            method=spelling.get("method", method).upper(),
            paths=[f"{prefix}{own}" for prefix in prefixes],
            security=operation.get("security", ()),
            parameters=[schemas.resolve(each)[0] for each in spelling["parameters"]]
            if "parameters" in spelling
            else parameters,
            body=schemas.resolve(({"requestBody": operation.get("requestBody")} | spelling)["requestBody"] or {})[0],
        )


def _answers(schemas: Schemas, path: str, method: str) -> Iterator[tuple[tuple[int, str], Schema]]:
    start = f"#/paths/{escaped(path)}/{method}/responses"
    for status in schemas.document["paths"][path][method].get("responses", ()):
        response, pointer = schemas.resolve({"$ref": f"{start}/{status}"})
        if "content" not in response:
            yield (int(status), ""), {"type": "string"}
        for media_type in response.get("content", {}):
            place = quote(f"{pointer}/content/{escaped(media_type)}/schema", safe="#/~")
            yield (int(status), media_type), {"$ref": f"{DOCUMENT}{place}"}


def _inline(schemas: Schemas, schema: dict[str, Any]) -> Schema:
    """Return a parameter's schema without references, in its alternatives neither."""
    schema = schemas.resolve(schema)[0]
    if "anyOf" not in schema:
        return schema
    return {**schema, "anyOf": [schemas.resolve(branch)[0] for branch in schema["anyOf"]]}


def _enumerated(
    schemas: Schemas, schema: dict[str, Any], value: object, place: tuple[str | int, ...]
) -> Iterator[tuple[str | int, ...]]:
    schema = schemas.resolve(schema)[0]
    if "enum" in schema and isinstance(value, str):
        yield place
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _enumerated(schemas, branch, value, place)
    if isinstance(value, dict):
        rest = schema.get("additionalProperties", {})
        for name, member in cast("dict[str, object]", value).items():
            inner = schema.get("properties", {}).get(name, rest)
            if inner not in (True, False):
                yield from _enumerated(schemas, inner, member, (*place, name))
    elif isinstance(value, list) and "items" in schema:
        for index, item in enumerate(cast("list[object]", value)):
            yield from _enumerated(schemas, schema["items"], item, (*place, index))


def _secret_names(document: dict[str, Any]) -> Iterator[str]:
    for scheme in document["components"].get("securitySchemes", {}).values():
        yield scheme["name"].lower() if scheme["type"] == "apiKey" else "authorization"
    for parameter in document["components"].get("parameters", {}).values():
        if parameter.get("x-secret"):
            yield parameter["name"].lower()


def other_slash(path: str) -> str:
    """Return a path with a slash at its end, or without the one that it has."""
    return path.removesuffix("/") if path.endswith("/") else f"{path}/"
