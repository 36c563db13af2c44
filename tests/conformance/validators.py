"""Readings of one contract: by JSON Schema, by the strict models and by the client's; knows no vendor."""

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

Reading: TypeAlias = Callable[[Any], str | None]
"""Reads a JSON value: what is wrong with it, with the pointer to the place; None for nothing."""

RoundTrip: TypeAlias = Callable[[Any], Any]
"""Hands a JSON value to one of the client's calls: what its models make of it. Raises whatever they raise."""

_PRIMITIVES = {"string": str, "integer": int, "number": float, "boolean": bool}
_CLIENT_ERRORS = (AttributeError, KeyError, TypeError, ValueError)


@dataclass(eq=False)
class Body:
    """A schema of requests' or answers' bodies: all that share it are one."""

    contract: Contract
    schema: Json
    places: list[str] = field(default_factory=list[str])
    """Where it stands: operation id, status or `request`, media type."""
    wider: list[str] = field(default_factory=list[str])
    """Places of its calls, where it may stand for one of several: its values are those that it accepts."""
    sent: dict[str, RoundTrip] = field(default_factory=dict[str, RoundTrip])
    """The client's calls that send it, by name."""
    received: dict[str, RoundTrip] = field(default_factory=dict[str, RoundTrip])
    """The client's calls that are answered with it, by name."""

    def __str__(self) -> str:
        return (*self.places, *self.sent, *self.received)[0]

    @property
    def validators(self) -> dict[str, Reading]:
        """The readings that say no more than whether a value is valid."""
        return {"JSON Schema": self.schema_problem, "strict model": self.model_problem}

    def problems(self, value: Any) -> Iterator[str]:
        """What any reading has against a value."""
        calls = {name: partial(_client_problem, call) for name, call in (self.sent | self.received).items()}
        for name, reading in (self.validators | calls).items():
            problem = reading(value)
            if problem is not None:
                yield f"{self}: {name}: {problem}"

    def schema_problem(self, value: Any) -> str | None:
        """What JSON Schema has against it."""
        error = next(self._validator.iter_errors(value), None)
        return None if error is None else f"{pointer(*error.instance_path)}: {error.message}"

    def schema_accepts(self, value: Any) -> bool:
        """Whether JSON Schema has nothing against it."""
        return self._validator.is_valid(value)

    def model_problem(self, value: Any) -> str | None:
        """What the strict model has against it."""
        try:
            self._model.validate_json(json.dumps(_whole(value)), strict=True)
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
        """The type of a schema, which is a component but for unions, lists and primitives written where they stand."""
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
                raise NotImplementedError(f"no strict model is made of {other}: write it as a component")


def read(vendor: str) -> Contract:
    """A vendor's contract as it is shipped."""
    text = resources.files("visionapis_contracts").joinpath(vendor, "openapi.json").read_text(encoding="utf-8")
    return Contract(vendor, f"{vendor}/openapi.json", json.loads(text))


def bodies(contract: Contract) -> list[Body]:
    """Every body that a contract describes and every one that a call sends or gets, if it can be read as JSON."""
    found: dict[str, Body] = {}

    def body(schema: Json) -> Body:
        return found.setdefault(json.dumps(schema, sort_keys=True), Body(contract, schema))

    for operation in contract.operations():
        for place, content in contents(operation):
            if left_out(contract, content["schema"]) is None:
                body(content["schema"]).places.append(place)
    for call in projection.calls(contract):
        endpoint = import_module(f"visionapis_generated.{contract.vendor}.api.{call.tag}.{call.name}")
        if call.body and left_out(contract, call.body_schema) is None:
            own = body(call.body_schema)
            own.sent[call.name] = _sent(endpoint)
            own.wider.append(f"{call.operation.id}: request {call.body}")
        if call.answer and left_out(contract, call.answer_schema) is None:
            own, status = body(call.answer_schema), min(status for status in call.statuses if status >= 200)
            own.received[call.name] = _received(endpoint)
            own.wider.append(f"{call.operation.id}: {status} {call.answer}")
    return list(found.values())


def contents(operation: Operation) -> Iterator[tuple[str, Json]]:
    """Every content of an operation with its place: schema and examples."""
    for label, owner in {"request": operation.data.get("requestBody", {}), **operation.data["responses"]}.items():
        for media_type, content in owner.get("content", {}).items():
            yield f"{operation.id}: {label} {media_type}", content


def left_out(contract: Contract, schema: Json) -> str | None:
    """Why a body is not read; None for one that is."""
    if contract.resolve(schema).get("type") == "string":
        return "a text: a picture, its base64, or a page for people"
    if any(each.get("format") == "binary" for each in schemas.closure(contract, schema)):
        return "a form with files, which are bytes to the client and have no place in JSON"
    if "properties" in schema:
        return "a form that is no component: the strict models are made of components"
    return None


def differences(value: Any, other: Any, *path: str | int) -> Iterator[str]:
    """Pointers to where two JSON values are not the same: 1 is the same number as 1.0, and no truth value."""
    if isinstance(value, dict) and isinstance(other, dict) and value.keys() == other.keys():
        for key, member in value.items():
            yield from differences(member, other[key], *path, key)
    elif isinstance(value, list) and isinstance(other, list) and len(value) == len(other):
        for index, (item, counterpart) in enumerate(zip(value, other, strict=True)):
            yield from differences(item, counterpart, *path, index)
    elif value != other or isinstance(value, bool) != isinstance(other, bool):
        yield pointer(*path)


def is_refused(round_trip: RoundTrip, value: Any) -> bool:
    """Whether the client's models raise what a client takes for an answer that cannot be read."""
    try:
        round_trip(value)
    except _CLIENT_ERRORS:
        return True
    return False


def _client_problem(round_trip: RoundTrip, value: Any) -> str | None:
    try:
        place = next(differences(value, round_trip(value)), None)
    except _CLIENT_ERRORS as error:
        return f": {error!r}"
    return None if place is None else f"{place}: changed on the way through"


def _sent(endpoint: Any) -> RoundTrip:
    def round_trip(value: Any) -> Any:
        hint = get_type_hints(endpoint.build_request)["body"]
        model: Any = next(each for each in (*get_args(hint), hint) if attrs.has(each))
        return model.from_dict(value).to_dict()

    return round_trip


def _received(endpoint: Any) -> RoundTrip:
    return lambda value: _plain(endpoint.parse_response(httpx.Response(200, json=value)))


def _plain(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_plain(each) for each in answer]
    return answer.to_dict() if attrs.has(type(answer)) else answer


def _whole(value: Any) -> Any:
    """The value with 1 for 1.0, which JSON Schema takes for the same number, and strict pydantic for no integer."""
    if isinstance(value, dict):
        return {key: _whole(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
