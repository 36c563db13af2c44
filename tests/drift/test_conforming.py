"""A changed emulator conforms to the contract with the proposal, under the vendor's suite of `visionapis check`."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.canary_calls import all_calls
from tests.helpers.vendors import VENDORS
from visionapis import VisionAPIError
from visionapis_testing.contracts.contract import load_document
from visionapis_testing.drift.overlays import apply
from visionapis_testing.vendors import emulator

from .archives import Recorder, recorded
from .conforming import conforms
from .planted.changes import MEMBERS, RESPONSES
from .planted.spots import members, responses
from .proposing import proposed

if TYPE_CHECKING:
    from .planted.changes import Change

KINDS = [
    "undocumented_field",
    "undocumented_type",
    "undocumented_null",
    "missing_field",
    "undocumented_value",
    "format",
    "undocumented_status",
    "undocumented_content_type",
]
"""The kinds that a contract can express and the suite can see."""

CASES = 2
"""Changes per vendor, of all those that are tried at length."""


class _Changed(httpx.BaseTransport):
    """A transport whose responses a change edits."""

    def __init__(self, transport: httpx.BaseTransport, change: Change) -> None:
        self._transport, self._change = transport, change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        response = self._transport.handle_request(request)
        response.read()
        response.request = request
        return self._change(request, response)


def draw(vendor: str, kind: str, seed: int) -> Change | None:
    """Return a change of a kind, at a place drawn at random; None if no response of the vendor has one."""
    entries = recorded(vendor)
    if kind in MEMBERS:
        make, suits = MEMBERS[kind]
        spots = [each for each in members(vendor, entries, 1) if suits(each)]
    else:
        make, spots = RESPONSES[kind], responses(vendor, entries, 1)
    return make(random.Random(f"{kind} {seed}").choice(spots)) if spots else None


def traffic(vendor: str, change: Change) -> list[dict[str, Any]]:
    """Return the entries of all calls of a client to the changed emulator."""
    emulated: Any = emulator(vendor)
    recorder = Recorder(_Changed(emulated.transport(), change))
    with emulated.client(transport=recorder, max_retries=0) as client:
        for call in all_calls(vendor):
            with suppress(VisionAPIError):
                call.send(client)
    return recorder.entries


@pytest.mark.parametrize("vendor", VENDORS)
def test_proposal_makes_the_changed_emulator_conform(vendor: str, request: pytest.FixtureRequest) -> None:
    """A change is planted, proposed and applied; then the changed emulator conforms to the contract."""
    cases = [(kind, seed) for kind in KINDS for seed in range(8)]
    if not request.config.getoption("--hostile"):
        cases = random.Random(vendor).sample(cases[::8], CASES)
    told: list[str] = []
    for kind, seed in cases:
        if change := draw(vendor, kind, seed):
            proposal = proposed(vendor, traffic(vendor, change))
            new, operations = apply(load_document(vendor), proposal.overlay), [change.spot.operation_id]
            about = f"{kind} at {change.spot.operation_id} {change.spot.pointer}"
            if proposal.open:
                assert all(reason.startswith(("the branches of", "the value tells")) for _, reason in proposal.open)
            else:
                told += [f"{about}: {each}" for each in conforms(vendor, new, change, operations)]

    assert told == []


def test_changed_emulator_does_not_conform_without_a_proposal() -> None:
    """The suite sees a change that is not in the contract."""
    change = draw("imagerecognize", "undocumented_null", 0)
    assert change

    assert conforms("imagerecognize", load_document("imagerecognize"), change, [change.spot.operation_id])
