"""The operations that use a component."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import pointer, split, walk

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Contract

SHOWN = 3


class Users:
    """Finds the operations that refer to a component, directly or not."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def of(self, at: str) -> str:
        """Return the operations that use what a JSON pointer leads to, for a message; empty outside components."""
        parts = split(at)
        if parts[:1] != ["components"] or len(parts) < 3:
            return ""
        component = pointer(*parts[:3])
        users = [operation for operation, used in self._used.items() if component in used]
        if not users:
            return ""
        others = f" and {len(users) - SHOWN} more" if len(users) > SHOWN else ""
        return f" (used by {', '.join(users[:SHOWN])}{others})"

    @cached_property
    def _used(self) -> dict[str, set[str]]:
        """The components that each operation uses."""
        members = {
            pointer("components", kind, name): member
            for kind, components in self._contract.document.get("components", {}).items()
            for name, member in components.items()
        }
        direct = {at: _references(member) for at, member in members.items()}
        used = {}
        for operation in self._contract.operations():
            found: set[str] = set()
            queue = _references(self._contract.document["paths"][operation.path].get("parameters", []))
            queue |= _references(self._contract.document["paths"][operation.path][operation.method])
            while queue:
                component = queue.pop()
                if component not in found:
                    found.add(component)
                    queue |= direct.get(component, set())
            used[str(operation.data.get("operationId", f"{operation.method.upper()} {operation.path}"))] = found
        return used


def _references(node: object) -> set[str]:
    """Return the components that a node refers to."""
    found = (each["$ref"] for _, each in walk(node) if isinstance(each, dict) and isinstance(each.get("$ref"), str))
    return {pointer(*split(reference.removeprefix("#"))[:3]) for reference in found}
