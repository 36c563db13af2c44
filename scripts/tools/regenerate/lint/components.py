"""Components: each is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import pointer, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Finding


def components_are_used(contract: Contract) -> Iterator[Finding]:
    """Each component is referred to, also by variants and calls, which other linters do not know."""
    used = {node["$ref"] for _, node in walk(contract.document) if isinstance(node, dict) and "$ref" in node}
    for operation in contract.operations():
        used |= {f"#/components/securitySchemes/{name}" for each in operation.data.get("security", []) for name in each}
        for call in operation.data.get("x-calls", []):
            used |= {f"#/components/schemas/{call[key]}" for key in ("request", "result") if key in call}
    for kind, components in contract.document["components"].items():
        for name in components:
            at = pointer("components", kind, name)
            if f"#{at}" not in used:
                yield at, "unused component"
