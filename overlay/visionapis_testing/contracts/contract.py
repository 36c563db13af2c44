"""A vendor's contract as emulators use it: operations, their request variants, and validators of their responses."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Self, cast
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator

from visionapis._vendors import find_vendor
from visionapis_testing.errors import ContractViolationError

from .matching import Arguments, RejectedRequestError, RequestVariant, closest_match
from .parsing import ParsedRequest
from .pointers import escape
from .schemas import DOCUMENT, Schema, Schemas, causes
from .servers import server_url

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a contract."""

    id: str
    method: str
    path: str
    query_parameters: Mapping[str, Schema]
    """Schemas of the query parameters by name, in the contract's order, without references."""
    responses: "Responses"
    """Validators of the documented responses by status and media type, which is "" for a response without a body."""
    schemas: Schemas = field(repr=False, compare=False)
    """The whole contract, to resolve references."""
    variants: Sequence[RequestVariant] = field(repr=False, compare=False)
    """The canonical request, then the variants of it that the server also accepts."""

    @property
    def definition(self) -> dict[str, Any]:
        """The operation object of the contract."""
        found: dict[str, Any] = self.schemas.document["paths"][self.path][self.method.lower()]
        return found

    @property
    def parameters(self) -> Sequence[dict[str, Any]]:
        """The parameters of the canonical request."""
        return self.variants[0].parameters

    def read(self, request: ParsedRequest) -> Arguments:
        """Return the arguments of a request by the first variant that matches. Raises RejectedRequestError."""
        rejections: list[RejectedRequestError] = []
        for variant in self.variants:
            if variant.has_path(request.path) or variant.has_path(other_slash(request.path)):
                try:
                    return variant.read(request)
                except RejectedRequestError as rejection:
                    rejections.append(rejection)
        raise closest_match(rejections)

    def check(self, status_code: int, media_type: str, body: bytes) -> None:
        """Raise ContractViolationError unless the contract documents this response.

        A response whose schema allows a string can have any body. Any other is parsed as JSON, whatever its media type:
        ImageRecognize labels JSON as text/html.
        """
        validator = self._validator(status_code, media_type)
        if media_type != "application/json" and validator.is_valid(""):
            if not media_type and body:
                raise ContractViolationError(self.id, status_code, "", "a body is not documented")
            return
        try:
            value = json.loads(body)
        except ValueError:
            raise ContractViolationError(self.id, status_code, "", "the body is not JSON") from None
        self.check_value(status_code, media_type, value)

    def check_value(self, status_code: int, media_type: str, value: object) -> None:
        """Raise ContractViolationError unless the contract documents this JSON response."""
        validator = self._validator(status_code, media_type)
        if validator.is_valid(value):
            return
        for error in validator.iter_errors(value):
            cause = max(causes(error), key=lambda cause: len(cause.instance_path))
            pointer = "".join(f"/{part}" for part in cause.instance_path)
            keyword = "/".join(map(str, cause.schema_path))
            raise ContractViolationError(self.id, status_code, pointer, f"schema keyword {keyword}")

    def enumerated(self, status_code: int, media_type: str, parsed: object) -> Iterator[tuple[str | int, ...]]:
        """Yield the path, as keys and indexes, of each string in a response for which the contract has an enum."""
        if (status_code, media_type) in self.responses:
            response = self.definition["responses"][str(status_code)]
            schema = self.schemas.resolve(response)[0]["content"][media_type]["schema"]
            yield from _enumerated(self.schemas, schema, parsed, ())

    def _validator(self, status_code: int, media_type: str) -> Draft202012Validator:
        validator = self.responses.get((status_code, media_type))
        if validator is None:
            raise ContractViolationError(self.id, status_code, "", f"{media_type or 'no media type'} is not documented")
        return validator


class Responses(Mapping[tuple[int, str], Draft202012Validator]):
    """Validators of an operation's documented responses, compiled on first use."""

    def __init__(self, documented: Mapping[tuple[int, str], Schema], schemas: Schemas) -> None:
        self._documented = documented
        self._schemas = schemas
        self._validators: dict[tuple[int, str], Draft202012Validator] = {}

    def __getitem__(self, response: tuple[int, str]) -> Draft202012Validator:
        """Return the validator for a status and media type."""
        if response not in self._validators:
            schema = dict(self._documented[response])
            self._validators[response] = Draft202012Validator(schema, registry=self._schemas.registry)
        return self._validators[response]

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Iterate over statuses and media types in the contract's order."""
        return iter(self._documented)

    def __len__(self) -> int:
        """Return the number of documented responses."""
        return len(self._documented)


@dataclass(frozen=True, slots=True)
class Contract:
    """A vendor's contract."""

    vendor: str
    base_url: str
    """The URL of the contract's first server."""
    prefixes: Sequence[str]
    """The paths of the servers' URLs, such as "" or "/api/v2", without duplicates, the first server's first."""
    operations: tuple[Operation, ...]
    secret_parameters: frozenset[str]
    """Names of the query parameters and headers that carry a key, in lower case."""
    document: dict[str, Any] = field(repr=False, compare=False, default_factory=dict[str, Any])
    """The OpenAPI document, which must not be changed."""

    @classmethod
    def from_document(cls, vendor: str, document: dict[str, Any]) -> Self:
        """Create a contract from an OpenAPI 3.1 document."""
        urls = [server_url(server).rstrip("/") for server in document.get("servers", [{"url": ""}])]
        prefixes = list(dict.fromkeys(re.sub(r"^\w+://[^/]*", "", url) for url in urls))
        return cls(
            vendor=vendor,
            base_url=urls[0],
            prefixes=prefixes,
            operations=tuple(_operations(document, prefixes)),
            secret_parameters=frozenset(_secret_names(document)),
            document=document,
        )

    def operation(self, operation_id: str) -> Operation:
        """Return the operation with an id, which must exist."""
        return next(each for each in self.operations if each.id == operation_id)


@cache
def load(vendor: str) -> Contract:
    """Return the contract of a vendor. Raises KeyError for an unknown one."""
    return Contract.from_document(vendor, load_document(vendor))


def load_document(vendor: str) -> dict[str, Any]:
    """Return a new copy of the document of a vendor's contract, as it is in the package that the vendor names."""
    text = resources.files(find_vendor(vendor).contract).joinpath("openapi.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _operations(document: dict[str, Any], prefixes: Sequence[str]) -> Iterator[Operation]:
    schemas = Schemas(document)
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method not in item:
                continue
            operation = item[method]
            listed = [*item.get("parameters", ()), *operation.get("parameters", ())]
            resolved = [schemas.resolve(each)[0] for each in listed]
            # A parameter of the operation overrides the path's of the same name.
            parameters = list({(each["name"], each["in"]): each for each in resolved}.values())
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                query_parameters={
                    each["name"]: _inline(schemas, each["schema"]) for each in parameters if each["in"] == "query"
                },
                responses=Responses(dict(_responses(schemas, path, method)), schemas),
                schemas=schemas,
                variants=tuple(_variants(schemas, prefixes, path, method, parameters)),
            )


def _variants(
    schemas: Schemas, prefixes: Sequence[str], path: str, method: str, parameters: Sequence[dict[str, Any]]
) -> Iterator[RequestVariant]:
    operation = schemas.document["paths"][path][method]
    changes: list[dict[str, Any]] = [{}, *operation.get("x-variants", ())]
    for change in changes:
        own_path = change.get("path", path)
        yield RequestVariant(
            schemas=schemas,
            operation_id=operation["operationId"],
            name=change.get("name"),
            method=change.get("method", method).upper(),
            paths=[f"{prefix}{own_path}" for prefix in prefixes],
            security=operation.get("security", ()),
            parameters=[schemas.resolve(each)[0] for each in change["parameters"]]
            if "parameters" in change
            else parameters,
            body=schemas.resolve(({"requestBody": operation.get("requestBody")} | change)["requestBody"] or {})[0],
        )


def _responses(schemas: Schemas, path: str, method: str) -> Iterator[tuple[tuple[int, str], Schema]]:
    start = f"#/paths/{escape(path)}/{method}/responses"
    for status in schemas.document["paths"][path][method].get("responses", ()):
        response, pointer = schemas.resolve({"$ref": f"{start}/{status}"})
        if "content" not in response:
            yield (int(status), ""), {"type": "string"}
        for media_type in response.get("content", {}):
            reference = quote(f"{pointer}/content/{escape(media_type)}/schema", safe="#/~")
            yield (int(status), media_type), {"$ref": f"{DOCUMENT}{reference}"}


def _inline(schemas: Schemas, schema: dict[str, Any]) -> Schema:
    """Return a parameter's schema with its references, and those of its alternatives, resolved."""
    schema = schemas.resolve(schema)[0]
    if "anyOf" not in schema:
        return schema
    return {**schema, "anyOf": [schemas.resolve(branch)[0] for branch in schema["anyOf"]]}


def _enumerated(
    schemas: Schemas, schema: dict[str, Any], value: object, path: tuple[str | int, ...]
) -> Iterator[tuple[str | int, ...]]:
    schema = schemas.resolve(schema)[0]
    if "enum" in schema and isinstance(value, str):
        yield path
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _enumerated(schemas, branch, value, path)
    if isinstance(value, dict):
        rest = schema.get("additionalProperties", {})
        for name, member in cast("dict[str, object]", value).items():
            inner = schema.get("properties", {}).get(name, rest)
            if inner not in (True, False):
                yield from _enumerated(schemas, inner, member, (*path, name))
    elif isinstance(value, list) and "items" in schema:
        for index, item in enumerate(cast("list[object]", value)):
            yield from _enumerated(schemas, schema["items"], item, (*path, index))


def _secret_names(document: dict[str, Any]) -> Iterator[str]:
    """Yield the names of headers, parameters and fields with keys, in lower case."""
    for scheme in document.get("components", {}).get("securitySchemes", {}).values():
        yield scheme["name"].lower() if scheme["type"] == "apiKey" else "authorization"
        if scheme["type"] == "oauth2":
            yield from ("client_id", "client_secret")
    yield from (name.lower() for name in _marked(Schemas(document), document))


def _marked(schemas: Schemas, node: object) -> Iterator[str]:
    """Yield the names of parameters and fields that are marked with ``x-secret``."""
    if isinstance(node, list):
        for each in cast("list[object]", node):
            yield from _marked(schemas, each)
    if not isinstance(node, dict):
        return
    found = cast("dict[str, object]", node)
    if found.get("x-secret") and isinstance(found.get("in"), str) and isinstance(found.get("name"), str):
        yield str(found["name"])
    for name, each in found.items():
        if name == "properties":
            yield from _marked_fields(schemas, each)
        yield from _marked(schemas, each)


def _marked_fields(schemas: Schemas, properties: object) -> Iterator[str]:
    for name, schema in cast("dict[str, object]", properties).items() if isinstance(properties, dict) else ():
        if isinstance(schema, dict) and schemas.resolve(cast("dict[str, Any]", schema))[0].get("x-secret"):
            yield name


def other_slash(path: str) -> str:
    """Return a path with a trailing slash added, or removed if it has one."""
    return path.removesuffix("/") if path.endswith("/") else f"{path}/"
