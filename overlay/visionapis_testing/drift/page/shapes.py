"""Shapes of a response: before, as the contract documents it, and after, as it was observed."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Literal, TypeAlias

from visionapis._observations.bodies import Bodies
from visionapis._observations.names import OTHER
from visionapis._observations.observation import Observation, Seen
from visionapis._observations.places import Place
from visionapis_testing.contracts.pointers import unescape
from visionapis_testing.drift.differences import place_at
from visionapis_testing.drift.finding import Finding
from visionapis_testing.drift.history import clock

Json: TypeAlias = dict[str, Any]
Mark: TypeAlias = Literal["", "-", "+"]

MAX_LINES = 40
"""Lines of a shape; further members are counted."""

MAX_WORDS = 12
"""Enum values of a member; further ones are counted."""

_ITEM = "*"
_ORDER = ("string", "integer", "number", "boolean", "array", "object", "null")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a shape."""

    text: str
    mark: Mark = ""
    """Whether the finding is about this line: `-` before, `+` after."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The documented shape and the observed one."""

    titles: tuple[str, str]
    """Titles of both."""
    before: Sequence[Line]
    after: Sequence[Line]


class Shapes:
    """The shapes of what the findings about an observation concern."""

    def __init__(self, observation: Observation, contract: Bodies) -> None:
        """Read an observation of the traffic that a contract describes."""
        self._operations: Json = observation.document["operations"]
        self._contract = contract
        self._children: dict[int, Mapping[str, Sequence[str]]] = {}

    def compare(self, finding: Finding) -> Comparison | None:
        """Return the shapes before and after; None for a finding that is not about one."""
        name, code = finding.operation_id, finding.status_code
        operation: Json = self._operations.get(name, {})
        responses: Json = operation.get("responses", {})
        if finding.kind in _TRENDS:
            return _over_time(operation, finding)
        if code is None or name not in self._contract.operations:
            return None
        by_media_type: Json = responses.get(str(code), {})
        if finding.pointer is not None:
            return self._members(by_media_type, finding, finding.pointer)
        if finding.kind in ("redirect", "undocumented_status"):
            seen = {status: _total(each) for status, each in responses.items()}
            return _documented_and_seen("statuses", sorted(map(str, self._contract.statuses(name))), seen, str(code))
        if finding.kind == "undocumented_content_type":
            types = sorted(self._contract.media_types(name, code)) or [_NO_BODY]
            seen = {each or _NO_BODY: messages["total"]["count"] for each, messages in by_media_type.items()}
            return _documented_and_seen("content types", types, seen, finding.detail or _NO_BODY)
        return None

    def _members(self, by_media_type: Json, finding: Finding, pointer: str) -> Comparison | None:
        """Return the members of the object, or the items of the array, that has the place of a finding."""
        holder, _, last = pointer.rpartition("/")
        before: dict[str, str] = {}
        messages: list[Json] = []
        for media_type, each in by_media_type.items():
            root = self._contract.response(finding.operation_id, finding.status_code or 0, media_type)
            if root is not None and pointer in each.get("fields", {}):
                messages.append(each["fields"])
                place = place_at(root, holder)
                before.update(_documented(place) if pointer and place else {"": f": {_type_of(root)}"})
        if not messages:
            return None
        children = dict.fromkeys(one for fields in messages for one in self._below(fields).get(holder, ()))
        after = {
            unescape(each.rpartition("/")[2]): text
            for each in (children if pointer else [""])
            if (text := _observed(messages, each, finding.detail))
        }
        name = unescape(last)
        after.setdefault(name, ": (missing)")
        names = [*before, *sorted(after.keys() - before.keys())]
        old = _lines([(each, before[each]) for each in names if each in before], {name}, "-")
        new = _lines([(each, after[each]) for each in names if each in after], {name}, "+")
        return Comparison(_titles(holder or "the body"), old, new)

    def _below(self, fields: Json) -> Mapping[str, Sequence[str]]:
        """Return the pointers of messages by those of what holds them."""
        if id(fields) not in self._children:
            grouped: dict[str, list[str]] = {}
            for pointer in filter(None, fields):
                grouped.setdefault(pointer.rpartition("/")[0], []).append(pointer)
            self._children[id(fields)] = grouped
        return self._children[id(fields)]


_NO_BODY = "no body"

# What the findings about changes over time are about, and what follows its numbers.
_TRENDS = {
    "frequent_status": ("statuses", ""),
    "latency": ("latency", " s or less"),
    "page_size": ("page sizes", " items"),
}


def _documented(place: Place) -> dict[str, str]:
    """Return the documented members of an object and the items of an array, with their types."""
    found = {
        name: f"{'' if all(name in each.required for each in place.alternatives) else '?'}: {_type_of(inner)}"
        for name, inner in place.names.items()
    }
    others = {_ITEM: place.items, "{}": place.rest}
    return found | {name: f": {_type_of(inner)}" for name, inner in others.items() if inner}


def _type_of(place: Place) -> str:
    items = _type_of(place.items) if place.items and place.items is not place else ""
    types = place.types - ({"string"} if place.values is not None and not place.takes_other_values else set())
    return _union(types, sorted(place.values or ()), sorted(place.formats), items)


def _observed(messages: Sequence[Json], pointer: str, new: str) -> str:
    """Return the types of a member as they were seen; empty if it never was there."""

    def seen(kind: str, of: str = pointer) -> list[str]:
        return sorted({each for fields in messages for each in fields.get(of, {}).get(kind, ())})

    types, values = seen("types"), sorted(seen("values"), key=lambda each: (each != new, each))
    if not types:
        return ""
    items = " | ".join(_sorted(seen("types", f"{pointer}/{_ITEM}")))
    formats = [each for each in seen("formats") if each != OTHER]
    text = _union({each for each in types if not (values and each == "string")}, values, formats, items)
    return f"{'?' if seen('absent') else ''}: {text}"


def _union(types: Collection[str], values: Sequence[str], formats: Sequence[str], items: str) -> str:
    """Return a type as TypeScript writes it, with formats in parentheses."""
    words = [json.dumps(each, ensure_ascii=False) for each in values[:MAX_WORDS]]
    words += [f"… {len(values) - MAX_WORDS} more"] if len(values) > MAX_WORDS else []
    names = {"array": f"array of {items}" if items else "array"}
    names["string"] = f"string ({', '.join(formats)})" if formats else "string"
    return " | ".join([*words, *(names.get(each, each) for each in _sorted(types))]) or "any"


def _sorted(types: Iterable[str]) -> list[str]:
    return sorted(types, key=lambda each: (_ORDER.index(each) if each in _ORDER else len(_ORDER), each))


def _documented_and_seen(what: str, documented: Sequence[str], seen: Mapping[str, int], name: str) -> Comparison:
    old = [(each, "") for each in documented]
    return Comparison(_titles(what), _lines(old, {name}, "-"), _counted(seen, {name}, "+"))


def _over_time(operation: Json, finding: Finding) -> Comparison:
    """Return what was counted until a change, and since."""
    what, unit = _TRENDS[finding.kind]
    old, new = Counter[str](), Counter[str]()
    for name, seen in _series(operation, finding.kind):
        (new if seen.last >= finding.first else old)[name] += seen.count
    limit = _number(finding.detail)
    marked = {name for name in (*old, *new) if finding.kind == "latency" and _number(name) > limit}
    marked |= {finding.detail} if finding.kind != "latency" else set()
    titles = f"{what} until {clock(finding.first)}", f"{what} since {clock(finding.first)}"
    return Comparison(titles, _counted(old, marked, "-", unit), _counted(new, marked, "+", unit))


def _series(operation: Json, kind: str) -> Iterator[tuple[str, Seen]]:
    """Yield the names and counts of what changes over time, by period."""
    nodes = [operation.get("page_sizes", {})]
    if kind != "page_size":
        section = "latency" if kind == "latency" else "statuses"
        nodes = [period.get(section, {}) for period in operation.get("timeline", {}).values()]
    yield from ((name, Seen.of(leaf)) for node in nodes for name, leaf in node.items())


def _number(name: str) -> float:
    """Return the number that a name is; infinity for the last bucket of latency."""
    try:
        return float(name)
    except ValueError:
        return inf


def _titles(what: str) -> tuple[str, str]:
    return f"{what} in the contract", f"{what} as observed"


def _counted(seen: Mapping[str, int], marked: Collection[str], mark: Mark, unit: str = "") -> list[Line]:
    """Return lines of numbers with their counts."""
    names = sorted(seen, key=lambda each: (_number(each), each))
    return _lines([(each, f"{unit if _number(each) < inf else ''} ({seen[each]:,})") for each in names], marked, mark)


def _lines(members: Sequence[tuple[str, str]], marked: Collection[str], mark: Mark) -> list[Line]:
    """Return the lines of members: the first ones, and in any case those that a finding is about."""
    kept = [each for index, each in enumerate(members) if index < MAX_LINES or each[0] in marked]
    found = [Line(f"{each or 'body'}{text}", mark if each in marked else "") for each, text in kept]
    return [*found, *_rest(len(members) - len(kept))]


def _rest(count: int) -> Iterator[Line]:
    if count:
        yield Line(f"… {count:,} more")


def _total(by_media_type: Json) -> int:
    return sum(each["total"]["count"] for each in by_media_type.values())
