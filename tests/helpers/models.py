"""Comparison of models with JSON documents, and models built from documents.

A response model cannot be converted back to JSON, and does not distinguish null from a missing field: both are None.
So a document is compared with its model field by field, by the field names of the contract. Fields that the contract
does not name are kept in `additional_properties` and compared exactly.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import attrs
from openapi_python_client.strings import ClassName, PythonIdentifier

from visionapis_generated.types import UNSET, File

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[str | int, ...]


def same(document: Any, value: Any) -> bool:
    """Return whether a model or another value has exactly the data of a JSON document."""
    return not list(differences(document, value))


def differences(document: Any, value: Any, *at: str | int) -> Iterator[Place]:
    """Yield the places where a document and its model differ: 1 equals 1.0, and neither equals true."""
    kind: Any = type(value)
    if isinstance(document, dict) and attrs.has(kind):
        fields = {name: getattr(value, attribute) for attribute, name in names(kind).items()}
        for name, member in fields.items():
            if name in document:
                yield from differences(document[name], member, *at, name)
            elif member is not None and member is not UNSET:
                yield (*at, name)
        rest = {name: member for name, member in document.items() if name not in fields}
        yield from differences(rest, value.additional_properties, *at)
    elif isinstance(document, dict) and isinstance(value, dict) and document.keys() == value.keys():
        for name, member in document.items():
            yield from differences(member, value[name], *at, name)
    elif isinstance(document, list) and isinstance(value, list) and len(document) == len(value):
        for index, (item, counterpart) in enumerate(zip(document, value, strict=True)):
            yield from differences(item, counterpart, *at, index)
    elif document != value or isinstance(document, bool) != isinstance(value, bool):
        yield at


def build(kind: Any, document: Any) -> Any:
    """Build a value of a type, for example a model, from a JSON document."""
    if get_origin(kind) in (Union, UnionType):
        kind = _member(get_args(kind), document)
    if get_origin(kind) is list and isinstance(document, list):
        return [build(get_args(kind)[0], item) for item in document]
    if kind is File:
        return File(document)
    if not attrs.has(kind) or not isinstance(document, dict):
        return document
    model: Any = kind
    hints = get_type_hints(model)
    names_by_attribute = {attribute: name for attribute, name in names(model, *document).items() if name in document}
    arguments = {attribute: build(hints[attribute], document[name]) for attribute, name in names_by_attribute.items()}
    additional_type = get_args(hints["additional_properties"])[1]
    rest = {
        name: build(additional_type, member)
        for name, member in document.items()
        if name not in names_by_attribute.values()
    }
    return model(**arguments, additional_properties=rest)


@cache
def names(kind: Any, *document_names: str) -> dict[str, str]:
    """Return the JSON names of a model's fields, by attribute, from the contract.

    For a request body that is not a component, `document_names` has the names, taken from a document.
    """
    properties = _properties(kind.__module__.split(".")[1])
    fields = {field.name for field in attrs.fields(kind)} - {"additional_properties"}
    names_by_attribute = {
        str(PythonIdentifier(name, prefix="")): name for name in properties.get(kind.__name__, document_names)
    }
    return {field: name for field, name in names_by_attribute.items() if field in fields}


@cache
def _properties(vendor: str) -> dict[str, set[str]]:
    """Return the property names of a vendor's components, by class name."""
    text = resources.files("visionapis_contracts").joinpath(vendor, "openapi.json").read_text(encoding="utf-8")
    components = json.loads(text)["components"]["schemas"]

    def of(schema: dict[str, Any]) -> set[str]:
        schema = components[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        return set(schema.get("properties", {})).union(*map(of, schema.get("allOf", [])))

    return {str(ClassName(name, "")): of(schema) for name, schema in components.items()}


def _member(members: tuple[Any, ...], document: Any) -> Any:
    """Return the member of a union that fits a document: the first model whose required fields it has, or a list."""
    for each in members:
        if attrs.has(each) and isinstance(document, dict):
            required = {field.name for field in attrs.fields(each) if field.init and field.default is attrs.NOTHING}
            if all(names(each)[attribute] in document for attribute in required):
                return each
        if get_origin(each) is list and isinstance(document, list):
            return each
    return object
