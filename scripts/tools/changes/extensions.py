"""What changed in the extensions that say what a call does, how it is made, and which fields carry a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import Json, walk
from scripts.tools.regenerate.projection import iterator
from scripts.tools.regenerate.structure import PROSE

from .change import Change, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .wire import Operation

Finding = tuple[Severity, str]


def methods(operations: dict[str, Operation]) -> dict[str, str]:
    """The operation of each facade method, which is spelled `<tag>.<method>`."""
    return {
        f"{operation.data['tags'][0]}.{method}": name
        for name, operation in operations.items()
        for call in _calls(name, operation.data)
        for method in ([call, iterator(call)] if "x-pagination" in operation.data else [call])
    }


def compare(vendor: str, before: dict[str, Operation], after: dict[str, Operation]) -> Iterator[Change]:
    """What changed in the operations that both have."""
    for name in before.keys() & after.keys():
        old, new = before[name].data, after[name].data
        for severity, text in _findings(name, old, new):
            yield Change(vendor, name, severity, text)


def _findings(name: str, old: Json, new: Json) -> Iterator[Finding]:
    yield from _effects("`x-effect`", old.get("x-effect", []), new.get("x-effect", []))
    idempotent = old.get("x-idempotent", False), new.get("x-idempotent", False)
    if idempotent[0] != idempotent[1]:
        severity = Severity.ADDITIVE if idempotent[1] else Severity.BREAKING
        yield severity, f"`x-idempotent`: repeating is {'now' if idempotent[1] else 'no longer'} harmless"
    yield from _pages(old.get("x-pagination"), new.get("x-pagination"))
    if old["tags"][:1] != new["tags"][:1]:
        yield Severity.BREAKING, f"its methods move from `{old['tags'][0]}` to `{new['tags'][0]}`"
    calls = [_calls(name, data) for data in (old, new)]
    effects = [data.get("x-effect", []) for data in (old, new)]
    yield from _of_calls(calls[0], calls[1])
    for method in sorted(calls[0].keys() & calls[1].keys()):
        own = [each[method].get("x-effect", default) for each, default in zip(calls, effects, strict=True)]
        if own != effects:
            yield from _effects(f"`x-calls`: `{method}`: `x-effect`", own[0], own[1])
    for place in sorted(_secrets(old) ^ _secrets(new)):
        words = "carries a key: it is no argument any more" if place in _secrets(new) else "carries no key any more"
        yield Severity.BREAKING, f"`x-secret`: `{place}` {words}"


def _pages(old: Json | None, new: Json | None) -> Iterator[Finding]:
    if old and new:
        for key in sorted((old.keys() | new.keys()) - PROSE):
            if old.get(key) != new.get(key):
                yield Severity.BREAKING, f"`x-pagination`: `{key}`: {old.get(key)} -> {new.get(key)}"
    elif old:
        yield Severity.BREAKING, "`x-pagination`: its pages can no longer be iterated over"
    elif new:
        yield Severity.ADDITIVE, "`x-pagination`: its pages can be iterated over"


def _of_calls(old: Json, new: Json) -> Iterator[Finding]:
    for method in sorted(old.keys() | new.keys()):
        if method not in new:
            yield Severity.BREAKING, f"`x-calls`: method `{method}` removed"
        elif method not in old:
            yield Severity.ADDITIVE, f"`x-calls`: method `{method}` added"
        else:
            before, after = old[method], new[method]
            for key in ("body", "request", "argument", "answer", "result"):
                if before.get(key) != after.get(key):
                    values = f"{before.get(key)} -> {after.get(key)}"
                    yield Severity.BREAKING, f"`x-calls`: `{method}`: `{key}`: {values}"
            for severity, text in _choices(before.get("parameters", {}), after.get("parameters", {})):
                yield severity, f"`x-calls`: `{method}`: {text}"


def _choices(before: Json, after: Json) -> Iterator[Finding]:
    """Parameters that a call now treats in another way; how they are described does not matter."""
    for name in sorted(before.keys() | after.keys()):
        old, new = (
            {key: value for key, value in side.get(name, {}).items() if key != "description"}
            for side in (before, after)
        )
        if old != new:
            offered = old == {"omit": True} and not new
            widened = (
                "values" in old
                and {**old, "values": new.get("values")} == new
                and set(old["values"]) <= set(new["values"])
            )
            severity = Severity.ADDITIVE if offered or widened else Severity.BREAKING
            yield severity, f"`{name}`: {old or 'as the operation has it'} -> {new or 'as the operation has it'}"


def _effects(where: str, old: list[str], new: list[str]) -> Iterator[Finding]:
    if gained := sorted(set(new) - set(old)):
        yield Severity.BREAKING, f"{where}: now {' and '.join(gained)}"
    if lost := sorted(set(old) - set(new)):
        yield Severity.ADDITIVE, f"{where}: no longer {' and '.join(lost)}"


def _calls(name: str, data: Json) -> Json:
    """The calls of an operation by method."""
    own = {"method": name.removeprefix(f"{data['tags'][0]}_")}
    return {entry["method"]: entry for entry in data.get("x-calls", [own])}


def _secrets(data: Json) -> set[str]:
    """The fields and parameters that carry a key, by name and place."""
    found = set()
    for at, node in walk({key: data[key] for key in ("parameters", "requestBody") if key in data}):
        if isinstance(node, dict) and node.get("x-secret") is True:
            found.add(f"{node['in']} {node['name']}" if "in" in node and "name" in node else at)
    return found
