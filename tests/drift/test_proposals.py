"""Proposals: applied to the contract they make the traffic conform, and they change nothing else."""

from __future__ import annotations

import copy
import json

import pytest

from scripts.tools.regenerate import lint
from scripts.tools.regenerate.contract import Contract
from tests.helpers.vendors import VENDORS
from visionapis_testing.contracts.contract import load_document
from visionapis_testing.drift.overlays import apply

from .archives import recorded, successes
from .proposing import changed, changes_elsewhere, judge, kinds, observed, proposed, violations
from .test_findings import CHANGES, cases

VENDOR = "ximilar"


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("change", "vendor"), cases())
def test_round_trip(vendor: str, change: str, seed: int) -> None:
    """With the proposal the changed traffic conforms, the unchanged one too, and nothing else of the contract changes.

    A finding about what tells the branches of a union apart is told with the reason.
    """
    found, document = changed(vendor, change, seed), load_document(vendor)
    before = copy.deepcopy(document)

    proposal = proposed(vendor, found)
    new = apply(document, proposal.overlay)

    assert document == before
    assert kinds(judge(vendor, found, new)) == kinds([each for each, _ in proposal.open])
    assert proposal.open or violations(vendor, found, new) == []
    assert judge(vendor, recorded(vendor), new) == []
    assert not changes_elsewhere(document, proposal.overlay)
    assert {reason for _, reason in proposal.open} <= {
        "the value tells branches of a union apart: add one by hand",
        "the branches of a union could not be told apart",
    }
    for action in proposal.overlay["actions"]:
        evidence = action["x-evidence"]
        assert evidence["kind"] == "observed"
        assert 1 <= evidence["count"] <= evidence["of"]
        assert evidence["first"] == evidence["last"] == "2026-11-21T08:00:00Z"


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("change", ["field added", "null", "other type"])
def test_proposals_pass_the_rules_for_contracts(vendor: str, change: str) -> None:
    """A contract with a proposal has what scripts/regenerate asks for; only the pages of lists may need more."""
    found = changed(vendor, change, 3)
    found[0]["response"]["status"] = 418
    new = Contract(vendor, "contract", apply(load_document(vendor), proposed(vendor, found).overlay))

    assert [each for each in lint.findings(new) if "x-pagination" not in each] == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_everything_at_once(vendor: str) -> None:
    """Changes of every kind in the same traffic are settled by one proposal, or told with the reason."""
    found = recorded(vendor)
    for seed, change in enumerate(CHANGES):
        if any(change == each.values[0] and vendor == each.values[1] for each in cases()):
            found += changed(vendor, change, seed)

    proposal = proposed(vendor, found)
    new = apply(load_document(vendor), proposal.overlay)

    assert proposal.overlay["actions"]
    assert kinds(judge(vendor, found, new)) == kinds([each for each, _ in proposal.open])


@pytest.mark.parametrize("vendor", VENDORS)
def test_status_and_content_type(vendor: str) -> None:
    """An undocumented status and an undocumented content type become responses of the contract, with their types."""
    found = recorded(vendor)
    one, two = successes(found)[:2]
    one["response"]["status"] = 418
    two["response"]["headers"] = [{"name": "Content-Type", "value": "application/vnd.api+json"}]
    document = load_document(vendor)

    proposal = proposed(vendor, found, min_count=10)
    new = apply(document, proposal.overlay)

    assert proposal.open == []
    assert judge(vendor, found, new) == []
    assert violations(vendor, found, new) == []
    assert not changes_elsewhere(document, proposal.overlay)


@pytest.mark.parametrize("change", sorted({*CHANGES} - {"field added"}))
def test_one_sighting_is_not_enough(change: str) -> None:
    """A change that takes something from users of the client is proposed only above the stated count."""
    found = changed(VENDOR, change, 0)
    proposal = proposed(VENDOR, found, min_count=10)

    assert len(proposal.overlay["actions"]) == (1 if change == "required field renamed" else 0)
    assert [reason for _, reason in proposal.open] == ["seen 1 time, and a change needs 10"]
    assert proposed(VENDOR, found * 10, min_count=10).open == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_without_findings_nothing_is_proposed(vendor: str) -> None:
    """Unchanged traffic leads to an overlay without actions."""
    document = load_document(vendor)
    proposal = proposed(vendor, recorded(vendor))

    assert proposal.overlay["actions"] == proposal.open == []
    assert json.dumps(apply(document, proposal.overlay)) == json.dumps(document)


def test_shared_components_name_the_other_operations() -> None:
    """A change of what several operations have names the others; so does the conflict with the contract's evidence."""
    observation, told = observed(VENDOR, changed(VENDOR, "null", 1))
    proposal = proposed(VENDOR, changed(VENDOR, "null", 1))

    (finding,) = told
    action = proposal.overlay["actions"][0]
    assert finding.operation_id not in action["x-also-concerns"]
    assert len(action["x-also-concerns"]) > 1
    assert action["x-contract-evidence"][0]["kind"] == "vendor-client"
    assert proposal.conflicts[0] == (
        finding,
        [each for a in proposal.overlay["actions"] for each in a["x-contract-evidence"]],
    )
    assert proposal.overlay["info"]["x-vendor"] == observation.vendor == VENDOR
