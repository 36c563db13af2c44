"""Changes of a server are found by every input, from ordinary traffic, and traffic without a change has no findings."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest

from tests.drift.conforming import conforms
from tests.helpers.vendors import SYNC_CLIENTS, vendor_of
from visionapis._observations.bodies import Bodies, bodies
from visionapis_testing.contracts.contract import load_document
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.overlays import apply
from visionapis_testing.drift.proposals import propose

from .changes import MEMBERS, RESPONSES, SERIES
from .demo import KEY, VENDORS, Demo, trained
from .inputs import Inputs
from .spots import members, operations, responses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.canary_calls import Call
    from visionapis._observations.observation import Observation
    from visionapis_testing.drift.proposals import Proposal

    from .changes import Change


CHANGES = 15
"""Changes of a vendor, all of which `--hostile` makes."""

SAMPLE = 8
"""Changes of a vendor in other runs."""

ROUNDS = 3

CALLS_PER_EMULATOR = 500

OTHER_CALLS = 10
"""Calls of other operations in the traffic with a change."""

EXPRESSIBLE = {"missing_field", "undocumented_content_type", "undocumented_field", "undocumented_null"}
EXPRESSIBLE |= {"format", "undocumented_status", "undocumented_type", "undocumented_value"}
"""The kinds that a contract can express, and whose change the suite can see."""

CLIENTS = {vendor_of(each): each for each in SYNC_CLIENTS}


@pytest.fixture(scope="module")
def demo(request: pytest.FixtureRequest) -> Iterator[Demo]:
    """A trained emulator."""
    with trained(request.param) as found:
        yield found


class Plan:
    """The changes of a demo's server, and the calls that show them."""

    def __init__(self, demo: Demo, seed: int, folder: Path) -> None:
        """Draw the changes from what the responses of three rounds of traffic have in common."""
        self.demo, self._drawn, self._folder = demo, random.Random(seed), folder
        inputs = Inputs(demo.vendor, folder)
        calls: dict[str, list[Call]] = {}
        with inputs.client(CLIENTS[demo.vendor], demo.url, KEY) as client:
            for _ in range(ROUNDS):
                for call in demo.calls:
                    demo.send(client, [call])
                    for name in operations(demo.vendor, inputs.entries[-1:]):
                        calls.setdefault(name, []).append(call)
        self._calls, entries = calls, inputs.entries
        found, whole = members(demo.vendor, entries, ROUNDS), responses(demo.vendor, entries, ROUNDS)
        self._spots = {kind: [each for each in found if suits(each)] for kind, (_, suits) in MEMBERS.items()}
        self._spots |= {kind: whole for kind in RESPONSES if kind != "page_size"}
        self._spots["page_size"] = [each for each in whole if each.operation_id in bodies(demo.vendor).pages]

    def changes(self, number: int = CHANGES) -> list[Change]:
        """Return so many of the changes: one of each kind that there is a place for, and further ones."""
        kinds = [kind for kind, spots in self._spots.items() if spots]
        more = [kind for kind in kinds if kind not in SERIES]
        kinds += self._drawn.choices(more, k=max(0, CHANGES - len(kinds)))
        # Pages are full after the traffic of the others.
        kinds = sorted(self._drawn.sample(kinds[:CHANGES], number), key=lambda kind: kind == "page_size")
        makers = {**{kind: make for kind, (make, _) in MEMBERS.items()}, **RESPONSES}
        return [makers[kind](self._drawn.choice(self._spots[kind])) for kind in kinds]

    def observe(self, change: Change) -> Inputs:
        """Send traffic to the changed server, and return what was observed."""
        inputs = Inputs(self.demo.vendor, Path(mkdtemp(dir=self._folder)))
        own = self._calls[change.spot.operation_id]
        times = SERIES.get(change.kind, 0)
        with inputs.client(CLIENTS[self.demo.vendor], self.demo.url, KEY) as client:
            if change.kind == "page_size":
                self.demo.send(client, self.demo.calls * 8)  # which create more than a page has
            if times:
                self.demo.send(client, own[:1] * times)
                time.sleep(1.1)  # times have no fractions of a second
            inputs.server.change = change
            self.demo.send(client, [*self._drawn.sample(self.demo.calls, OTHER_CALLS), *own[:1] * max(times, 1)])
        return inputs


@pytest.mark.parametrize("demo", VENDORS, indirect=True)
def test_planted_changes_are_found_by_all_inputs(demo: Demo, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Changes of every kind, at places drawn at random, are told by each input, and nothing else is.

    With what is proposed for a change its traffic has no findings that the proposal settles. With `--hostile` there are
    60 changes, and the changed emulators conform to the new contracts.
    """
    plan = Plan(demo, int(os.environ.get("VISIONAPIS_SEED", "0")), tmp_path)
    told: list[str] = []
    is_long = request.config.getoption("--hostile")
    for change in plan.changes(CHANGES if is_long else SAMPLE):
        about = f"{change.kind} at {change.spot.operation_id} {change.spot.pointer}"
        inputs = plan.observe(change)
        for name, found in inputs.findings().items():
            if not any(map(change.is_told_by, found)):
                told.append(f"{about}, by the {name}: not told: {[(each.kind, each.place) for each in found]}")
            told += [f"{about}, by the {name}: also {each}" for each in found if not change.explains(each)]
        told += [f"{about}: {each}" for each in _unsettled(inputs.observations()["client"])]
        if is_long and change.kind in EXPRESSIBLE:
            told += [f"{about}: {each}" for each in _deviations(change, inputs.observations()["client"])]

    assert told == [], "\n".join(told)


def _proposal(observation: Observation) -> tuple[Proposal, dict[str, Any]]:
    document = load_document(observation.vendor)
    proposal = propose(document, findings(observation), observation, min_count=1)
    new = apply(document, proposal.overlay)
    new["info"]["version"] += ".1"  # as `scripts/regenerate --with` has it
    return proposal, new


def _unsettled(observation: Observation) -> list[str]:
    """Return the findings that remain although the proposal claims to settle them."""
    proposal, new = _proposal(observation)
    remaining = {(each.operation_id, each.kind, each.place) for each, _ in proposal.open}
    return [
        f"not settled: {each}"
        for each in findings(observation, Bodies(new))
        if (each.operation_id, each.kind, each.place) not in remaining
    ]


def _deviations(change: Change, observation: Observation) -> list[str]:
    proposal, new = _proposal(observation)
    return [] if proposal.open else conforms(change.spot.vendor, new, change, [change.spot.operation_id])


@pytest.mark.parametrize("vendor", VENDORS)
def test_unchanged_traffic_has_no_findings(vendor: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Traffic of the demo without a change has no findings, by any input; with `--hostile` it has 50,000 calls.

    After some hundred calls another emulator takes over: that a quota is used up would be told, as it should.
    """
    calls = 12_500 if request.config.getoption("--hostile") else 200
    inputs = Inputs(vendor, tmp_path)
    while len(inputs.entries) < calls:
        with trained(vendor) as demo, inputs.client(CLIENTS[vendor], demo.url, KEY) as client:
            end = min(calls, len(inputs.entries) + CALLS_PER_EMULATOR)
            while len(inputs.entries) < end:
                demo.send(client)

    assert [(name, each) for name, found in inputs.findings().items() for each in found] == []
