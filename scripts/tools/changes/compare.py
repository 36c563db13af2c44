"""The changes between two trees of contracts and generated clients, by vendor and operation."""

from __future__ import annotations

import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.tools.regenerate import contract
from scripts.tools.regenerate.contract import Contract, ContractError

from . import authentication, clients, contracts, renames, routes, splits
from .change import Change, OperationChanges, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import griffe

    from scripts.tools.regenerate.contract import Json

    from .clients import Client
    from .contracts import Found


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
    ids, regrouped = _pair(old, new, before, after)
    before = {ids.get(id_, id_): data for id_, data in before.items()}
    facts += [
        *regrouped,
        *routes.moved(name, before, after),
        *authentication.changed(old, new, before, after, handwritten=handwritten),
    ]
    calls = {call for fact in regrouped for call in fact.concerns}
    findings = [
        each
        for each in (_capped(each, before, after) for each in contracts.compare(old, new, before, after))
        if each.change.severity > Severity.DOCS or each.operation not in calls
    ]
    components = _components(name, findings)
    found = defaultdict(set, _renamed_operations(ids))
    for each in findings:
        if each.schema not in components or each.operation not in components[each.schema].concerns:
            found[each.operation].add(each.change)
    operations = {method: each for side in (before, after) for each in side for method in contracts.methods(side[each])}
    for method, change in clients.compare(name, old_client, new_client):
        model = change.text.split("`")[1].partition(".")[0]
        if not method and model in components:
            components[model].changes.append(change)
        else:
            found[operations.get(method, "")].add(change)
    events = {other: "renamed" for id_, other in ids.items() if id_ != other}
    for event, appeared in (("removed", before.keys() - after.keys()), ("added", after.keys() - before.keys())):
        for operation in appeared:
            events[operation] = event
            found[operation] = {_appeared((before | after)[operation], operation, event)}
    changed = {
        operation: OperationChanges(name, operation, events.get(operation, "changed"), _ordered(changes))
        for operation, changes in sorted(found.items())
    }
    for method, operation in operations.items():
        if operation in changed:
            for client, side in ((old_client, changed[operation].before), (new_client, changed[operation].after)):
                if method in client.methods:
                    signature = str(client.methods[method].signature())
                    side[method] = f"{name}.{method}{signature[signature.index('(') :]}"
    return [*facts, *components.values(), *changed.values()]


def _pair(
    old: Contract, new: Contract, before: dict[str, Json], after: dict[str, Json]
) -> tuple[dict[str, str], list[OperationChanges]]:
    """Return the newer id of each operation that is one in both contracts, and the facts about those that are not.

    In `before` and `after` the latter are replaced by one operation per method.
    """
    ids: dict[str, str] = {}
    regrouped: list[OperationChanges] = []
    for group in splits.groups(before, after):
        if len(group[0]) == len(group[1]) == 1:
            ids[group[0].pop()] = group[1].pop()
        else:
            regrouped.append(splits.split(old, new, before, after, group))
    return ids, regrouped


def _ordered(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (-change.severity, change.text))


def _renamed_operations(ids: dict[str, str]) -> dict[str, set[Change]]:
    return {
        other: {Change(Severity.INTERNAL, f"operationId changed: `{id_}` -> `{other}`")}
        for id_, other in ids.items()
        if id_ != other
    }


def _appeared(operation: Json, id_: str, event: str) -> Change:
    """Return the change of an operation that was added or removed, which no caller sees if it has no methods."""
    severity = Severity.ADDITIVE if event == "added" else Severity.BREAKING
    text = f"`{operation.get('x-route', id_)}` {event}: {operation.get('summary', '')}"
    return Change(severity if contracts.methods(operation) else Severity.INTERNAL, text)


def _capped(found: Found, before: dict[str, Json], after: dict[str, Json]) -> Found:
    """Return a change that no caller sees as internal: the client does not have the operation."""
    operation = found.operation
    if not operation or any(contracts.methods(side[operation]) for side in (before, after)):
        return found
    return found._replace(change=Change(min(found.change.severity, Severity.INTERNAL), found.change.text))


def _components(vendor: str, findings: list[Found]) -> dict[str, OperationChanges]:
    """Return the changes of schemas that several operations have, by schema."""
    uses: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for each in findings:
        if each.schema:
            uses[each.schema, each.shared].append(each)
    made: dict[str, OperationChanges] = {}
    for schema in sorted({schema for schema, _ in uses}):
        shared = {text: each for (name, text), each in uses.items() if name == schema}
        concerns = sorted({each.operation for found in shared.values() for each in found})
        changes = [Change(max(each.change.severity for each in found), text) for text, found in shared.items()]
        if len(concerns) > 1:
            fact = f"schema `{schema}`"
            made[schema] = OperationChanges(vendor, "", "changed", _ordered(changes), fact=fact, concerns=concerns)
    return made


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
