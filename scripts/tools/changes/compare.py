"""The changes between two trees of contracts and generated clients, by vendor and operation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from scripts.tools.regenerate import contract
from scripts.tools.regenerate.contract import Contract, ContractError

from . import clients, contracts
from .change import Change, OperationChanges, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from .clients import Client


def trees(old: Path, new: Path) -> list[OperationChanges]:
    """Compare two trees, each with `specs/` and, where it was generated, `generated/`.

    Raises ContractError for a contract that cannot be read, DiffError when Redocly fails.
    """
    vendors = sorted({path.parent.name for tree in (old, new) for path in tree.glob("specs/*/openapi.yaml")})
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [changes for found in pool.map(partial(_vendor, old, new), vendors) for changes in found]


def _vendor(old: Path, new: Path, name: str) -> list[OperationChanges]:
    documents = [_load(tree / "specs" / name / "openapi.yaml") for tree in (old, new)]
    generated = [clients.load(tree / "generated", name) for tree in (old, new)]
    return compare(name, documents[0], documents[1], generated[0], generated[1])


def _load(path: Path) -> Contract:
    """Read a contract, which need not pass today's lint; one that is missing has no operations."""
    if not path.exists():
        return Contract(path.parent.name, path.parent.name, {"openapi": "3.1.0", "info": {}, "paths": {}})
    loaded = contract.load(path)
    for each in loaded.operations():
        if "operationId" not in each.data or not each.data.get("tags"):
            raise ContractError(f"{loaded.source}#{each.pointer}: has no operationId or no tag")
    return loaded


def compare(name: str, old: Contract, new: Contract, old_client: Client, new_client: Client) -> list[OperationChanges]:
    """Compare two contracts of a vendor and the clients generated from them."""
    before, after = contracts.operations(old), contracts.operations(new)
    operations = {method: each for side in (before, after) for each in side for method in contracts.methods(side[each])}
    found: dict[str, set[Change]] = {}
    for operation, change in contracts.compare(old, new, before, after):
        found.setdefault(operation, set()).add(change)
    for method, change in clients.compare(name, old_client, new_client):
        found.setdefault(operations.get(method, ""), set()).add(change)
    events = dict.fromkeys(before.keys() - after.keys(), "removed") | dict.fromkeys(
        after.keys() - before.keys(), "added"
    )
    for operation, event in events.items():
        data = (before | after)[operation]
        severity = Severity.ADDITIVE if event == "added" else Severity.BREAKING
        found[operation] = {Change(severity, f"`{data['x-route']}` {event}: {data.get('summary', '')}")}
    changed = {
        operation: OperationChanges(
            name,
            operation,
            events.get(operation, "changed"),
            sorted(changes, key=lambda change: (-change.severity, change.text)),
        )
        for operation, changes in sorted(found.items())
    }
    for method, operation in operations.items():
        if operation in changed:
            for client, side in ((old_client, changed[operation].before), (new_client, changed[operation].after)):
                if method in client.methods:
                    signature = str(client.methods[method].signature())
                    side[method] = f"{name}.{method}{signature[signature.index('(') :]}"
    return list(changed.values())
