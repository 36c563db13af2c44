"""Requests: forms that the generated client would send otherwise than described, without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import Contract, Finding, Json, pointer
from scripts.tools.regenerate.schemas import UNIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

# What is sent as described: lists repeat the name, objects are several parameters.
STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}


def parameters_are_sendable(contract: Contract) -> Iterator[Finding]:
    """A parameter has a schema, and the style that the client sends, whatever is described."""
    for operation in contract.operations():
        for parameter in operation.parameters:
            at, style = operation.pointer + pointer("parameters", parameter["name"]), STYLES[parameter["in"]]
            if "schema" not in parameter:
                yield at, "a parameter with content is left out by the client generator; give it a schema"
            if parameter.get("style", style) != style:
                yield at, f"style {parameter['style']}: the generated client knows {style} alone"
            if parameter["in"] == "query" and parameter.get("explode", True) is not True:
                yield at, "explode: false: the generated client repeats the name all the same; make it a text"


def forms_are_sendable(contract: Contract) -> Iterator[Finding]:
    """A form is an object whose fields are texts, numbers, files, or lists of them."""
    for operation in contract.operations():
        for media_type, content in operation.data.get("requestBody", {}).get("content", {}).items():
            if media_type in FORMS:
                at = operation.pointer + pointer("requestBody", "content", media_type)
                for branch in _branches(contract, content["schema"]):
                    for name, field in branch.get("properties", {}).items():
                        if _is_nested(contract, field):
                            yield (
                                at + pointer("schema", "properties", name),
                                "an object in a form is sent as no server reads it; make it a text with contentSchema",
                            )


def _branches(contract: Contract, schema: Json) -> Iterator[Json]:
    schema = contract.resolve(schema)
    yield schema
    for key in (*UNIONS, "allOf"):
        for each in schema.get(key, []):
            yield from _branches(contract, each)


def _is_nested(contract: Contract, field: Json) -> bool:
    """Whether the field, or an item of it, can be an object."""
    return any(
        "object" in branch.get("type", [])
        or "properties" in branch
        or ("items" in branch and _is_nested(contract, branch["items"]))
        for branch in _branches(contract, field)
    )
