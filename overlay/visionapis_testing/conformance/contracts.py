"""The contracts, as documents that a scenario may modify."""

from collections.abc import Iterator
from typing import Any, TypeAlias, cast

from visionapis_testing.contracts.contract import load_document
from visionapis_testing.contracts.schemas import Schemas

from .scenarios import Document

Json: TypeAlias = dict[str, Any]
"""An object in a document."""


def contract(vendor: str) -> Document:
    """Return a new copy of a vendor's contract, in which each branch of a union has one type.

    schemathesis fails on a branch with a list of types where it looks for the ids of resources in responses.
    """
    document = load_document(vendor)
    _split_branches(document)
    return document


def _split_branches(node: object) -> None:
    """Give each branch of an `anyOf` one type; branches with further ones are last, so that others keep their place."""
    if isinstance(node, list):
        for each in cast("list[object]", node):
            _split_branches(each)
    elif isinstance(node, dict):
        found = cast("Json", node)
        branches: list[Json] = found["anyOf"] if isinstance(found.get("anyOf"), list) else []
        for each in branches[:]:
            if isinstance(types := each.get("type"), list):
                each["type"], *others = cast("list[str]", types)
                branches += [{**each, "type": other} for other in others]
        for value in found.values():
            _split_branches(value)


def operations(document: Document) -> Iterator[tuple[str, str, Json]]:
    """Yield the path, method and definition of each operation."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "operationId" in operation:
                yield path, method, operation


def operation_ids(document: Document) -> Iterator[str]:
    """Yield the operation ids in document order."""
    return (operation["operationId"] for _, _, operation in operations(document))


def requires_key(document: Document) -> bool:
    """Return whether any operation needs a key: by its security, or in a field or parameter that carries one."""
    alternatives = [operation.get("security", document.get("security", [])) for _, _, operation in operations(document)]
    return any(each and all(each) for each in alternatives) or _has_secret(document)


def _has_secret(node: object) -> bool:
    if isinstance(node, dict):
        found = cast("Json", node)
        return bool(found.get("x-secret")) or any(map(_has_secret, found.values()))
    return isinstance(node, list) and any(map(_has_secret, cast("list[object]", node)))


def resolved(document: Document, node: Json) -> Json:
    """Return the target of a reference; return any other object unchanged."""
    return Schemas(document).resolve(node)[0]


def file_schema(text_format: str) -> Json:
    """Return the schema of a file part whose contents a registered format generates.

    schemathesis sends a part with a file name only for `contentMediaType: application/octet-stream`.
    """
    return {"type": "string", "contentMediaType": "application/octet-stream", "format": text_format}
