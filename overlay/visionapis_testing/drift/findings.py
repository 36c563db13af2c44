"""Findings: where an observation differs from the contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, TypeAlias

from visionapis._observations.bodies import Bodies, bodies
from visionapis._observations.names import PLACEHOLDER
from visionapis._observations.observation import Observation, Seen, leaves
from visionapis._observations.places import Place
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.pointers import unescape

from .effects import Effect, effect_of

Json: TypeAlias = dict[str, Any]
Severity: TypeAlias = Literal["breaking", "suspicious", "additive"]

ORDER: tuple[Severity, ...] = ("breaking", "suspicious", "additive")
"""`breaking` for users of the client, `suspicious` if that is unknown, `additive` if nothing changes for them."""

MIN_STEADY = 10
"""How often an optional field is seen without exception before, and missed after, it has vanished."""

_SUCCESS = range(200, 300)

# With these a server says that it does not have the route, as the contract does.
_NO_ROUTE = ("404", "405", "501")

_PREFLIGHT = "OPTIONS"
"""The method of requests that browsers send by themselves."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference between the traffic and the contract."""

    kind: str
    """For example `undocumented_field`."""
    check: str
    """The check of `visionapis check` that fails for it; empty if there is none."""
    severity: Severity
    operation_id: str
    """Empty for an unknown route."""
    status_code: int | None
    pointer: str | None
    """The JSON pointer of the place in the response body; None for a finding about the response as a whole."""
    message: str
    detail: str
    """The new type, value or content type; several are separated by commas; empty for other kinds."""
    count: int
    """How many messages have it."""
    of: int
    """Of how many that could."""
    first: str
    last: str
    effect: Effect

    @property
    def place(self) -> str:
        """The status and the JSON pointer."""
        status = "" if self.status_code is None else str(self.status_code)
        return f"{status} {self.pointer or ''}".strip()


def findings(observation: Observation, contract: Bodies | None = None) -> list[Finding]:
    """Return the findings about an observation, the worst first; `contract` is in place of the vendor's own."""
    found = list(_Judge(observation, contract or bodies(observation.vendor)).findings())
    return sorted(found, key=lambda each: (ORDER.index(each.severity), each.operation_id, each.place, each.message))


class _Judge:
    """Compares an observation with the contract."""

    def __init__(self, observation: Observation, contract: Bodies) -> None:
        self._document = observation.document
        self._vendor = observation.vendor
        self._bodies = contract

    def findings(self) -> Iterator[Finding]:
        """Yield all findings."""
        for name, operation in self._document["operations"].items():
            if name in self._bodies.operations:  # else of an earlier version of the contract
                yield from self._statuses(name, operation)
                yield from self._notices(name, operation)
                for status, by_media_type in operation.get("responses", {}).items():
                    for media_type, messages in by_media_type.items():
                        yield from self._fields(name, int(status), media_type, messages)
        for route, statuses in self._document["routes"].items():
            yield from self._route(route, statuses)

    def _route(self, route: str, statuses: Json) -> Iterator[Finding]:
        method, _, path = route.partition(" ")
        successes = {status: each for status, each in statuses.items() if int(status) in _SUCCESS}
        refusals = {status: each for status, each in statuses.items() if status not in _NO_ROUTE}
        # That a server refuses another method at a path of the contract is what the contract says.
        exists = successes if _has_path(self._vendor, path) else successes or refusals
        if exists and method != _PREFLIGHT:
            seen, of = _total(exists), _total(statuses).count
            message = f"{route} is not documented (status {', '.join(sorted(exists))})"
            severity: Severity = "additive" if successes else "suspicious"
            yield _finding("undocumented_route", "", severity, message, seen, of, Effect(()))

    def _statuses(self, name: str, operation: Json) -> Iterator[Finding]:
        responses: Json = operation.get("responses", {})
        of = sum(_total(each, "total").count for each in responses.values())
        effect = effect_of(self._vendor, name)
        for status, by_media_type in responses.items():
            code, seen = int(status), _total(by_media_type, "total")
            if status in operation.get("redirects", {}):
                targets = ", ".join(sorted(each or "/" for each in operation["redirects"][status]))
                message = f"redirect to {targets}, which the client does not follow"
                yield _finding("redirect", "", "breaking", message, seen, of, effect, name, code)
            elif code not in self._bodies.statuses(name):
                message = f"status {status} {_phrase(code)} is not documented".replace("  ", " ")
                types = ", ".join(sorted(each for each in by_media_type if each))
                new: tuple[str, str, Severity] = ("undocumented_status", "status_code_conformance", "suspicious")
                yield _finding(*new, message, seen, of, effect, name, code, None, types)
            else:
                yield from self._media_types(name, code, by_media_type, effect)

    def _media_types(self, name: str, code: int, by_media_type: Json, effect: Effect) -> Iterator[Finding]:
        documented = self._bodies.media_types(name, code)
        of = _total(by_media_type, "total").count
        for media_type, messages in by_media_type.items():
            if media_type not in documented and (media_type or documented):
                expected = ", ".join(sorted(documented)) or "no body"
                message = f"content type {media_type or 'missing'}, but expected {expected}"
                check, seen = "content_type_conformance", Seen.of(messages["total"])
                kind: tuple[str, str, Severity] = ("undocumented_content_type", check, "suspicious")
                yield _finding(*kind, message, seen, of, effect, name, code, None, media_type)

    def _notices(self, name: str, operation: Json) -> Iterator[Finding]:
        for header, days in operation.get("notices", {}).items():
            if header == "deprecation" and self._bodies.operations[name].get("deprecated"):
                continue  # the client warns of it
            effect, of = effect_of(self._vendor, name), Seen.of(operation["calls"]).count
            text = f"the header {header.title()} announces an end ({', '.join(sorted(days))})"
            yield _finding(header, "", "suspicious", text, _total(days), of, effect, name)

    def _fields(self, name: str, code: int, media_type: str, messages: Json) -> Iterator[Finding]:
        root = self._bodies.response(name, code, media_type)
        fields: Json = messages.get("fields", {})
        for pointer, facts in fields.items() if root else ():
            parent = pointer.rpartition("/")[0]
            objects = fields.get(parent, {}).get("types", {}).get("object", messages["total"])["count"]
            place = _place_at(root, pointer) if root else None
            effect = effect_of(self._vendor, name, pointer if code in _SUCCESS else None)
            for kind, check, severity, message, detail, seen in _differences(place, facts):
                of = min(_total(facts["types"]).count, objects) if kind in _OF_VALUES else objects
                rated: Severity = severity if code in _SUCCESS or severity == "additive" else "suspicious"
                yield _finding(
                    kind, check, rated, message, seen, max(of, seen.count), effect, name, code, pointer, detail
                )


_OF_VALUES = ("undocumented_type", "undocumented_null", "undocumented_value", "format")
_SCHEMA = "response_schema_conformance"

_Difference: TypeAlias = tuple[str, str, Severity, str, str, Seen]


def _differences(place: Place | None, facts: Json) -> Iterator[_Difference]:
    types: Json = facts.get("types", {})
    if place is None:
        text = f"the field is not documented ({', '.join(sorted(types))})"
        yield "undocumented_field", "documented_fields", "additive", text, ", ".join(sorted(types)), _total(types)
        return
    for type_, seen in types.items():
        if not place.allows(type_):
            kind = "undocumented_null" if type_ == "null" else "undocumented_type"
            text = f"{type_}, but expected {' or '.join(sorted(place.types))}"
            yield kind, _SCHEMA, "breaking", text, type_, Seen.of(seen)
    absent: Json = facts.get("absent", {})
    if "required" in absent:
        yield "missing_field", _SCHEMA, "breaking", "the required field is missing", "", Seen.of(absent["required"])
    if "optional" in absent and types and _has_vanished(_total(types), Seen.of(absent["optional"])):
        text = "the optional field was always there before, and is missing since"
        yield "vanished_field", "", "suspicious", text, "", Seen.of(absent["optional"])
    for value, seen in facts.get("values", {}).items():
        if place.values is not None and value not in place.values:
            severity: Severity = "additive" if place.takes_other_values else "breaking"
            yield "undocumented_value", _SCHEMA, severity, f"{value!r} is not a documented value", value, Seen.of(seen)
    for name, seen in facts.get("formats", {}).items():
        if place.formats and name not in place.formats:
            text = f"format {name}, but expected {' or '.join(sorted(place.formats))}"
            yield "format", "", "suspicious", text, name, Seen.of(seen)


def _has_path(vendor: str, path: str) -> bool:
    """Return whether a path, in which a segment can be a placeholder, is one of the contract."""
    return any(variant.has_path(path) for operation in load(vendor).operations for variant in operation.variants)


def _has_vanished(present: Seen, absent: Seen) -> bool:
    return present.last < absent.first and min(present.count, absent.count) >= MIN_STEADY


def _place_at(root: Place, pointer: str) -> Place | None:
    place: Place | None = root
    for part in pointer.split("/")[1:]:
        if place is None:
            return None
        inner = {"*": place.items, PLACEHOLDER: place.rest}
        place = inner[part] if part in inner else place.names.get(unescape(part))
    return place


def _total(node: Json, leaf: str = "") -> Seen:
    """Return the sum of the counts of a node; with `leaf`, of that child of each of its children."""
    seen = [each for path, each in leaves(node) if not leaf or path[1:] == (leaf,)]
    return Seen(sum(each.count for each in seen), min(each.first for each in seen), max(each.last for each in seen))


def _finding(
    kind: str,
    check: str,
    severity: Severity,
    message: str,
    seen: Seen,
    of: int,
    effect: Effect,
    operation_id: str = "",
    status_code: int | None = None,
    pointer: str | None = None,
    detail: str = "",
) -> Finding:
    times = (seen.count, of, seen.first, seen.last)
    return Finding(kind, check, severity, operation_id, status_code, pointer, message, detail, *times, effect)


def _phrase(status_code: int) -> str:
    try:
        return HTTPStatus(status_code).phrase
    except ValueError:
        return ""
