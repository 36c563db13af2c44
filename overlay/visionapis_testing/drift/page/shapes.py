"""Shapes of a response: before, as the contract documents it, and after, as it was observed."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from visionapis._observations.bodies import Bodies
from visionapis._observations.names import OTHER
from visionapis._observations.observation import Observation
from visionapis._observations.places import Place
from visionapis_testing.contracts.pointers import unescape
from visionapis_testing.drift.findings import Finding, place_at

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
    """What the contract documents, and what was observed."""

    title: str
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
        if code is None or name not in self._operations:
            return None
        operation: Json = self._operations[name]
        responses: Json = operation.get("responses", {})
        by_media_type: Json = responses.get(str(code), {})
        if finding.pointer is not None:
            return self._members(by_media_type, finding, finding.pointer)
        statuses = self._contract.statuses(name)
        if code not in statuses or str(code) in operation.get("redirects", {}):
            seen = {status: _total(each) for status, each in responses.items()}
            return _listed("statuses", [str(each) for each in sorted(statuses)], seen, str(code))
        types = self._contract.media_types(name, code)
        if finding.kind != "undocumented_content_type":
            return None
        seen = {each or _NO_BODY: _total({each: messages}) for each, messages in by_media_type.items()}
        return _listed("content types", sorted(types) or [_NO_BODY], seen, finding.detail or _NO_BODY)

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
        old = _lines([(each, before[each]) for each in names if each in before], name, "-")
        new = _lines([(each, after[each]) for each in names if each in after], name, "+")
        return Comparison(holder or "the body", old, new)

    def _below(self, fields: Json) -> Mapping[str, Sequence[str]]:
        """Return the pointers of messages by those of what holds them."""
        if id(fields) not in self._children:
            grouped: dict[str, list[str]] = {}
            for pointer in filter(None, fields):
                grouped.setdefault(pointer.rpartition("/")[0], []).append(pointer)
            self._children[id(fields)] = grouped
        return self._children[id(fields)]


_NO_BODY = "no body"


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


def _listed(title: str, documented: Sequence[str], seen: Mapping[str, int], name: str) -> Comparison:
    """Compare lists of which the observed one has counts; what is only documented is not repeated in it."""
    old = [(each, "") for each in documented]
    new = [(each, f" ({seen[each]:,})") for each in sorted(seen)]
    return Comparison(title, _lines(old, name, "-"), _lines(new, name, "+"))


def _lines(members: Sequence[tuple[str, str]], name: str, mark: Mark) -> list[Line]:
    """Return the lines of members: the first ones, and in any case the one that a finding is about."""
    kept = [each for index, each in enumerate(members) if index < MAX_LINES or each[0] == name]
    found = [Line(f"{each or 'body'}{text}", mark if each == name else "") for each, text in kept]
    return [*found, *_rest(len(members) - len(kept))]


def _rest(count: int) -> Iterator[Line]:
    if count:
        yield Line(f"… {count:,} more")


def _total(by_media_type: Json) -> int:
    return sum(each["total"]["count"] for each in by_media_type.values())
