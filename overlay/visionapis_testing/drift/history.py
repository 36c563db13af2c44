"""Since when the traffic differs from the contract, as far as an observation tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from visionapis._observations.bodies import Bodies
from visionapis._observations.names import OTHER
from visionapis._observations.observation import Observation
from visionapis._observations.places import Place
from visionapis._text import counted

from .differences import place_at
from .finding import Finding

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class History:
    """The times that frame a finding, such as `2026-11-21T08:00:00Z`."""

    observed_since: str | None
    """The first call of the operation; None for an unknown route."""
    last_conforming: str | None
    """When the place was last seen as the contract documents it; None if it never was, or that cannot be told."""
    is_known: bool = True
    """Whether the observation tells when the place conformed: not of fields that the contract does not have."""


UNKNOWN = History(None, None, is_known=False)


def history(observation: Observation, finding: Finding, contract: Bodies) -> History:
    """Return the history of a finding about an observation."""
    operation: Json | None = observation.document["operations"].get(finding.operation_id)
    if operation is None:
        return UNKNOWN
    calls = operation.get("calls", {}).get("first")
    found = _conforming(operation, finding, contract)
    if found is None:
        return History(calls, None, is_known=False)
    return History(calls, max(found, default=None))


def as_text(finding: Finding, found: History) -> str:
    """Return how often and since when, as a phrase."""
    seen = f"{finding.count:,} of {counted(finding.of, 'response')}, {clock(finding.first)}"
    if finding.first != finding.last:
        seen += f" to {clock(finding.last)}"
    if found.last_conforming is not None:
        word = "as documented until" if found.last_conforming < finding.first else "also as documented, last"
        return f"{seen}; {word} {clock(found.last_conforming)}"
    if found.is_known:
        return f"{seen}; never as documented"
    if found.observed_since is not None and found.observed_since < finding.first:
        return f"{seen}; calls observed since {clock(found.observed_since)}"
    return seen


def clock(time: str) -> str:
    """Return a time without seconds, for people."""
    return f"{time[:10]} {time[11:16]} UTC"


def _conforming(operation: Json, finding: Finding, contract: Bodies) -> Iterable[str] | None:
    """Return the last times of what conforms at the place of a finding; None if that is not counted."""
    responses: Json = operation.get("responses", {})
    by_media_type: Json = responses.get(str(finding.status_code), {})
    name, code = finding.operation_id, finding.status_code
    if code is None:
        return None
    if finding.pointer is not None:
        return _values(by_media_type, finding, contract)
    if finding.kind in ("redirect", "undocumented_status"):
        statuses = contract.statuses(name)
        expected = [
            each
            for status, by_type in responses.items()
            if status != OTHER and int(status) in statuses
            for each in by_type.values()
        ]
    elif finding.kind == "undocumented_content_type":
        types = contract.media_types(name, code)
        expected = [each for media_type, each in by_media_type.items() if media_type in types]
    else:
        return None
    return [each["total"]["last"] for each in expected]


def _values(by_media_type: Json, finding: Finding, contract: Bodies) -> Iterable[str] | None:
    found: list[str] = []
    pointer = finding.pointer or ""
    for media_type, messages in by_media_type.items():
        root = contract.response(finding.operation_id, finding.status_code or 0, media_type)
        facts = messages.get("fields", {}).get(pointer)
        if root is None or facts is None:
            continue
        place = place_at(root, pointer)
        if place is None:
            return None
        found += _conforming_facts(place, facts)
    return found


def _conforming_facts(place: Place, facts: Json) -> Iterator[str]:
    for value, seen in facts.get("values", {}).items():
        if place.values is None or value in place.values:
            yield seen["last"]
    for name, seen in facts.get("formats", {}).items():
        if not place.formats or name in place.formats:
            yield seen["last"]
    for type_, seen in facts.get("types", {}).items():
        if place.allows(type_) and not (type_ == "string" and ("values" in facts or "formats" in facts)):
            yield seen["last"]
