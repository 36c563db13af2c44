"""Responses: they allow additions, and the branches of a union can be distinguished."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from jsonschema_rs import Draft202012Validator

from scripts.tools.regenerate import schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Finding, Json

# Formats that the client converts into objects: any other value would make the call fail.
CONVERTED = {"uuid", "date", "date-time"}


def responses_are_open(contract: Contract) -> Iterator[Finding]:
    """A response allows further fields and enum values, and no string is converted."""
    reached = schemas.received(contract)
    unions = [[contract.resolve(branch) for branch in schema.get("anyOf", [])] for schema in reached.values()]
    opened = {id(branch) for union in unions if any(map(_is_plain_text, union)) for branch in union}
    for at, schema in reached.items():
        if schema.get("format") in CONVERTED:
            yield at, f"format {schema['format']} in a response: the client would convert it; remove the format"
        if schema.get("additionalProperties") is False:
            yield at, "additionalProperties: false in a response: a field that the vendor adds would break the call"
        if "enum" in schema and id(schema) not in opened:
            yield at, "an enum in a response: a new value would break the call; use anyOf of the enum and its type"


def branches_are_told_apart(contract: Contract) -> Iterator[Finding]:
    """The client reads the first branch of a union that fits, so each requires what no later branch can have."""
    for at, schema in schemas.received(contract).items():
        for word in schemas.UNIONS:
            branches = [merged(contract, branch) for branch in schema.get(word, [])]
            alike = [
                (first, second)
                for (first, one), (second, other) in combinations(enumerate(branches), 2)
                # Values other than objects are read the same way in every branch.
                if (_is_object(one) or _is_object(other)) and not refuses(contract, one, other)
            ]
            if alike:
                (first, second), *more = alike
                others = f"; {len(more)} more pairs are alike" if more else ""
                yield at, f"{word}: nothing that branch {first} requires distinguishes it from branch {second}{others}"


def refuses(contract: Contract, one: Json, other: Json) -> bool:
    """Return whether the client rejects every value of `other` when it reads it as `one`.

    The client checks whether a value is an object, whether it equals the constant, and which fields are missing.
    """
    if _is_object(one) != _is_object(other):
        return True
    if "const" in one:
        said: Json = {key: other[key] for key in ("type", "const") if key in other}
        return not Draft202012Validator(said).is_valid(one["const"])
    return any(
        name not in other["properties"]
        or refuses(
            contract,
            merged(contract, one["properties"].get(name, {})),
            merged(contract, other["properties"][name]),
        )
        for name in one["required"]
    )


def merged(contract: Contract, schema: Json) -> Json:
    """Return type, constant, properties and required properties of a schema, merged with those of its allOf."""
    schema = contract.resolve(schema)
    whole: Json = {"properties": {}, "required": []}
    for part in (*(merged(contract, each) for each in schema.get("allOf", [])), schema):
        whole["properties"] = {**whole["properties"], **part.get("properties", {})}
        whole["required"] = [*whole["required"], *part.get("required", [])]
        whole |= {key: part[key] for key in ("type", "const") if key in part}
    return whole


def _is_object(schema: Json) -> bool:
    return "object" in schema.get("type", []) or bool(schema["properties"])


def _is_plain_text(schema: Json) -> bool:
    return schema.get("type") == "string" and "enum" not in schema
