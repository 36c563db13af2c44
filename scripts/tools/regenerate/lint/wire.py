"""Requests: parameters and forms that the generated client would not send as described."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import Contract, Finding, Json, pointer
from scripts.tools.regenerate.schemas import UNIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

# The styles that the client sends: lists repeat the name, objects become several parameters.
STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}

# Characters of https://www.rfc-editor.org/rfc/rfc3986#section-3.3, and parameters in braces.
PATH = re.compile(r"/(?:[\w.~!$&'()*+,;=:@%/-]|\{[\w.-]+\})*", re.ASCII)


def paths_are_sendable(contract: Contract) -> Iterator[Finding]:
    """Each path has the characters of a URL's path alone, and is code in the generated client."""
    for operation in contract.operations():
        if not PATH.fullmatch(operation.path):
            yield operation.pointer, "a path with characters that a URL's path cannot have: encode them as %20"


def parameters_are_sendable(contract: Contract) -> Iterator[Finding]:
    """Each parameter has a schema and a style that the client can send."""
    for operation in contract.operations():
        for parameter in operation.parameters:
            at, style = contract.at(parameter), STYLES[parameter["in"]]
            if "schema" not in parameter:
                yield at, "the client generator drops parameters with content; use a schema"
            if parameter.get("style", style) != style:
                yield at, f"style {parameter['style']}: the generated client only supports {style}"
            if parameter["in"] == "query" and parameter.get("explode", True) is not True:
                yield at, "explode: false: the generated client would repeat the name; use a string"


def forms_are_sendable(contract: Contract) -> Iterator[Finding]:
    """The fields of a form are strings, numbers, files, or lists of them."""
    for operation in contract.operations():
        for media_type, content in operation.data.get("requestBody", {}).get("content", {}).items():
            if media_type in FORMS:
                for branch in _branches(contract, content["schema"]):
                    for name, field in branch.get("properties", {}).items():
                        if _is_nested(contract, field):
                            yield (
                                contract.at(branch) + pointer("properties", name),
                                "servers cannot read an object in a form; use a string with contentSchema",
                            )


def _branches(contract: Contract, schema: Json) -> Iterator[Json]:
    schema = contract.resolve(schema)
    yield schema
    for key in (*UNIONS, "allOf"):
        for each in schema.get(key, []):
            yield from _branches(contract, each)


def _is_nested(contract: Contract, field: Json) -> bool:
    """Return whether the field, or an item of it, can be an object."""
    return any(
        "object" in branch.get("type", [])
        or "properties" in branch
        or ("items" in branch and _is_nested(contract, branch["items"]))
        for branch in _branches(contract, field)
    )
