"""Examples: every body and response has valid ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import Contract, Finding, Json, pointer
from scripts.tools.regenerate.schemas import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

REMEDY = "correct the example or the schema"


def everything_has_examples(contract: Contract) -> Iterator[Finding]:
    """Bodies and responses have examples, and every example is valid."""
    for operation in contract.operations():
        body = operation.data.get("requestBody", {}).get("content", {})
        places: list[tuple[tuple[str, ...], Json]] = [(("requestBody", "content"), body)]
        for status, response in operation.data["responses"].items():
            places.append((("responses", status, "content"), response.get("content", {})))
        for parts, contents in places:
            for media_type, content in contents.items():
                at = operation.pointer + pointer(*parts, media_type)
                examples = content.get("examples", {})
                if not examples and contract.resolve(content["schema"]).get("format") != "binary":
                    yield at, "no example: add one to `examples`"
                for name, example in examples.items():
                    for text in violations(contract, content["schema"], example["value"]):
                        yield at + pointer("examples", name), f"invalid example: {text}; {REMEDY}"
        for parameter in operation.parameters:
            at = operation.pointer + pointer("parameters", parameter["name"])
            examples = {name: each["value"] for name, each in parameter.get("examples", {}).items()}
            if "example" in parameter:
                examples["example"] = parameter["example"]
            for value in examples.values():
                for text in violations(contract, parameter["schema"], value):
                    yield at, f"invalid example: {text}; {REMEDY}"
