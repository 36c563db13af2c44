"""Validators of bodies: JSON Schema, the strict models and the client's models; independent of any vendor."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial, reduce
from importlib import import_module, resources
from operator import or_
from typing import Any, TypeAlias, get_args, get_type_hints

import attrs
import httpx
from jsonschema_rs import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from scripts.tools.regenerate import projection, schemas
from scripts.tools.regenerate.contract import Contract, Json, Operation, pointer
from tests.helpers.models import build, differences
from visionapis_generated.types import RequestFiles

Validator: TypeAlias = Callable[[Any], str | None]
"""Returns the first problem of a JSON value with its pointer; None for a valid one."""

Reader: TypeAlias = Callable[[Any], Any]
"""Passes a JSON value through the models of a call: returns the value as it is sent, or the model that is received.

Raises the errors of the models.
"""

_PRIMITIVES = {"string": str, "integer": int, "number": float, "boolean": bool}
_CLIENT_ERRORS = (AttributeError, KeyError, TypeError, ValueError)


@dataclass(eq=False)
class Body:
    """A schema of request or response bodies; bodies with an equal schema are one."""

    contract: Contract
    schema: Json
    places: list[str] = field(default_factory=list[str])
    """Its places in the contract: operation id, status or `request`, media type."""
    union_places: list[str] = field(default_factory=list[str])
    """The places of its calls, where it may be one schema of a union: only values that it accepts belong to it."""
    sent: dict[str, Reader] = field(default_factory=dict[str, Reader])
    """The client's calls that send it, by name."""
    received: dict[str, Reader] = field(default_factory=dict[str, Reader])
    """The client's calls that receive it, by name."""

    def __str__(self) -> str:
        return (*self.places, *self.sent, *self.received)[0]

    @property
    def validators(self) -> dict[str, Validator]:
        """Return the validators other than the client, which also parses some invalid values."""
        return {"JSON Schema": self.schema_problem, "strict model": self.model_problem}

    def problems(self, value: Any) -> Iterator[str]:
        """Yield the problems of a value with the name of the validator."""
        calls = {name: partial(_client_problem, call) for name, call in (self.sent | self.received).items()}
        for name, validate in (self.validators | calls).items():
            problem = validate(value)
            if problem is not None:
                yield f"{self}: {name}: {problem}"

    def schema_problem(self, value: Any) -> str | None:
        """Return the first problem that JSON Schema finds."""
        error = next(self._validator.iter_errors(value), None)
        return None if error is None else f"{pointer(*error.instance_path)}: {error.message}"

    def schema_accepts(self, value: Any) -> bool:
        """Return whether a value is valid by JSON Schema."""
        return self._validator.is_valid(value)

    def model_problem(self, value: Any) -> str | None:
        """Return the first problem that the strict model finds."""
        try:
            self._model.validate_json(json.dumps(_with_integers(value)), strict=True)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            return f"{pointer(*first['loc'])}: {first['msg']}"
        return None

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return Draft202012Validator({**self.schema, "components": self.contract.document["components"]})

    @cached_property
    def _model(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._type(self.schema))

    def _type(self, schema: Json) -> Any:
        """Return the type of a schema: of a component, or of an inline union, list or primitive."""
        if "$ref" in schema:
            models = import_module(f"visionapis_contracts.{self.contract.vendor}.models")
            return getattr(models, schema["$ref"].rpartition("/")[2])
        match {key: value for key, value in schema.items() if key != "description"}:
            case {"anyOf": branches, **rest} if not rest:
                return reduce(or_, map(self._type, branches))
            case {"type": "array", "items": items, **rest} if not rest:
                return list[self._type(items)]  # type: ignore[misc]  # a type that is only known here
            case {"type": kind, **rest} if not rest:
                return _PRIMITIVES[kind]
            case other:
                raise NotImplementedError(f"no strict model for the inline schema {other}")


def read(vendor: str) -> Contract:
    """Return a vendor's contract as it is published."""
    text = resources.files("visionapis_contracts").joinpath(vendor, "openapi.json").read_text(encoding="utf-8")
    return Contract(vendor, f"{vendor}/openapi.json", json.loads(text))


def bodies(contract: Contract) -> list[Body]:
    """Return each body of a contract and of the client's calls that is not excluded."""
    found: dict[str, Body] = {}

    def body(schema: Json) -> Body:
        return found.setdefault(json.dumps(schema, sort_keys=True), Body(contract, schema))

    for operation in contract.operations():
        for place, content in contents(operation):
            if exclusion_reason(contract, content["schema"]) is None:
                body(content["schema"]).places.append(place)
    for call in projection.calls(contract):
        endpoint = import_module(f"visionapis_generated.{contract.vendor}.api.{call.tag}.{call.name}")
        if call.body and exclusion_reason(contract, call.body_schema) is None:
            own = body(call.body_schema)
            own.sent[call.name] = _sent(endpoint)
            own.union_places.append(f"{call.operation.id}: request {call.body}")
        if call.response_content_type and exclusion_reason(contract, call.response_schema) is None:
            own, status = (
                body(call.response_schema),
                min(status for status in call.documented_statuses if status >= 200),
            )
            own.received[call.name] = _received(endpoint)
            own.union_places.append(f"{call.operation.id}: {status} {call.response_content_type}")
    return list(found.values())


def contents(operation: Operation) -> Iterator[tuple[str, Json]]:
    """Yield the contents of an operation, with schema and examples, and their places."""
    for label, owner in {"request": operation.data.get("requestBody", {}), **operation.data["responses"]}.items():
        for media_type, content in owner.get("content", {}).items():
            yield f"{operation.id}: {label} {media_type}", content


def exclusion_reason(contract: Contract, schema: Json) -> str | None:
    """Return why a body is not validated; None if it is."""
    if contract.resolve(schema).get("type") == "string":
        return "a text: an image, its Base64, or an HTML page"
    if any(each.get("format") == "binary" for each in schemas.reached(contract, [schema]).values()):
        return "a form with files, which JSON cannot represent"
    if "properties" in schema:
        return "a form with an inline schema, for which there is no strict model"
    return None


def is_rejected(reader: Reader, value: Any) -> bool:
    """Return whether the client's models raise an error that the client reports as an invalid response."""
    try:
        reader(value)
    except _CLIENT_ERRORS:
        return True
    return False


def _client_problem(reader: Reader, value: Any) -> str | None:
    try:
        place = next(differences(value, reader(value)), None)
    except _CLIENT_ERRORS as error:
        return f": {error!r}"
    return None if place is None else f"{pointer(*place)}: changed by the client"


def _sent(endpoint: Any) -> Reader:
    def reader(value: Any) -> Any:
        hint = get_type_hints(endpoint.build_request)["body"]
        model: Any = next(each for each in (*get_args(hint), hint) if attrs.has(each))
        built = build(model, value)
        if hasattr(built, "to_dict"):
            return built.to_dict()
        further = built.additional_properties  # a form has strings only
        return further | _form([part for part in built.to_multipart() if part[0] not in further], value)

    return reader


def _form(parts: RequestFiles, value: Json) -> Json:
    """Return the fields of a form without files, as lists if the value has lists."""
    found: dict[str, list[Any]] = {}
    for name, (_, content, *_) in parts:
        found.setdefault(name, []).append(content.decode() if isinstance(content, bytes) else content)
    return {name: texts if isinstance(value.get(name), list) else texts[0] for name, texts in found.items()}


def _received(endpoint: Any) -> Reader:
    return lambda value: endpoint.parse_response(httpx.Response(200, json=value))


def _with_integers(value: Any) -> Any:
    """Return a value with 1 for 1.0, which is an integer by JSON Schema, but not for strict pydantic."""
    if isinstance(value, dict):
        return {key: _with_integers(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_with_integers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
