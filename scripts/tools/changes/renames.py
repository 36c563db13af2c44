"""Schemas and resources that have another name in the newer of two contracts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.contract import METHODS, Contract
from scripts.tools.regenerate.structure import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.tools.regenerate.contract import Json, Operation

SCHEMAS = "#/components/schemas/"

Names = dict[str, str]


def schemas(old: Contract, new: Contract) -> Names:
    """Return the new names of schemas by their old ones: same places, and the same or a similar schema.

    A name can be taken over: two schemas that swapped their names are both renamed.
    """
    before, after = (contract.document.get("components", {}).get("schemas", {}) for contract in (old, new))
    found = _unanimous(_uses(old, new))
    equal = {name for name in found if _bare(before[name], found) == _bare(after[found[name]], {})}
    return {
        name: other
        for name, other in found.items()
        if (name in equal and _bare(before[name], {}) != _bare(before.get(other), {}))
        or (name not in after and other not in before and _are_similar(before[name], after[other]))
    }


def resources(old: Contract, new: Contract) -> Names:
    """Return the new names of tags by their old ones: all operations of one tag have the other."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for before, after in _pairs(old, new):
        votes[before.data["tags"][0]][after.data["tags"][0]] += 1
    kept = {each.data["tags"][0] for each in new.operations()}
    known = {each.data["tags"][0] for each in old.operations()}
    return {name: other for name, other in _unanimous(votes).items() if name not in kept and other not in known}


def apply(old: Contract, new: Contract, schemas: Names, resources: Names) -> Contract:
    """Return the older contract with the newer one's names of schemas and resources."""
    if not schemas and not resources:
        return old
    document: Json = _renamed(old.document, schemas)
    components = document.get("components", {})
    if "schemas" in components:
        components["schemas"] = {schemas.get(name, name): each for name, each in components["schemas"].items()}
    document["tags"] = [{**tag, "name": resources.get(tag["name"], tag["name"])} for tag in document.get("tags", ())]
    ids = {each.id for each in new.operations()}
    for item in document["paths"].values():
        for operation in (item[method] for method in METHODS if method in item):
            tag = operation["tags"][0]
            if tag in resources:
                operation["tags"] = [resources[tag], *operation["tags"][1:]]
                name = f"{resources[tag]}_{operation['operationId'].removeprefix(f'{tag}_')}"
                operation["operationId"] = name if name in ids else operation["operationId"]
    return Contract(old.vendor, old.source, document)


def template(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def _pairs(old: Contract, new: Contract) -> Iterator[tuple[Operation, Operation]]:
    """Yield each operation with itself in the newer contract: of the same id, else route, else id after a new tag."""
    known = {each.data["tags"][0] for each in old.operations()}
    targets = list(new.operations())
    ids = {each.id: each for each in targets}
    routes = {(each.method, template(each.path)): each for each in targets}
    for each in old.operations():
        method = each.id.removeprefix(f"{each.data['tags'][0]}_")
        fresh = [
            other
            for other in targets
            if other.data["tags"][0] not in known and other.id == f"{other.data['tags'][0]}_{method}"
        ]
        target = ids.get(each.id) or routes.get((each.method, template(each.path)))
        target = target or (fresh[0] if len(fresh) == 1 else None)
        if target:
            yield each, target


def _uses(old: Contract, new: Contract) -> dict[str, Counter[str]]:
    """Return for each schema how often which schema is in its places."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    seen: set[tuple[str, str]] = set()
    queue: list[tuple[Any, Any]] = [
        ({**one.data, "parameters": _named(one.parameters)}, {**other.data, "parameters": _named(other.parameters)})
        for one, other in _pairs(old, new)
    ]
    while queue:
        one, other = queue.pop()
        if isinstance(one, list) and isinstance(other, list):
            queue += zip(one, other, strict=False)
        if not isinstance(one, dict) or not isinstance(other, dict):
            continue
        for names in _references(one, other):
            votes[names[0]][names[1]] += 1
            if names not in seen:
                seen.add(names)
                queue.append(
                    tuple(
                        contract.resolve({"$ref": f"{SCHEMAS}{name}"})  # type: ignore[arg-type]  # a dict of texts is one of any values
                        for contract, name in zip((old, new), names, strict=True)
                    )
                )
        queue += ((one[key], other[key]) for key in one.keys() & other.keys())
    return votes


def _named(parameters: list[Json]) -> Json:
    return {f"{each['in']} {each['name']}": each for each in parameters}


def _references(one: Json, other: Json) -> Iterator[tuple[str, str]]:
    """Yield the names of schemas that two nodes refer to, also those of calls in `x-calls`."""
    texts = [(one.get(key), other.get(key)) for key in ("$ref", "request", "result")]
    for (old, new), prefix in zip(texts, (SCHEMAS, "", ""), strict=True):
        if isinstance(old, str) and isinstance(new, str) and old.startswith(prefix) and new.startswith(prefix):
            yield old.removeprefix(prefix), new.removeprefix(prefix)


def _unanimous(votes: Mapping[str, Counter[str]]) -> Names:
    """Return the names that became another one everywhere, each of which only one name became."""
    found = {name: next(iter(count)) for name, count in votes.items() if len(count) == 1}
    taken = Counter(found.values())
    return {name: other for name, other in found.items() if name != other and taken[other] == 1}


def _renamed(node: Any, names: Names) -> Any:
    if isinstance(node, list):
        return [_renamed(each, names) for each in node]
    if isinstance(node, dict):
        made = {key: _renamed(value, names) for key, value in node.items()}
        if isinstance(made.get("x-calls"), list):
            for call in made["x-calls"]:
                call |= {key: names.get(call[key], call[key]) for key in ("request", "result") if key in call}
        return made
    if isinstance(node, str) and node.startswith(SCHEMAS):
        name = node.removeprefix(SCHEMAS)
        return f"{SCHEMAS}{names.get(name, name)}"
    return node


def _bare(node: Any, names: Names) -> Any:
    """Return a schema without prose, with other names in its references."""
    if isinstance(node, dict):
        named = node.get("properties", {})
        return {
            key: {name: _bare(each, names) for name, each in named.items()}
            if key == "properties"
            else _bare(value, names)
            for key, value in node.items()
            if key not in PROSE and not key.startswith("x-")
        }
    return [_bare(each, names) for each in node] if isinstance(node, list) else _renamed(node, names)


def _are_similar(old: Json, new: Json) -> bool:
    """Return whether at least half of the fields are the same, or without fields the types."""
    fields = [set(schema.get("properties", ())) for schema in (old, new)]
    if any(fields):
        return 2 * len(fields[0] & fields[1]) >= max(map(len, fields))
    return bool(old.get("type") == new.get("type"))
