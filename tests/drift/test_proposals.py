"""Proposals: applied to the contract they make the traffic conform, and they change nothing else."""

from __future__ import annotations

import copy
import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.vendors import VENDORS
from visionapis._observations.bodies import Bodies, bodies
from visionapis_testing.contracts.contract import load_document
from visionapis_testing.drift.errors import RecordingError
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.overlays import apply
from visionapis_testing.drift.proposals import propose
from visionapis_testing.drift.traffic import Traffic

from .archives import archive, put_body, recorded, successes
from .test_findings import CHANGES, cases, targets

if TYPE_CHECKING:
    from visionapis_testing.drift.finding import Finding

VENDOR = "ximilar"


def judge(vendor: str, found: list[dict[str, Any]], document: dict[str, Any] | None = None) -> list[Finding]:
    """Return the findings about an archive with these entries, by the vendor's contract or another one."""
    contract = Bodies(document) if document else bodies(vendor)
    traffic = Traffic(vendor, {vendor: contract})
    for each in exchanges(archive(found), "test.har"):
        traffic.add(each)
    return [each for observation in traffic.observations for each in findings(observation, contract)]


def changed(vendor: str, change: str, seed: int) -> list[dict[str, Any]]:
    """Return entries with a change of one member, drawn at random."""
    apply_change, suits = CHANGES[change]
    found = recorded(vendor)
    target = random.Random(seed).choice([each for each in targets(vendor, found) if suits(each)])
    apply_change(target)
    put_body(target.entry, target.body)
    return found


def differences(old: Any, new: Any, path: str = "") -> list[str]:
    """Return the places at which a contract narrows another one: what was there and is missing or changed."""
    if isinstance(old, dict) and isinstance(new, dict):
        return [
            each
            for name in old
            for each in (differences(old[name], new[name], f"{path}/{name}") if name in new else [f"{path}/{name}"])
        ]
    if isinstance(old, list) and isinstance(new, list):
        return [path] if [each for each in old if each not in new] else []
    return [] if old == new or (isinstance(new, list) and old in new) else [path]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("change", "vendor"), cases())
def test_round_trip(vendor: str, change: str, seed: int) -> None:
    """With the proposal the changed traffic conforms, the unchanged one too, and nothing of the contract is lost.

    A finding that has no single place in the contract is told with the reason.
    """
    found, document = changed(vendor, change, seed), load_document(vendor)
    before = copy.deepcopy(document)
    told = judge(vendor, found)

    proposal = propose(document, told, title="test", min_count=1)
    new = apply(document, proposal.overlay)

    assert document == before
    reasons = {(each.kind, each.pointer, each.operation_id) for each, _ in proposal.open}
    assert {(each.kind, each.pointer, each.operation_id) for each in judge(vendor, found, new)} == reasons
    assert judge(vendor, recorded(vendor), new) == []
    lost = differences(document, new)
    assert all(each.rpartition("/")[2] in ("required", "$ref") for each in lost)
    assert len(lost) <= 1
    for action in proposal.overlay["actions"]:
        evidence = action["x-evidence"]
        assert (evidence["kind"], evidence["count"]) == ("observed", 1)
        assert evidence["of"] >= 1
        assert evidence["first"] == evidence["last"] == "2026-11-21T08:00:00Z"


def test_only_changes_in_unions_are_not_proposed() -> None:
    """A change without a single place is not proposed: of a constant, or one that several branches describe."""
    for change, vendor in (each.values for each in cases()):
        told = judge(vendor, changed(vendor, change, 0))
        proposal = propose(load_document(vendor), told, title="test", min_count=1)

        assert proposal.overlay["actions"] or proposal.open
        for _, reason in proposal.open:
            assert re.fullmatch(r"(no schema|\d+ schemas) of the contract describes? the place", reason)


def test_status_and_content_type_are_proposed() -> None:
    """An undocumented status and an undocumented content type become responses of the contract."""
    found = recorded(VENDOR)
    one, two = successes(found)[:2]
    one["response"]["status"] = 418
    two["response"]["headers"] = [{"name": "Content-Type", "value": "application/vnd.api+json"}]
    document = load_document(VENDOR)

    proposal = propose(document, judge(VENDOR, found), title="test")

    assert proposal.open == []
    assert judge(VENDOR, found, apply(document, proposal.overlay)) == []


@pytest.mark.parametrize("change", sorted({*CHANGES} - {"field added"}))
def test_one_sighting_is_not_enough(change: str) -> None:
    """A change that takes something from users of the client is proposed only above the stated count."""
    told = [each for each in judge(VENDOR, changed(VENDOR, change, 0)) if each.kind != "undocumented_field"]

    proposal = propose(load_document(VENDOR), told, title="test")

    assert proposal.overlay["actions"] == []
    assert [reason for _, reason in proposal.open] == ["seen 1 times, and a change needs 10"]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("$['paths']['/none']", "matches nothing"),
        ("$['info']['title'][0]", "matches nothing"),
        ("$.paths", "is not a normalized JSONPath"),
        ("$", "is not a normalized JSONPath"),
    ],
)
def test_target_that_matches_nothing_is_an_error(path: str, problem: str) -> None:
    """An overlay with a target that is not in the contract is refused as a whole."""
    overlay = {"actions": [{"target": "$['info']", "update": {"a": 1}}, {"target": path, "remove": True}]}

    with pytest.raises(RecordingError, match=problem):
        apply({"info": {"title": {}}, "paths": {}}, overlay)


@pytest.mark.parametrize("vendor", VENDORS)
def test_without_findings_nothing_is_proposed(vendor: str) -> None:
    """Unchanged traffic leads to an overlay without actions."""
    document = load_document(vendor)
    proposal = propose(document, judge(vendor, recorded(vendor)), title="test")

    assert proposal.overlay["actions"] == proposal.open == []
    assert json.dumps(apply(document, proposal.overlay)) == json.dumps(document)
