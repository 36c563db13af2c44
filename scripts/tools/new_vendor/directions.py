"""Fields that only requests or only responses have: a schema of both is one for each."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import walk
from scripts.tools.regenerate.schemas import REFERENCE, reached, received

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.tools.regenerate.contract import Contract, Json

    from .report import Report


def separate(contract: Contract, report: Report) -> set[str]:
    """Leave out fields marked `readOnly` in requests and `writeOnly` in responses; return the components of requests.

    A body keeps its fields if it has no others, but requires none of them.
    """
    schemas = contract.document["components"]["schemas"]
    contents = [
        content
        for operation in contract.operations()
        for content in operation.data.get("requestBody", {}).get("content", {}).values()
    ]
    requested = _names(reached(contract, [each["schema"] for each in contents]))
    responded = _names(received(contract))
    copies = {
        name: _free(f"{name}Request", schemas)
        for name in sorted(_affected(schemas, requested | responded) & requested & responded)
    }
    for name, other in copies.items():
        schemas[other] = copy.deepcopy(schemas[name])
    sent = (requested - responded) | {*copies.values()}
    for node in [*contents, *(schemas[name] for name in sent)]:
        _redirect(node, copies)
    for operation in contract.operations():
        for call in operation.data.get("x-calls", ()):
            if call.get("request") in copies:
                call["request"] = copies[call["request"]]
    bodies = _bodies(schemas, [content["schema"] for content in contents])
    for name in sorted(sent):
        _drop(schemas[name], "readOnly", name, report, keep=name in bodies)
    for name in sorted(responded):
        _drop(schemas[name], "writeOnly", name, report, keep=False)
    return sent | (requested & responded - copies.keys())


def _names(found: Iterable[str]) -> set[str]:
    return {at.split("/")[3] for at in found if at.startswith("/components/schemas/")}


def _affected(schemas: Json, names: set[str]) -> set[str]:
    """Return the components that have a marked field, or contain one that has."""
    users: dict[str, set[str]] = {}
    for name in names:
        for _, node in walk(schemas[name]):
            if isinstance(node, dict) and isinstance(node.get("$ref"), str):
                users.setdefault(node["$ref"].removeprefix(REFERENCE), set()).add(name)
    queue = [name for name in names if any(_mark(each) for each in schemas[name].get("properties", {}).values())]
    found: set[str] = set()
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += users.get(name, ())
    return found


def _mark(field: Json) -> bool:
    return bool(field.get("readOnly") or field.get("writeOnly"))


def _free(name: str, schemas: Json) -> str:
    taken = {each.lower() for each in schemas}
    candidate, number = name, 2
    while candidate.lower() in taken:
        candidate, number = f"{name}{number}", number + 1
    return candidate


def _redirect(node: Json, copies: dict[str, str]) -> None:
    for _, each in walk(node):
        if isinstance(each, dict) and isinstance(each.get("$ref"), str):
            name = each["$ref"].removeprefix(REFERENCE)
            each["$ref"] = REFERENCE + copies.get(name, name)


def _bodies(schemas: Json, contents: list[Json]) -> set[str]:
    """Return the components that are bodies, or branches of bodies that are unions."""
    found: set[str] = set()
    queue = list(contents)
    while queue:
        each = queue.pop()
        name = str(each.get("$ref", "")).removeprefix(REFERENCE)
        if name in schemas and name not in found:
            found.add(name)
            queue += schemas[name].get("anyOf", ())
    return found


def _drop(schema: Json, mark: str, name: str, report: Report, *, keep: bool) -> None:
    fields = schema.get("properties", {})
    marked = [field for field, each in fields.items() if each.get(mark)]
    if not marked:
        return
    required = [each for each in schema.get("required", []) if each not in marked]
    schema.pop("required", None)
    if required:
        schema["required"] = required
    if keep and len(marked) == len(fields):
        report.changed(f"`{mark}` fields of a body without others are no longer required", name)
        return
    report.changed(f"`{mark}` fields were left out", name)
    for field in marked:
        del fields[field]
    if not fields:
        del schema["properties"]
        schema.setdefault("additionalProperties", True)
