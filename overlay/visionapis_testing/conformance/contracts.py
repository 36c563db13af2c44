"""The contracts, as documents that a run may alter."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any, TypeAlias

from visionapis_testing.contracts.schemas import Schemas

from .scenarios import Document

Json: TypeAlias = dict[str, Any]
"""A part of a document."""


def contract(vendor: str) -> Document:
    """Return a vendor's whole contract, a new copy each time."""
    text = resources.files("visionapis_contracts").joinpath(vendor, "openapi.json").read_text(encoding="utf-8")
    document: Document = json.loads(text)
    return document


def operations(document: Document) -> Iterator[tuple[str, str, Json]]:
    """Yield path, method and definition of each operation."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "operationId" in operation:
                yield path, method, operation


def operation_ids(document: Document) -> Iterator[str]:
    """Yield the ids of the operations, in the document's order."""
    return (operation["operationId"] for _, _, operation in operations(document))


def resolved(document: Document, part: Json) -> Json:
    """Return what a reference stands for; anything else as it is."""
    return Schemas(document).resolve(part)[0]


def file_of(text_format: str) -> Json:
    """Return the schema of a file in a form: in this form, and with no other format, schemathesis gives it a name."""
    return {"type": "string", "contentMediaType": "application/octet-stream", "format": text_format}
