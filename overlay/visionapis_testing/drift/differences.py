"""Differences between a place of a body, as the contract describes it, and the facts that were observed there."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from visionapis._observations.names import PLACEHOLDER
from visionapis._observations.observation import Seen
from visionapis._observations.places import Place
from visionapis_testing.contracts.pointers import unescape

from .finding import Kind, Severity, total

Json: TypeAlias = dict[str, Any]

MIN_STEADY = 10
"""How often an optional field is seen without exception before, and missed after, it has vanished."""

_SCHEMA = "response_schema_conformance"

Difference: TypeAlias = tuple[Kind, str, Severity, str, str, Seen]


def differences(place: Place | None, facts: Json, *, is_required: bool | None = None) -> Iterator[Difference]:
    """Yield the differences at a place; None is one that the contract does not describe.

    `is_required` says whether an object must have the place; None if the observation says it.
    """
    types: Json = facts.get("types", {})
    if place is None:
        if not types:  # an earlier version of the contract had it
            return
        text = f"the field is not documented ({', '.join(sorted(types))})"
        yield "undocumented_field", "documented_fields", "additive", text, ", ".join(sorted(types)), total(types)
        return
    for type_, seen in types.items():
        if type_ == "invalid":
            yield "invalid_json", _SCHEMA, "breaking", "the body is not JSON", "", Seen.of(seen)
        elif not place.allows(type_):
            kind: Kind = "undocumented_null" if type_ == "null" else "undocumented_type"
            text = f"{type_}, but expected {' or '.join(sorted(place.types))}"
            yield kind, _SCHEMA, "breaking", text, type_, Seen.of(seen)
    absent: Json = facts.get("absent", {})
    missed = absent if is_required else {} if is_required is False else absent.keys() & {"required"}
    if missed:
        seen = total({each: absent[each] for each in missed})
        yield "missing_field", _SCHEMA, "breaking", "the required field is missing", "", seen
    elif "optional" in absent and types and _has_vanished(total(types), Seen.of(absent["optional"])):
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


def _has_vanished(present: Seen, absent: Seen) -> bool:
    return present.last < absent.first and min(present.count, absent.count) >= MIN_STEADY


def place_at(root: Place, pointer: str) -> Place | None:
    """Return the place at a JSON pointer of an observation; None if the contract does not describe it."""
    place: Place | None = root
    for part in pointer.split("/")[1:]:
        if place is None:
            return None
        inner = {"*": place.items, PLACEHOLDER: place.rest}
        place = inner[part] if part in inner else place.names.get(unescape(part))
    return place
