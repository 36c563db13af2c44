"""Two trees of contracts and generated clients, compared by everything that can tell a difference."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scripts.tools.regenerate import contract
from scripts.tools.regenerate.contract import Contract, ContractError

from . import extensions, facades, remainder, wire
from .change import Change, Method, OperationChanges, Severity

if TYPE_CHECKING:
    from pathlib import Path

ComparisonError = wire.ComparisonError


def trees(old: Path, new: Path) -> list[OperationChanges]:
    """What changed, by vendor and operation. A tree holds `specs/` and, where it was made, `generated/`.

    Raises ContractError for a contract that cannot be read, ComparisonError when a program for comparing fails.
    """
    names = sorted({path.parent.name for tree in (old, new) for path in tree.glob("specs/*/openapi.yaml")})
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [each for found in pool.map(lambda name: vendor(name, old, new), names) for each in found]


def vendor(name: str, old: Path, new: Path) -> list[OperationChanges]:
    """What changed in one vendor's API, by operation."""
    if _files(old, name) == _files(new, name):
        return []
    contracts = [_load(tree / "specs" / name / "openapi.yaml") for tree in (old, new)]
    clients = [facades.load(tree / "generated", name) for tree in (old, new)]
    return compare(name, contracts[0], contracts[1], clients[0], clients[1])


def compare(
    name: str, old: Contract, new: Contract, old_client: facades.Client | None, new_client: facades.Client | None
) -> list[OperationChanges]:
    """What changed between two contracts and the clients made from them."""
    before, after = wire.operations(old), wire.operations(new)
    methods = [extensions.methods(before), extensions.methods(after)]
    owners = methods[1] | methods[0]
    changes: set[Change] = set()
    if old.document != new.document:
        changes |= set(wire.compare(old, new, before, after))
        changes |= set(extensions.compare(name, before, after))
    changes |= set(facades.compare(name, old_client, new_client, owners))
    changes |= set(remainder.compare(name, before, after, changes))

    found: dict[str, OperationChanges] = {}
    for operation in sorted(before.keys() | after.keys() | {change.operation for change in changes}):
        own = [change for change in sorted(changes) if change.operation == operation]
        event = "changed"
        if operation and operation not in after:
            event = "removed"
            own = [Change(name, operation, Severity.BREAKING, f"`{before[operation].title}` is no longer described")]
        elif operation and operation not in before:
            event = "added"
            own = [
                Change(name, operation, Severity.ADDITIVE, f"`{after[operation].title}`: {after[operation].summary}")
            ]
        if own:
            own.sort(key=lambda change: (-change.severity, change.text))
            found[operation] = OperationChanges(name, operation, event, own)
    for clients, side in ((old_client, "before"), (new_client, "after")):
        for method, signature in (clients.signatures if clients else {}).items():
            if (changed := found.get(owners.get(method, ""))) and method in owners:
                getattr(changed, side)[method] = Method(f"{name}.{method}", signature)
    return list(found.values())


def _files(tree: Path, name: str) -> dict[str, bytes]:
    paths = [tree / "specs" / name / "openapi.yaml", *(tree / "generated" / facades.PACKAGE / name).rglob("*.py")]
    return {str(path.relative_to(tree)): path.read_bytes() for path in paths if path.exists()}


def _load(path: Path) -> Contract:
    """A contract; an older one need not pass today's lint. A vendor that is not there has no operation."""
    if not path.exists():
        return Contract(path.parent.name, path.parent.name, {"openapi": "3.1.0", "info": {}, "paths": {}})
    loaded = contract.load(path)
    for each in loaded.operations():
        if "operationId" not in each.data or not each.data.get("tags"):
            raise ContractError(
                f"{loaded.source}#{each.pointer}: an operation is compared by operationId and tag: add them"
            )
    return loaded
