"""Answers: open to what a vendor adds, and told apart by what they always have."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scripts.tools.regenerate import schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Finding, Json

# Formats that turn an answer's text into an object: a value of another form kills the call, a good one changes when it
# is written again.
CONVERTED = {"uuid", "date", "date-time"}


def answers_are_open(contract: Contract) -> Iterator[Finding]:
    """Unknown fields and values in an answer are kept, and texts stay texts."""
    for operation in contract.operations():
        for _, at, answer in schemas.answers(operation):
            reached = schemas.closure(contract, answer)
            unions = [[contract.resolve(branch) for branch in schema.get("anyOf", [])] for schema in reached]
            opened = [branch for union in unions if any(map(_is_plain_text, union)) for branch in union]
            for schema in reached:
                if schema.get("format") in CONVERTED:
                    yield at, f"format {schema['format']} on an answer converts it; leave the text as it is"
                if schema.get("additionalProperties") is False:
                    yield at, "an answer that allows no further fields loses what a vendor adds"
                if "enum" in schema and not any(schema is each for each in opened):
                    yield at, "an enum on an answer fails on a new value; anyOf with the plain type beside it"


def branches_are_told_apart(contract: Contract) -> Iterator[Finding]:
    """The client takes the first branch of a union that fits: each has something that the later ones cannot have."""
    reached = [
        schema
        for operation in contract.operations()
        for _, _, answer in schemas.answers(operation)
        for schema in schemas.closure(contract, answer)
    ]
    answered = {id(schema) for schema in reached}
    for at, schema in schemas.every(contract):
        for word in schemas.UNIONS:
            branches = schema.get(word, []) if id(schema) in answered else []
            for first, second in combinations(range(len(branches)), 2):
                one, other = (_merged(contract, branches[index]) for index in (first, second))
                # Plain values are read alike, whichever branch they are taken for.
                if (_is_object(one) or _is_object(other)) and not _refuses(contract, one, other):
                    yield at, f"{word}: nothing that branch {first} requires tells it from branch {second}"


def _refuses(contract: Contract, one: Json, other: Json) -> bool:
    """Whether nothing that fits `other`, as far as it is described, passes for `one` in the client's eyes.

    Of a value the client notices whether it is an object, whether it is the constant, and what is missing.
    """
    if _is_object(one) != _is_object(other):
        return True
    if "const" in one:
        said: Json = {key: other[key] for key in ("type", "const") if key in other}
        return any(schemas.violations(contract, said, one["const"]))
    return any(
        name not in other["properties"]
        or _refuses(
            contract,
            _merged(contract, one["properties"].get(name, {})),
            _merged(contract, other["properties"][name]),
        )
        for name in one["required"]
    )


def _merged(contract: Contract, schema: Json) -> Json:
    """What a schema, with those of its allOf, says of its value: type, constant, properties, required ones."""
    schema = contract.resolve(schema)
    merged: Json = {"properties": {}, "required": []}
    for part in (*(_merged(contract, each) for each in schema.get("allOf", [])), schema):
        merged["properties"] = {**merged["properties"], **part.get("properties", {})}
        merged["required"] = [*merged["required"], *part.get("required", [])]
        merged |= {key: part[key] for key in ("type", "const") if key in part}
    return merged


def _is_object(schema: Json) -> bool:
    return "object" in schema.get("type", []) or bool(schema["properties"])


def _is_plain_text(schema: Json) -> bool:
    return schema.get("type") == "string" and "enum" not in schema
