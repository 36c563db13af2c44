"""Findings as text and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from visionapis._observations.bodies import bodies
from visionapis._observations.observation import Observation, Seen, leaves
from visionapis._text import counted

from .finding import ORDER, Finding, Severity
from .history import History, as_text, clock, history

Json: TypeAlias = dict[str, Any]

CONSEQUENCES: Mapping[Severity, str] = {"breaking": "breaks", "suspicious": "may break", "additive": "concerns"}
"""Words for the code that uses the place of a finding."""


def seen_in(observation: Observation) -> Iterator[Seen]:
    """Yield the counts of all responses of an observation, those of unknown routes included."""
    for operation in observation.document["operations"].values():
        yield Seen.of(operation["calls"])
    yield from (seen for _, seen in leaves(observation.document["routes"]))


def period(seen: Iterable[Seen]) -> str:
    """Return from when to when something was seen; empty for nothing."""
    times = [(each.first, each.last) for each in seen]
    if not times:
        return ""
    first, last = clock(min(first for first, _ in times)), clock(max(last for _, last in times))
    return first if first == last else f"{first} to {last}"


def as_lines(observation: Observation, found: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines of a report about one vendor."""
    counts = Counter(each.severity for each in found)
    summary = ", ".join(f"{counts[each]} {each}" for each in ORDER if counts[each]) or "no drift"
    yield f"{observation.vendor}: {counted(observation.responses, 'response')}, {summary}"
    contract = bodies(observation.vendor)
    for each in found:
        what, *details = finding_lines(each, history(observation, each, contract))
        yield f"{each.severity} {each.kind}: {what}"
        yield from (f"  {line}" for line in details)


def finding_lines(finding: Finding, times: History) -> Iterator[str]:
    """Yield the lines about a finding: where it is and what, how often it was seen, and what it breaks."""
    place = " ".join(filter(None, (finding.operation_id, finding.place)))
    yield ": ".join(filter(None, (place, finding.message)))
    yield as_text(finding, times)
    if finding.effect.usage:
        yield f"{CONSEQUENCES[finding.severity]} {finding.effect.usage}{_others(finding)}"


def as_document(observation: Observation, found: Sequence[Finding]) -> Json:
    """Return the report about one vendor as JSON."""
    contract = bodies(observation.vendor)
    return {
        "vendor": observation.vendor,
        "contract_version": observation.document["contract_version"],
        "responses": observation.responses,
        "findings": [_document(each, history(observation, each, contract)) for each in found],
    }


def _document(finding: Finding, found: History) -> Json:
    document = asdict(finding)
    document["effect"]["usage"] = finding.effect.usage
    return {**document, "observed_since": found.observed_since, "last_conforming": found.last_conforming}


def _others(finding: Finding) -> str:
    others = ", ".join(finding.effect.methods[1:])
    return f" (also {others})" if others else ""
