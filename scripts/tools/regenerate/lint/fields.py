"""Schemas: what the generators cannot read, and missing descriptions."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from jsonschema_rs import Draft202012Validator

from scripts.tools.regenerate import schemas
from scripts.tools.regenerate.contract import Contract, Finding, Json, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names that a generated model has itself.
TAKEN = {"self", "additional_properties", "to_dict", "from_dict", "to_multipart"}

# An object with one of these says what is in it.
OBJECTS = {"properties", "additionalProperties", "allOf", *schemas.UNIONS}

UNREADABLE = {
    "$defs": "the client generator drops models that use it; move the schema to /components/schemas",
    "not": "the strict models cannot express it; state it in the description",
    "if": "the strict models cannot express it; use oneOf",
    "then": "the strict models cannot express it; use oneOf",
    "else": "the strict models cannot express it; use oneOf",
    "dependentRequired": "both generators lose it; use oneOf",
    "dependentSchemas": "both generators lose it; use oneOf",
    "patternProperties": "both generators lose it; use additionalProperties, with propertyNames",
    "unevaluatedProperties": "the client generator loses it; use additionalProperties",
    "nullable": 'OpenAPI 3.1 ignores it; add "null" to the types, as in type: [string, "null"]',
    "prefixItems": "the strict models lose the positions; use an object or items",
}


def schemas_are_objects(contract: Contract) -> Iterator[Finding]:
    """No schema is `true` or `false`: the client generator would reject the whole document."""
    for name, component in contract.document["components"]["schemas"].items():
        if isinstance(component, bool):
            yield pointer("components", "schemas", name), "a boolean schema; describe the value"
    for at, schema in schemas.every(contract):
        for key in ("items", "contains", "propertyNames", "not"):
            if isinstance(schema.get(key), bool):
                yield at, f"{key} is a boolean schema; describe the value"
        for key in (*schemas.UNIONS, "allOf"):
            for index, each in enumerate(schema.get(key, [])):
                if isinstance(each, bool):
                    yield at + pointer(key, index), "a boolean schema; describe the value"
        for name, value in schema.get("properties", {}).items():
            if isinstance(value, bool):
                yield at + pointer("properties", name), "a boolean schema; describe the value"


def patterns_are_readable(contract: Contract) -> Iterator[Finding]:
    """Each pattern is a regular expression of a size that validators compile."""
    for at, schema in schemas.every(contract):
        for pattern in filter(None, (schema.get("pattern"), *schema.get("patternProperties", ()))):
            try:
                Draft202012Validator({"pattern": pattern})
            except ValueError:
                yield (
                    at,
                    f"pattern {pattern}: validators cannot compile it; write a simpler one, and maxLength for lengths",
                )


def schemas_are_readable(contract: Contract) -> Iterator[Finding]:
    """No schema uses what the generators drop or turn into broken code."""
    for at, schema in schemas.every(contract):
        for word, remedy in UNREADABLE.items():
            if word in schema:
                yield at, f"{word}: {remedy}"
        if not str(schema.get("$ref", schemas.REFERENCE)).startswith(schemas.REFERENCE):
            yield at, f"$ref {schema['$ref']}: only references to {schemas.REFERENCE}... are supported"
        values = schema.get("enum")
        if values is not None:
            if len({type(value) for value in values if value is not None}) > 1:
                yield at, "enum values of different types"
            if len({str(value).lower() for value in values}) < len(values):
                yield at, "enum values that differ only by case"
        if _is_untyped(schema) and not (schema == {} and at.endswith("/items")):  # items of any type
            yield at, "no type"
        for key in schemas.UNIONS:
            if any("const" in each for each in schema.get(key, [])):
                yield (
                    at,
                    f"{key} with a const: the client generator only tries the first branch; use limits or a pattern",
                )
        if schema.get("type") == "object" and not OBJECTS & schema.keys():
            yield at, "an object without properties or additionalProperties"
        if "discriminator" in schema and not _is_constant(contract, schema):
            yield at, "discriminator: the client generator ignores it; give the property a const in every branch"


def properties_have_usable_names(contract: Contract) -> Iterator[Finding]:
    """Every field can be an attribute, and no two become the same one."""
    for at, schema in schemas.every(contract):
        names = schema.get("properties", {})
        for name in names:
            where = at + pointer("properties", name)
            if name in TAKEN:
                yield where, f"{name}: a generated model has an attribute of this name itself"
            if not re.match(r"[A-Za-z_]", name):
                yield where, f"{name} does not start with a letter and cannot be an attribute"
        stripped = Counter(re.sub(r"\W+", "_", name).strip("_").lower() for name in names)
        for name, count in stripped.items():
            if count > 1:
                yield at, f"{count} fields would become the attribute {name}"


def fields_are_described(contract: Contract) -> Iterator[Finding]:
    """Each component and each field has a description, its own or that of the component that it refers to."""
    for name, schema in contract.document["components"]["schemas"].items():
        if not schema.get("description"):
            yield pointer("components", "schemas", name), "a schema without a description"
    for at, schema in schemas.every(contract):
        for name, field in schema.get("properties", {}).items():
            if isinstance(field, dict) and not (field.get("description") or contract.resolve(field).get("description")):
                yield at + pointer("properties", name), "a field without a description"


def _is_constant(contract: Contract, schema: Json) -> bool:
    """Return whether every branch has a constant as the property of the discriminator."""
    name = schema["discriminator"].get("propertyName")
    branches = [contract.resolve(each) for word in schemas.UNIONS for each in schema.get(word, [])]
    return bool(branches) and all("const" in each.get("properties", {}).get(name, {}) for each in branches)


def _is_untyped(schema: Json) -> bool:
    return not {"type", "$ref", "anyOf", "oneOf", "allOf", "const", "enum"} & schema.keys()
