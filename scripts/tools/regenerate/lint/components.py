"""Components: each is of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import pointer, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Finding


def components_are_used(contract: Contract) -> Iterator[Finding]:
    """Something refers to each component, if only another spelling or a call, which other linters do not look into."""
    used = {node["$ref"] for _, node in walk(contract.document) if isinstance(node, dict) and "$ref" in node}
    for operation in contract.operations():
        used |= {f"#/components/securitySchemes/{name}" for each in operation.data.get("security", []) for name in each}
        for call in operation.data.get("x-calls", []):
            used |= {f"#/components/schemas/{call[key]}" for key in ("request", "result") if key in call}
    for kind, components in contract.document["components"].items():
        for name in components:
            at = pointer("components", kind, name)
            if f"#{at}" not in used:
                yield at, "nothing refers to it"
