"""Examples: every body and response has valid ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import Contract, Finding, pointer
from scripts.tools.regenerate.schemas import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

REMEDY = "correct the example or the schema"


def everything_has_examples(contract: Contract) -> Iterator[Finding]:
    """Bodies and responses have examples, and every example is valid."""
    for operation in contract.operations():
        for owner in (operation.data.get("requestBody", {}), *operation.data["responses"].values()):
            for content in owner.get("content", {}).values():
                at = contract.at(content)
                examples = content.get("examples", {})
                if not examples and contract.resolve(content["schema"]).get("format") != "binary":
                    yield at, "no example: add one to `examples`"
                for name, example in examples.items():
                    for text in violations(contract, content["schema"], example["value"]):
                        yield at + pointer("examples", name), f"invalid example: {text}; {REMEDY}"
        for parameter in operation.parameters:
            at = contract.at(parameter)
            examples = {name: each["value"] for name, each in parameter.get("examples", {}).items()}
            if "example" in parameter:
                examples["example"] = parameter["example"]
            for value in examples.values():
                for text in violations(contract, parameter["schema"], value):
                    yield at, f"invalid example: {text}; {REMEDY}"
