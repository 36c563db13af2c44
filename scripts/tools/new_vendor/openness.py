"""Responses as a client needs them: open to what the vendor adds, with unions whose branches can be told apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scripts.tools.regenerate import schemas
from scripts.tools.regenerate.contract import Contract, pointer
from scripts.tools.regenerate.lint.responses import merged, refuses
from scripts.tools.regenerate.schemas import REFERENCE

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report

ROUNDS = 8


def open_responses(contract: Contract, any_value: Json, report: Report) -> None:
    """Open enumerations and objects in responses, and arrange or merge the branches of unions."""
    received = schemas.received(contract)
    enums = {
        name
        for name, component in contract.document["components"]["schemas"].items()
        if pointer("components", "schemas", name) in received and "enum" in component
    }
    for at, schema in received.items():
        if schema.get("additionalProperties") is False:
            del schema["additionalProperties"]
            if not schema.get("properties"):
                schema["additionalProperties"] = True
            report.changed("closed objects in responses were opened", at)
        _open_enums(schema, enums, at, report)
    for operation in contract.operations():
        for response in operation.data["responses"].values():
            for content in response.get("content", {}).values():
                if content["schema"].get("$ref", "").removeprefix(REFERENCE) in enums:
                    content["schema"] = {"type": "string"}
    for _ in range(ROUNDS):
        # Nodes are added: the pointers of a contract are those of its first traversal.
        contract = Contract(contract.vendor, contract.source, contract.document)
        found = schemas.received(contract)
        if not [at for at, schema in found.items() if _arrange(contract, schema, any_value, at, report)]:
            return


def _open_enums(schema: Json, enums: set[str], at: str, report: Report) -> None:
    for name, inner in list(schema.get("properties", {}).items()):
        schema["properties"][name] = _opened(inner, enums, at + pointer("properties", name), report)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            schema[key] = _opened(schema[key], enums, at + pointer(key), report)
    branches = schema.get("anyOf", [])
    if any(_enum_of(each, enums) for each in branches) and {"type": "string"} not in branches:
        index = next(index for index, each in enumerate(branches) if _enum_of(each, enums))
        schema["anyOf"] = [*branches[: index + 1], {"type": "string"}, *branches[index + 1 :]]
        report.changed("enumerations in responses were opened", at)


def _opened(schema: Json, enums: set[str], at: str, report: Report) -> Json:
    if not _enum_of(schema, enums):
        return schema
    report.changed("enumerations in responses were opened", at)
    rest = {key: value for key, value in schema.items() if key != "$ref"}
    return {
        "description": "One of the values, or another.",
        **rest,
        "anyOf": [{"$ref": schema["$ref"]}, {"type": "string"}],
    }


def _enum_of(schema: Json, enums: set[str]) -> bool:
    return str(schema.get("$ref", "")).removeprefix(REFERENCE) in enums


def _arrange(contract: Contract, schema: Json, any_value: Json, at: str, report: Report) -> bool:
    """Return whether a union was arranged or merged."""
    branches = schema.get("anyOf", [])
    if len(branches) < 2:
        return False
    whole = [merged(contract, each) for each in branches]
    objects = [index for index, each in enumerate(whole) if _is_object(each)]
    if len(objects) < 2:
        return False
    order = _order(contract, [whole[index] for index in objects])
    if order is None:
        others = [each for index, each in enumerate(branches) if index not in objects]
        one = merge_objects([contract.resolve(branches[index]) for index in objects], any_value)
        report.changed("unions whose branches cannot be told apart became one object", at)
        if others:
            name = _name(contract, at)
            contract.document["components"]["schemas"][name] = {"description": "One of several objects.", **one}
            schema["anyOf"] = [{"$ref": REFERENCE + name}, *others]
        else:
            del schema["anyOf"]
            schema.update(one)
        return True
    arranged = [branches[objects[index]] for index in order]
    arranged += [each for index, each in enumerate(branches) if index not in objects]
    if arranged == branches or order == list(range(len(order))):
        return False
    schema["anyOf"] = arranged
    report.changed("branches of unions were put in an order in which they can be told apart", at)
    return True


def _order(contract: Contract, branches: list[Json]) -> list[int] | None:
    """Return an order in which each branch refuses all that follow it; None if there is none."""
    rest, order = list(range(len(branches))), []
    while rest:
        for index in rest:
            if all(refuses(contract, branches[index], branches[other]) for other in rest if other != index):
                order.append(index)
                rest.remove(index)
                break
        else:
            return None
    return order


def merge_objects(whole: list[Json], any_value: Json) -> Json:
    """Return one object with the fields of all; it requires those that all require."""
    fields: Json = {}
    for each in whole:
        for name, field in each.get("properties", {}).items():
            if name not in fields:
                fields[name] = field
            elif _content(fields[name]) != _content(field):
                fields[name] = _either(fields[name], field, any_value)
    required = [name for name in fields if all(name in each.get("required", []) for each in whole)]
    one: Json = {"type": "object"}
    if required:
        one["required"] = required
    if fields:
        one["properties"] = fields
    else:
        one["additionalProperties"] = True
    return one


def _either(one: Json, other: Json, any_value: Json) -> Json:
    kinds = [each.get("type", "string" if "const" in each else None) for each in (one, other)]
    texts: Json = {key: one[key] for key in ("description", "x-secret") if key in one}
    flat = [kind for each in kinds for kind in (each if isinstance(each, list) else [each])]
    if None in flat or {"object", "array"} & set(flat):
        return dict(any_value) | {key: value for key, value in texts.items() if key == "x-secret"}
    unique = list(dict.fromkeys(flat))
    return {**texts, "type": unique[0] if len(unique) == 1 else unique}


def _content(field: Json) -> str:
    return json.dumps(
        {key: value for key, value in field.items() if key not in ("description", "examples")}, sort_keys=True
    )


def _name(contract: Contract, at: str) -> str:
    parts = [
        part for part in at.split("/") if part.isidentifier() and part not in ("components", "schemas", "properties")
    ]
    base = "".join(part[0].upper() + part[1:] for part in parts[-2:]) + "Merged"
    name, number = base, 2
    while name in contract.document["components"]["schemas"]:
        name, number = f"{base}{number}", number + 1
    return name


def _is_object(schema: Json) -> bool:
    return "object" in schema.get("type", []) or bool(schema["properties"])
