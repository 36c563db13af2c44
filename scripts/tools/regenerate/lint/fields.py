"""Schemas: what the generators drop or break, and fields without words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from openapi_python_client.strings import snake_case

from scripts.tools.regenerate import schemas
from scripts.tools.regenerate.contract import Contract, Finding, Json, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names that the generated `from_dict` and `to_dict` use themselves.
TAKEN = {"d", "cls", "self", "src_dict", "field_dict", "additional_properties", "to_dict", "from_dict", "to_multipart"}

UNREADABLE = {
    "$defs": "the client generator drops models with it; put the schema under /components/schemas",
    "not": "the strict models cannot express it; describe it in words",
    "if": "the strict models cannot express it; use oneOf",
    "then": "the strict models cannot express it; use oneOf",
    "else": "the strict models cannot express it; use oneOf",
    "dependentRequired": "both generators lose it; use oneOf",
    "dependentSchemas": "both generators lose it; use oneOf",
    "patternProperties": "both generators lose it; use additionalProperties, with propertyNames",
    "unevaluatedProperties": "the client generator loses it; use additionalProperties",
    "prefixItems": "the strict models lose the positions; use an object or items",
}


def schemas_are_objects(contract: Contract) -> Iterator[Finding]:
    """No schema is `true` or `false`, at which the client generator refuses the whole document."""
    for name, component in contract.document["components"]["schemas"].items():
        if isinstance(component, bool):
            yield pointer("components", "schemas", name), "a boolean schema; say what the value is"
    for at, schema in schemas.every(contract):
        for key in ("items", "contains", "propertyNames", "not"):
            if isinstance(schema.get(key), bool):
                yield at, f"{key} is a boolean schema; say what the value is"
        for key in (*schemas.UNIONS, "allOf"):
            for index, each in enumerate(schema.get(key, [])):
                if isinstance(each, bool):
                    yield at + pointer(key, index), "a boolean schema; say what the value is"
        for name, value in schema.get("properties", {}).items():
            if isinstance(value, bool):
                yield at + pointer("properties", name), "a boolean schema; say what the value is"


def schemas_are_readable(contract: Contract) -> Iterator[Finding]:
    """What the generators drop, or turn into code that does not run."""
    for at, schema in schemas.every(contract):
        for word, remedy in UNREADABLE.items():
            if word in schema:
                yield at, f"{word}: {remedy}"
        if not str(schema.get("$ref", schemas.REFERENCE)).startswith(schemas.REFERENCE):
            yield at, f"$ref {schema['$ref']}: only {schemas.REFERENCE}... is read"
        values = schema.get("enum")
        if values is not None:
            if len({type(value) for value in values if value is not None}) > 1:
                yield at, "the values of an enum have one type"
            if len({str(value).lower() for value in values}) < len(values):
                yield at, "enum values that differ by case alone get one name"
        if _is_untyped(schema):
            yield at, "no type; type every field to the leaf"
        for key in schemas.UNIONS:
            if any("const" in each for each in schema.get(key, [])):
                yield at, f"{key} with a const: the generator tries the first branch alone; use limits or a pattern"
        if schema.get("type") == "object" and not {"properties", "additionalProperties"} & schema.keys():
            yield at, "an object without properties"


def properties_have_usable_names(contract: Contract) -> Iterator[Finding]:
    """Names that become no attribute, or another one's attribute."""
    for model, schema in contract.document["components"]["schemas"].items():
        for name, value in schema.get("properties", {}).items():
            if snake_case(name) == snake_case(model) and not _is_plain(value):
                at = pointer("components", "schemas", model, "properties", name)
                yield at, f"{name} is named like its schema: the generated from_dict has one variable for both"
    for at, schema in schemas.every(contract):
        names = schema.get("properties", {})
        for name in names:
            where = at + pointer("properties", name)
            if name in TAKEN:
                yield where, f"a field named {name} breaks the generated model"
            if not re.match(r"[A-Za-z_]", name):
                yield where, f"{name} does not start with a letter: no attribute can be named so"
        stripped = Counter(re.sub(r"\W+", "_", name).strip("_").lower() for name in names)
        for name, count in stripped.items():
            if count > 1:
                yield at, f"{count} fields become the attribute {name}"


def fields_are_described(contract: Contract) -> Iterator[Finding]:
    """Each component and each field says what it holds, itself or in the component that it refers to."""
    for name, schema in contract.document["components"]["schemas"].items():
        if not schema.get("description"):
            yield pointer("components", "schemas", name), "a schema without a description"
    for at, schema in schemas.every(contract):
        for name, field in schema.get("properties", {}).items():
            if isinstance(field, dict) and not (field.get("description") or contract.resolve(field).get("description")):
                yield at + pointer("properties", name), "a field without a description"


def _is_plain(schema: object) -> bool:
    """Whether the generated code takes the value as it comes, without a type of its own."""
    return (
        isinstance(schema, dict)
        and schema.get("type") in ("string", "number", "integer", "boolean")
        and not {"enum", "const", "format"} & schema.keys()
    )


def _is_untyped(schema: Json) -> bool:
    return not {"type", "$ref", "anyOf", "oneOf", "allOf", "const", "enum"} & schema.keys()
