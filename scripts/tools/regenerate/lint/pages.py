"""`x-pagination`: lists that are returned in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.schemas import responses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Finding, Json, Operation

REQUIRED = {"summary", "items", "id", "next", "page"}
POINTERS = {"items": ["array"], "next": ["string", "null"], "count": ["integer"]}


def pages_are_found(contract: Contract) -> Iterator[Finding]:
    """`x-pagination` points to required fields, names a query parameter, and is on calls named `list...`."""
    for operation in contract.operations():
        if "x-pagination" not in operation.data:
            continue
        pages, at = operation.data["x-pagination"], operation.pointer + "/x-pagination"
        if not isinstance(pages, dict) or pages.keys() - {"count"} != REQUIRED:
            words = (
                "pointers into the response; id, a pointer into an item; page, the name of a query parameter; summary"
            )
            yield at, f"x-pagination: expected items, next and optionally count, {words}"
            continue
        for method in (each["method"] for each in operation.data.get("x-calls", [_only_call(operation)])):
            if not f"{method}_".startswith("list_"):
                yield at, f"{method} has pages, so its name must be list or list_..."
        if pages["page"] not in {each["name"] for each in operation.parameters if each["in"] == "query"}:
            yield at, f"page: the operation has no query parameter {pages['page']}"
        for key, types in POINTERS.items():
            for text in _problems(contract, operation, pages[key], types) if key in pages else ():
                yield at, f"{key}: {text}"
        for text in _problems(contract, operation, f"{pages['items']}/items{pages['id']}", ["string"]):
            yield at, f"id: {text}"


def _problems(contract: Contract, operation: Operation, where: str, types: list[str]) -> Iterator[str]:
    """Yield why a JSON pointer does not lead to a value of these types in every successful response."""
    for status, schema in responses(operation):
        if not status.startswith("2"):
            continue
        node: Any = contract.resolve(schema)
        for part in where.removeprefix("/").split("/"):
            if part == "items" and node.get("type") == "array":
                node = contract.resolve(node["items"])
                continue
            if part not in node.get("properties", {}):
                yield f"the response with status {status} has no {where}"
                break
            if part not in node.get("required", []):
                yield f"{part} of {where} is not required"
            node = contract.resolve(node["properties"][part])
        else:
            found = node.get("type", [])
            if not found or not set(types).issuperset([found] if isinstance(found, str) else found):
                yield f"{where} is not of type {' or '.join(types)}"


def _only_call(operation: Operation) -> Json:
    return {"method": operation.id.removeprefix(f"{operation.data['tags'][0]}_")}
