"""Findings as text and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from visionapis._observations.observation import Observation, Seen, leaves

from .finding import ORDER, Finding


def messages(observation: Observation) -> int:
    """Return the number of responses of an observation, those of unknown routes included."""
    operations, routes = observation.document["operations"], observation.document["routes"]
    known = sum(Seen.of(each["calls"]).count for each in operations.values() if "calls" in each)
    return known + sum(seen.count for _, seen in leaves(routes))


def as_lines(observation: Observation, found: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines of a report about one vendor."""
    counts = Counter(each.severity for each in found)
    summary = ", ".join(f"{counts[each]} {each}" for each in ORDER if counts[each]) or "no drift"
    yield f"{observation.vendor}: {messages(observation)} responses, {summary}"
    for each in found:
        what, *details = finding_lines(each)
        yield f"{each.severity} {each.kind}: {what}"
        yield from (f"  {line}" for line in details)


def finding_lines(finding: Finding) -> Iterator[str]:
    """Yield the lines about a finding: where it is and what, how often it was seen, and what it concerns."""
    yield f"{' '.join(filter(None, (finding.operation_id, finding.place)))}: {finding.message}".removeprefix(": ")
    yield f"{finding.count} of {finding.of}, {finding.first} to {finding.last}"
    if finding.effect.methods:
        attribute = f", {finding.effect.attribute}" if finding.effect.attribute else ""
        yield f"concerns {', '.join(finding.effect.methods)}{attribute}"


def as_document(observation: Observation, found: Sequence[Finding]) -> dict[str, Any]:
    """Return the report about one vendor as JSON."""
    return {
        "vendor": observation.vendor,
        "contract_version": observation.document["contract_version"],
        "responses": messages(observation),
        "findings": [asdict(each) for each in found],
    }
