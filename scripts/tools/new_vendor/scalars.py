"""Schemas without parts: strings, numbers, booleans, and what their keywords say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator

from scripts.tools.regenerate.schemas import REFERENCE

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report

SCALARS = {"string", "number", "integer", "boolean", "null"}

ANNOTATIONS = {
    "default", "deprecated", "description", "discriminator", "example", "examples", "externalDocs", "nullable",
    "readOnly", "title", "writeOnly", "xml", "$comment",
}  # fmt: skip

# By keyword: the type that it implies.
IMPLIED = {
    "properties": "object", "additionalProperties": "object", "patternProperties": "object", "items": "array",
    "prefixItems": "array", "minItems": "array", "maxItems": "array", "pattern": "string", "minLength": "string",
    "maxLength": "string", "format": "string", "minimum": "number", "maximum": "number", "multipleOf": "number",
    "required": "object",
}  # fmt: skip

NUMERIC_FORMATS = {"int32": "integer", "int64": "integer", "float": "number", "double": "number"}

# Values that stand for a format which the client would convert, and so is not in the contract.
CONVERTED = {
    "date-time": "2020-01-31T12:00:00Z", "date": "2020-01-31", "uuid": "6f1a2c34-0d5e-4b6f-8a71-92b3c4d5e6f7",
}  # fmt: skip

KEPT_FORMATS = {
    "string": {"binary", "password", "uri"}, "integer": {"int32", "int64"}, "number": {"double", "float"}
}  # fmt: skip

LONGEST_EXAMPLE = 60

# The component for any value, null included.
ANY = "AnyValue"


def types(raw: Json) -> list[str]:
    """Return the types of a schema without references and unions; those that its keywords imply if it names none."""
    kinds = raw.get("type")
    if isinstance(kinds, str):
        kinds = [kinds]
    if isinstance(kinds, list) and kinds:
        known = [each for each in kinds if each in SCALARS | {"object", "array"}]
        return known or ["string"]
    values = raw["enum"] if isinstance(raw.get("enum"), list) else [raw["const"]] if "const" in raw else []
    if values:
        return list(dict.fromkeys(_type_of(each) for each in values))
    for keyword, kind in IMPLIED.items():
        if keyword in raw:
            return [NUMERIC_FORMATS.get(str(raw[keyword]), kind) if keyword == "format" else kind]
    return ["string", "number", "boolean", "null"]


def is_anything(raw: Json) -> bool:
    """Return whether a schema says nothing about the type."""
    said = {key for key in raw if not key.startswith("x-")} - ANNOTATIONS
    return not said & ({"$ref", "allOf", "anyOf", "oneOf", "type", "enum", "const"} | IMPLIED.keys())


def is_typed(raw: Json) -> bool:
    """Return whether a branch of a union names its type."""
    return bool(raw.keys() & {"$ref", "allOf", "anyOf", "oneOf", "type", "enum", "const", "properties", "items"})


def is_condition(raw: Any) -> bool:
    """Return whether a branch of a union only says which fields are required."""
    return (
        isinstance(raw, dict)
        and bool(raw)
        and not raw.keys() - {"required", "not", "title", "description", "type"}
        and ("required" in raw or "not" in raw)
    )


def is_null(raw: Any) -> bool:
    """Return whether a schema allows null alone."""
    return isinstance(raw, dict) and (raw.get("type") in ("null", ["null"]) or raw.get("enum") == [None])


def is_nullable(raw: Json) -> bool:
    """Return whether a schema without unions allows null among other values."""
    if raw.get("nullable") is True:
        return True
    values = raw.get("enum")
    listed = isinstance(raw.get("type"), list) and "null" in raw["type"]
    return not is_null(raw) and (listed or (isinstance(values, list) and None in values))


def single(raw: Json) -> str | None:
    """Return the only string that a schema allows; None if it allows others."""
    values = raw["enum"] if isinstance(raw.get("enum"), list) else [raw["const"]] if "const" in raw else []
    return values[0] if len(values) == 1 and isinstance(values[0], str) and not is_nullable(raw) else None


def enumerated(branches: list[Json]) -> list[str] | None:
    """Return the values of a union of nothing but strings with given values."""
    values: list[str] = []
    for each in branches:
        own = each["enum"] if isinstance(each.get("enum"), list) else [each["const"]] if "const" in each else None
        if own is None or not all(isinstance(value, str) for value in own):
            return None
        values += own
    return list(dict.fromkeys(values))


def usable_enum(raw: Json) -> list[str] | None:
    """Return the values if the generators can read them: printable strings that do not differ by case alone."""
    values = raw["enum"] if isinstance(raw.get("enum"), list) else [raw["const"]] if "const" in raw else []
    values = [each for each in dict.fromkeys(map(_hashable, values)) if each is not None]
    if not values or not all(isinstance(each, str) and each.isprintable() for each in values):
        return None
    return values if len({each.lower() for each in values}) == len(values) else None


def scalar(raw: Json, kinds: list[str], place: str, report: Report) -> Json:
    """Return a schema of one or several types that have no parts."""
    if len(kinds) > 1:
        kinds = [each for each in kinds if each != "integer" or "number" not in kinds]
    schema: Json = {"type": kinds[0] if len(kinds) == 1 else kinds}
    values = usable_enum(raw)
    if values and kinds == ["string"]:
        schema["enum"] = values
        return schema
    if "enum" in raw or "const" in raw:
        report.changed("enumerations that are not of strings, or differ by case, became their type", place)
        return _with_example(schema, raw, next(iter(raw.get("enum") or [raw.get("const")])))
    own = str(raw.get("format", ""))
    if kinds == ["string"]:
        own = "binary" if raw.get("contentMediaType") == "application/octet-stream" else own
        schema |= {key: raw[key] for key in ("minLength", "maxLength") if isinstance(raw.get(key), int)}
    if own in KEPT_FORMATS.get(kinds[0], ()):
        schema["format"] = own
    elif own in CONVERTED:
        report.changed("dates and UUIDs became plain strings", place)
    if kinds[0] in ("integer", "number"):
        schema |= _limits(raw)
    schema = _with_example(schema, raw, CONVERTED.get(own))
    if isinstance(raw.get("pattern"), str) and kinds == ["string"]:
        with_pattern = {**schema, "pattern": raw["pattern"]}
        if (
            "examples" in schema
            and _allows(with_pattern, schema["examples"][0])
            and not re.search(r"\(\?|\\[pPZzAGdDwWsSbB]", raw["pattern"])
        ):
            return with_pattern
        report.lost("patterns of strings without an example that matches", place)
    return schema


def attribute(name: str) -> str:
    """Return the attribute that a field becomes, as the lint compares them; "" if it cannot be one."""
    return re.sub(r"\W+", "_", name).strip("_").lower() if re.match(r"[A-Za-z_]", name) else ""


def is_short(value: Any) -> bool:
    """Return whether an example is a value, and not prose."""
    if isinstance(value, str):
        return len(value) <= LONGEST_EXAMPLE and value.count(" ") <= 3 and "\n" not in value
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_short(each) for key, each in value.items())
    if isinstance(value, list):
        return len(value) <= 5 and all(map(is_short, value))
    return value is None or isinstance(value, (bool, int, float))


def or_null(schema: Json, nullable: bool) -> Json:  # noqa: FBT001  (a fact, not a flag)
    """Return a schema that allows null as well, if it is to."""
    if not nullable or schema.get("$ref") == REFERENCE + ANY or schema.get("type") == "null":
        return schema
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    if isinstance(schema.get("type"), list):
        return {**schema, "type": list(dict.fromkeys([*schema["type"], "null"]))}
    members = schema.get("anyOf", [schema])
    return {"anyOf": [*members, {"type": "null"}]}


def _with_example(schema: Json, raw: Json, fallback: Any) -> Json:
    examples = raw.get("examples")
    given = [raw.get("example"), *(examples if isinstance(examples, list) else []), raw.get("default"), fallback]
    for each in given:
        if each is not None and isinstance(each, (str, int, float)) and is_short(each) and _allows(schema, each):
            return {**schema, "examples": [each]}
    return schema


def _limits(raw: Json) -> Json:
    limits: Json = {}
    for key, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        bound, strict = raw.get(key), raw.get(exclusive)
        if _is_number(strict):
            limits[exclusive] = strict
        if _is_number(bound):
            limits[exclusive if strict is True else key] = bound
    if _is_number(raw.get("multipleOf")) and raw["multipleOf"] > 0 and raw.get("type") == "integer":
        limits["multipleOf"] = raw["multipleOf"]
    return limits


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _allows(schema: Json, value: Any) -> bool:
    try:
        return Draft202012Validator(schema, validate_formats=True).is_valid(value)
    except ValueError:
        return False


def _type_of(value: Any) -> str:
    for kind, python in (("boolean", bool), ("integer", int), ("number", float), ("string", str), ("null", type(None))):
        if isinstance(value, python):
            return kind
    return "array" if isinstance(value, list) else "object"


def _hashable(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
