"""Readings of one contract: by JSON Schema, and by the strict models made from it; knows no vendor."""

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from types import ModuleType
from typing import Any, TypeAlias

from jsonschema_rs import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

Pointer: TypeAlias = tuple[str | int, ...]

_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_PRIMITIVES = {"string": str, "integer": int, "number": float, "boolean": bool}
_ODDITIES: tuple[Any, ...] = (None, True, -1, 0.5, "x", [], {}, [None], {"x": None})
"""Something of every type, to stand where something else belongs."""


@dataclass(frozen=True, eq=False)
class Body:
    """The schema of one request's or answer's body, read in two ways, and the examples beside it."""

    name: str
    """Operation id, status (or `request`), media type."""
    document: dict[str, Any]
    pointer: Pointer
    models: ModuleType
    """Strict models of the contract's components, by name."""

    def __str__(self) -> str:
        return self.name

    @property
    def examples(self) -> list[Any]:
        """Every example of the contract for this body."""
        return [example["value"] for example in self._media_type.get("examples", {}).values()]

    def schema_accepts(self, text: str | bytes) -> bool:
        """Whether JSON Schema takes a JSON document."""
        return self._validator.is_valid(json.loads(text))

    def model_accepts(self, text: str | bytes) -> bool:
        """Whether the strict model takes a JSON document."""
        try:
            self._model.validate_json(text, strict=True)
        except ValidationError:
            return False
        return True

    @property
    def _media_type(self) -> dict[str, Any]:
        media_type: dict[str, Any] = _at(self.document, self.pointer)
        return media_type

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return Draft202012Validator({**self._media_type["schema"], "components": self.document["components"]})

    @cached_property
    def _model(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._type(self._media_type["schema"]))

    def _type(self, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return getattr(self.models, schema["$ref"].rpartition("/")[2])
        if "anyOf" in schema:
            return reduce(or_, map(self._type, schema["anyOf"]))
        return _PRIMITIVES[schema["type"]]


def bodies(document: dict[str, Any], models: ModuleType) -> Iterator[Body]:
    """Every body that a contract describes."""
    for path, item in document["paths"].items():
        for method in sorted(item.keys() & _METHODS):
            operation = item[method]
            places: dict[str, Pointer] = {status: ("responses", status) for status in operation["responses"]}
            if "requestBody" in operation:
                places["request"] = ("requestBody",)
            for label, place in places.items():
                for media_type in _at(operation, place).get("content", {}):
                    pointer = ("paths", path, method, *place, "content", media_type)
                    yield Body(f"{operation['operationId']}: {label} {media_type}", document, pointer, models)


def mutations(value: Any) -> Iterator[Any]:
    """A JSON document in every way that differs in one place: something is missing, or something odd is there."""
    for pointer in _pointers(value):
        *path, last = pointer
        for oddity in _ODDITIES:
            mutant = deepcopy(value)
            _at(mutant, path)[last] = oddity
            yield mutant
        mutant = deepcopy(value)
        del _at(mutant, path)[last]
        yield mutant


def _pointers(value: Any) -> Iterator[Pointer]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (key,)
        yield from ((key, *pointer) for pointer in _pointers(child))


def _at(value: Any, pointer: Iterable[str | int]) -> Any:
    for key in pointer:
        value = value[key]
    return value
