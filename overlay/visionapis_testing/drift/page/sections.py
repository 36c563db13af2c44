"""The sections of a page: one per vendor, with its findings and what was looked at."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from visionapis._observations.bodies import Bodies, bodies
from visionapis._observations.observation import Observation, Seen
from visionapis_testing.drift.finding import ORDER, Finding, Severity
from visionapis_testing.drift.history import as_text, history
from visionapis_testing.drift.invocation import Invocation, acceptance
from visionapis_testing.drift.proposals import Proposal, propose
from visionapis_testing.drift.report import period, seen_in

from .shapes import Comparison, Shapes

Json: TypeAlias = dict[str, Any]

MAX_FINDINGS = 200
"""Findings of a vendor that are shown, the worst first."""

MAX_CHANGE = 4_000
"""Characters of a proposed change that are shown."""

MAX_ROWS = 200
MAX_REFUSALS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with what explains it."""

    finding: Finding
    since: str
    shapes: Comparison | None
    change: str | None
    """The actions of the overlay, as YAML; None if no change is proposed."""
    reason: str
    """Why no change is proposed."""
    evidence: Sequence[str]
    """Kinds and sources of the evidence in the contract that the change contradicts."""


@dataclass(frozen=True, slots=True)
class Row:
    """An operation, or a route that the contract does not have, with its responses."""

    name: str
    calls: int
    period: str
    statuses: Mapping[str, int]
    refusals: Sequence[tuple[str, str, int]]
    """Statuses and messages, which have placeholders, with counts: the most frequent first."""


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a page about one vendor."""

    vendor: str
    version: str
    responses: int
    period: str
    counts: Mapping[Severity, int]
    entries: Sequence[Entry]
    more: int
    """Findings that are not shown."""
    proposed: int
    """Findings, of those shown, that the proposal settles."""
    commands: Sequence[str]
    """Lines of the commands that accept the proposal; none if nothing is proposed."""
    operations: Sequence[Row]
    routes: Sequence[Row]
    unseen: Sequence[str]
    """Operations of the contract that were not called."""

    @property
    def total(self) -> int:
        """The number of findings."""
        return sum(self.counts.values())


def section(
    observation: Observation,
    found: Sequence[Finding],
    document: Json,
    invocation: Invocation,
    *,
    is_only: bool = True,
    contract: Bodies | None = None,
) -> Section:
    """Return the section of a vendor, whose contract is an OpenAPI document."""
    vendor, contract = observation.vendor, contract or bodies(observation.vendor)
    top = found[:MAX_FINDINGS]
    proposal = propose(document, top, observation, min_count=invocation.min_count)
    seen: Json = observation.document["operations"]
    counts = Counter(each.severity for each in found)
    shapes = Shapes(observation, contract)
    return Section(
        vendor=vendor,
        version=observation.document["contract_version"],
        responses=observation.responses,
        period=period(seen_in(observation)),
        counts={each: counts[each] for each in ORDER},
        entries=[_entry(observation, each, proposal, contract, shapes) for each in top],
        more=max(len(found) - MAX_FINDINGS, 0),
        proposed=len(proposal.settled),
        commands=acceptance(invocation, vendor, is_only=is_only) if proposal.overlay["actions"] else (),
        operations=[_operation(name, each) for name, each in sorted(seen.items())],
        routes=[_route(name, each) for name, each in sorted(observation.document["routes"].items())],
        unseen=sorted(contract.operations.keys() - seen.keys()),
    )


def _entry(
    observation: Observation,
    finding: Finding,
    proposal: Proposal,
    contract: Bodies,
    shapes: Shapes,
) -> Entry:
    actions = [action for each, made in proposal.settled if each is finding for action in made]
    return Entry(
        finding,
        as_text(finding, history(observation, finding, contract)),
        shapes.compare(finding),
        _yaml(actions) if actions else None,
        "; ".join(reason for each, reason in proposal.open if each is finding),
        _sources(entry for each, written in proposal.conflicts if each is finding for entry in written),
    )


def _sources(evidence: Iterable[Json]) -> list[str]:
    return list(dict.fromkeys(f"{each['kind']}: {each['source']}" for each in evidence))


def _yaml(actions: Sequence[Json]) -> str:
    unshared = json.loads(json.dumps(actions))  # YAML would refer to what actions share
    text = yaml.safe_dump(unshared, sort_keys=False, width=100)
    return text if len(text) <= MAX_CHANGE else f"{text[:MAX_CHANGE]}…"


def _operation(name: str, operation: Json) -> Row:
    responses: Json = operation.get("responses", {})
    statuses = {
        status: sum(messages["total"]["count"] for messages in by_media_type.values())
        for status, by_media_type in sorted(responses.items())
    }
    refusals = sorted(_refusals(operation), key=lambda each: (-each[2], each))[:MAX_REFUSALS]
    calls = Seen.of(operation["calls"])
    return Row(name, calls.count, period([calls]), statuses, refusals)


def _refusals(operation: Json) -> Iterator[tuple[str, str, int]]:
    for status, by_message in operation.get("refusals", {}).items():
        for message, seen in by_message.items():
            yield status, message, seen["count"]


def _route(name: str, counts: Json) -> Row:
    statuses = {status: seen["count"] for status, seen in sorted(counts.items())}
    return Row(name, sum(statuses.values()), period(map(Seen.of, counts.values())), statuses, ())
