"""Stored objects as responses show them."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, cast

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.documented import Documented, documented, documented_schema
from visionapis_testing.contracts.sampling import Sampler

from . import outlines
from .resources import Role

Json = dict[str, Any]


class Views:
    """Builds responses with stored objects. What an object lacks comes from examples, or is drawn by ``seed``."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def draft(self, operation: Operation, role: Role, id_: object) -> Json:
        """Return a new object as the response of an operation shows it; empty if it shows none."""
        response = documented(operation, role.status_code, f"{self._seed}/{id_}")
        found = outlines.get(response.value, role.pointer) if response.is_json else None
        return deepcopy(found) if outlines.is_object(found) else {}

    def item(self, operation: Operation, role: Role, id_: str, stored: Json, accept: str) -> Documented:
        """Return the response of an operation with a stored object."""
        response = documented(operation, role.status_code, f"{self._seed}/{id_}", accept)
        if not response.is_json:
            return response
        schema = outlines.at(operation.schemas, response.schema, role.pointer)
        base = outlines.get(response.value, role.pointer)
        shown = self.shown(operation, schema, stored, base)
        return _with(operation, response, outlines.put(response.value, role.pointer, shown))

    def page(
        self, operation: Operation, role: Role, objects: Sequence[Json], others: Mapping[str, object], accept: str
    ) -> Documented:
        """Return the response of a list; ``others`` are further values by JSON pointer, such as the number of items."""
        response = documented(operation, role.status_code, self._seed, accept)
        if not response.is_json:
            return response
        listed = outlines.at(operation.schemas, response.schema, role.pointer)
        schema: Any = outlines.items(operation.schemas, listed)
        most = operation.schemas.resolve(listed)[0].get("maxItems") if outlines.is_object(listed) else None
        shown: list[object] = []
        for stored in objects[:most]:
            base = Sampler(operation.schemas, f"{self._seed}/{stored.get(role.id_name)}").sample(schema)
            shown.append(self.shown(operation, schema, stored, base))
        value = outlines.put(response.value, role.pointer, shown)
        for pointer, other in others.items():
            value = outlines.put(value, pointer, other)
        return _with(operation, response, value)

    @staticmethod
    def shown(operation: Operation, schema: object, stored: Json, base: object) -> object:
        """Return the fields of a stored object that a schema documents, completed by those of ``base``."""
        if not outlines.is_object(schema):
            return stored
        schemas = operation.schemas
        known = outlines.properties(schemas, schema)
        own = {
            name: outlines.documented(schemas, known.get(name), value)
            for name, value in stored.items()
            if not known or name in known
        }
        if schemas.fits(schema, own):
            return own
        fields: Json = dict(base) if outlines.is_object(base) else {}
        if schemas.fits(schema, fields | own):
            return fields | own
        for name, value in own.items():
            if schemas.fits(schema, {**fields, name: value}):
                fields[name] = value
        return fields

    @staticmethod
    def settable(operation: Operation) -> Json:
        """Return the schemas of the fields that callers of an operation can set, in any of its bodies."""
        found: Json = {}
        for media in operation.variants[0].body.get("content", {}).values():
            found |= outlines.properties(operation.schemas, media.get("schema"))
        return found

    @staticmethod
    def fields(operation: Operation, role: Role, draft: Json, sent: Json) -> Json:
        """Return the fields of an object after a caller has set all that it can: others keep the server's values.

        A field that the caller could have set and did not is absent, unless it has a default or is required.
        """
        settable = Views.settable(operation)
        schema = outlines.at(operation.schemas, documented_schema(operation, role.status_code), role.pointer)
        required = _required(operation, schema)
        kept = {name: value for name, value in draft.items() if name not in settable or name in required}
        defaults: Json = {}
        for name, inner in settable.items():
            flat = operation.schemas.resolve(inner)[0] if outlines.is_object(inner) else {}
            if "default" in flat:
                defaults[name] = flat["default"]
            elif name in required and _allows_null(operation, schema, name):
                defaults[name] = None
        return {**kept, **defaults, **sent}


def _required(operation: Operation, schema: object) -> set[str]:
    if not outlines.is_object(schema):
        return set()
    flat = operation.schemas.resolve(schema)[0]
    below: list[object] = flat.get("allOf", [])
    return set(cast("list[str]", flat.get("required", []))).union(*(_required(operation, each) for each in below))


def _allows_null(operation: Operation, schema: object, name: str) -> bool:
    inner = outlines.properties(operation.schemas, schema).get(name)
    return outlines.is_object(inner) and operation.schemas.is_valid(inner, None)


def _with(operation: Operation, response: Documented, value: object) -> Documented:
    """Return a response with another value, or unchanged if its schema does not allow that value."""
    if not operation.schemas.is_valid(response.schema, value):
        return response
    return Documented(response.status_code, response.media_type, value, response.schema, response.headers)
