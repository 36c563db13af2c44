"""`x-variants`: variants of a request that servers accept besides the canonical form."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import METHODS, Contract, Finding, Json, Operation, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = {"name", "description", "evidence"}
PARTS = {"path", "method", "parameters", "requestBody"}


def variants_are_complete(contract: Contract) -> Iterator[Finding]:
    """A variant has name, description, evidence and at least one difference; its path matches its parameters."""
    for operation in contract.operations():
        variants = operation.data.get("x-variants", [])
        at = f"{operation.pointer}/x-variants"
        if not isinstance(variants, list) or not all(isinstance(each, dict) for each in variants):
            yield at, "expected a list of variants"
            continue
        for index, variant in enumerate(variants):
            for text in _problems(contract, operation, variant):
                yield at + pointer(index), text
        for name, count in Counter(each.get("name") for each in variants).items():
            if count > 1:
                yield at, f"{count} variants are named {name}"


def _problems(contract: Contract, operation: Operation, variant: Json) -> Iterator[str]:
    for word in sorted(WORDS):
        if not variant.get(word):
            yield f"{word} is missing"
    for word in sorted(variant.keys() - WORDS - PARTS):
        yield f"{word}: a variant can only change {', '.join(sorted(PARTS))}"
    if not variant.keys() & PARTS:
        yield f"no difference: expected at least one of {', '.join(sorted(PARTS))}"
    path, method = variant.get("path", operation.path), variant.get("method", operation.method)
    if not path.startswith("/"):
        yield f"path {path} does not start with a slash"
    if method not in METHODS:
        yield f"method {method}: expected one of {', '.join(METHODS)}"
    parameters = [contract.resolve(each) for each in variant["parameters"]] if "parameters" in variant else None
    named = {each["name"] for each in operation.parameters if each["in"] == "path"}
    if parameters is not None:
        named = {each["name"] for each in parameters if each["in"] == "path"}
        yield from (
            f"parameter {each['name']} has no description" for each in parameters if not each.get("description")
        )
    if named != set(re.findall(r"\{(\w+)\}", path)):
        yield f"the parameters in {path} differ from the path parameters: {', '.join(sorted(named)) or 'none'}"
    body = variant.get("requestBody")
    if body is not None and not body.get("content"):
        yield "requestBody: expected null, or content"
