"""`x-other-spellings`: what servers accept beside the canonical form of an operation."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import METHODS, Contract, Finding, Json, Operation, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = {"name", "description", "evidence"}
PARTS = {"path", "method", "parameters", "requestBody"}


def spellings_are_whole(contract: Contract) -> Iterator[Finding]:
    """A spelling has name, description, evidence, and at least one part that differs; its path fits its parameters."""
    for operation in contract.operations():
        spellings = operation.data.get("x-other-spellings", [])
        at = f"{operation.pointer}/x-other-spellings"
        if not isinstance(spellings, list) or not all(isinstance(each, dict) for each in spellings):
            yield at, "a list of spellings"
            continue
        for index, spelling in enumerate(spellings):
            for text in _problems(contract, operation, spelling):
                yield at + pointer(index), text
        for name, count in Counter(each.get("name") for each in spellings).items():
            if count > 1:
                yield at, f"{count} spellings are named {name}"


def _problems(contract: Contract, operation: Operation, spelling: Json) -> Iterator[str]:
    for word in sorted(WORDS):
        if not spelling.get(word):
            yield f"{word} is missing"
    for word in sorted(spelling.keys() - WORDS - PARTS):
        yield f"{word} is no part of a spelling: {', '.join(sorted(PARTS))}"
    if not spelling.keys() & PARTS:
        yield f"nothing differs: at least one of {', '.join(sorted(PARTS))}"
    path, method = spelling.get("path", operation.path), spelling.get("method", operation.method)
    if not path.startswith("/"):
        yield f"path {path} does not start with a slash"
    if method not in METHODS:
        yield f"method {method} is none of {', '.join(METHODS)}"
    parameters = [contract.resolve(each) for each in spelling["parameters"]] if "parameters" in spelling else None
    named = {each["name"] for each in operation.parameters if each["in"] == "path"}
    if parameters is not None:
        named = {each["name"] for each in parameters if each["in"] == "path"}
        yield from (
            f"parameter {each['name']} has no description" for each in parameters if not each.get("description")
        )
    if named != set(re.findall(r"\{(\w+)\}", path)):
        yield f"the path parameters of {path} are not those that are described: {', '.join(sorted(named)) or 'none'}"
    body = spelling.get("requestBody")
    if body is not None and not body.get("content"):
        yield "requestBody is null, or has content"
