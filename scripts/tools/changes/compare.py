"""The changes between two trees of contracts and generated clients, by vendor and operation."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.tools.regenerate import contract
from scripts.tools.regenerate.contract import Contract, ContractError

from . import authentication, clients, contracts, renames, routes, splits
from .change import Change, OperationChanges, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    import griffe

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
    module = Path("overlay", "visionapis", name, "client.py")
    handwritten = module.as_posix() if (new / module).exists() else ""
    return compare(name, documents[0], documents[1], generated[0], generated[1], handwritten=handwritten)


def _load(path: Path) -> Contract:
    """Read a contract, which need not pass today's lint; one that is missing has no operations."""
    if not path.exists():
        return Contract(path.parent.name, path.parent.name, {"openapi": "3.1.0", "info": {}, "paths": {}})
    loaded = contract.load(path)
    for each in loaded.operations():
        if "operationId" not in each.data or not each.data.get("tags"):
            raise ContractError(f"{loaded.source}#{each.pointer}: has no operationId or no tag")
    return loaded


def compare(
    name: str, old: Contract, new: Contract, old_client: Client, new_client: Client, *, handwritten: str = ""
) -> list[OperationChanges]:
    """Compare two contracts of a vendor and the clients generated from them.

    Facts that concern several operations come first. `handwritten` is the path of the module that puts the key on
    requests, or empty.
    """
    schemas, resources = renames.schemas(old, new), renames.resources(old, new)
    facts = list(_renamed(name, schemas, resources, old_client, new_client))
    old, old_client = renames.apply(old, new, schemas, resources), old_client.renamed(schemas, resources)
    before, after = contracts.operations(old), contracts.operations(new)
    ids, calls = {}, set[str]()
    for group in splits.groups(before, after):
        if len(group[0]) == len(group[1]) == 1:
            ids[group[0].pop()] = group[1].pop()
        else:
            facts.append(splits.split(old, new, before, after, group))
            calls |= {*facts[-1].concerns}
    before = {ids.get(id_, id_): data for id_, data in before.items()}
    facts += [
        *routes.moved(name, before, after),
        *authentication.changed(old, new, before, after, handwritten=handwritten),
    ]
    found: dict[str, set[Change]] = {}
    events = {other: "renamed" for id_, other in ids.items() if id_ != other}
    for id_, other in ids.items():
        if id_ != other:
            found[other] = {Change(Severity.INTERNAL, f"operationId changed: `{id_}` -> `{other}`")}
    for operation, change in contracts.compare(old, new, before, after):
        if operation and not any(contracts.methods(side[operation]) for side in (before, after)):
            change = Change(min(change.severity, Severity.INTERNAL), change.text)
        if change.severity > Severity.DOCS or operation not in calls:
            found.setdefault(operation, set()).add(change)
    operations = {method: each for side in (before, after) for each in side for method in contracts.methods(side[each])}
    for method, change in clients.compare(name, old_client, new_client):
        found.setdefault(operations.get(method, ""), set()).add(change)
    events |= dict.fromkeys(before.keys() - after.keys(), "removed") | dict.fromkeys(
        after.keys() - before.keys(), "added"
    )
    for operation, event in events.items():
        if event in {"added", "removed"}:
            data = (before | after)[operation]
            severity = Severity.ADDITIVE if event == "added" else Severity.BREAKING
            severity = severity if contracts.methods(data) else Severity.INTERNAL
            found[operation] = {
                Change(severity, f"`{data.get('x-route', operation)}` {event}: {data.get('summary', '')}")
            }
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
    return [*facts, *changed.values()]


def _renamed(
    vendor: str, schemas: dict[str, str], resources: dict[str, str], old: Client, new: Client
) -> Iterator[OperationChanges]:
    """Yield a fact per schema and resource that was renamed; two that took each other's name are one fact."""
    for kind, names in (("schema", schemas), ("resource", resources)):
        for name, other in names.items():
            swapped = names.get(other) == name
            if swapped and name > other:
                continue
            known = not old.methods or kind == "resource" or name in old.models
            severity = Severity.BREAKING if known else Severity.INTERNAL
            text = f"`models.{name}`" if kind == "schema" else f"`{vendor}.{name}`"
            text = f"{text} is now `{other}`" if known else f"`{name}` is now `{other}`, which the client does not have"
            concerns = sorted(
                method
                for method, each in new.methods.items()
                if (method.startswith(f"{other}.") if kind == "resource" else _mentions(each, other))
            )
            yield OperationChanges(
                vendor,
                "",
                "swapped" if swapped else "renamed",
                [Change(severity, text)],
                fact=f"{kind} `{name}` {'<->' if swapped else '->'} `{other}`",
                concerns=concerns,
            )


def _mentions(method: griffe.Function, model: str) -> bool:
    """Return whether a method's signature has a model."""
    return re.search(rf"\b{model}\b", str(method.signature())) is not None
