"""Findings of the same failure are one group, with the part of the contract that they violate."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.conformance.mutations import mutated
from tests.conformance.scenarios import SCENARIOS, prepare
from tests.vendors.roboflow.mutants import MUTANTS
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.reports.excerpts import MAX_LINES
from visionapis_testing.conformance.reports.groups import groups

from .outcomes import outcome

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome
    from visionapis_testing.conformance.reports.groups import Group

ROUTE = "/paths/~1{dataset_id}~1{version_id}"
RESPONSE = f"{ROUTE}/post/responses"


def first_group(name: str, check: str) -> Group:
    """Return the first group of a check's findings about a mutant."""
    mutant = next(mutant for mutant in MUTANTS if mutant.name == name)
    scenario = next(scenario for scenario in SCENARIOS if scenario.name == mutant.scenario)
    narrowed = replace(scenario, operations=["classification_infer"])
    report = execute(
        narrowed,
        mutated(prepare(scenario).emulator, mutant),
        max_examples=1,
        phases=["examples", "coverage"],
        fail_fast=True,
    )
    return next(group for group in groups(outcome(report)) if group.finding.check == check)


def test_every_finding_is_in_one_group(bad: Outcome) -> None:
    """No finding is lost, and findings that differ only in values are in one group."""
    grouped = groups(bad)

    assert Counter(id(finding) for group in grouped for finding in group.findings) == Counter(
        id(finding) for finding, _ in bad.verdicts
    )
    assert [group.number for group in grouped] == [*range(1, len(grouped) + 1)]
    counts = Counter(group.finding.check for group in grouped)
    assert counts["response_schema_conformance"] == counts["documented_fields"] == counts["response_fits_model"] == 1
    assert counts["unsupported_method"] > 1


def test_values_do_not_separate_findings(bad: Outcome) -> None:
    """Messages that differ in numbers, lists or quoted texts are in one group; other words separate them."""
    finding = next(each for each in bad.failures if each.check == "unsupported_method")
    messages = ("not from 0 to 1: [78.73]", "not from 0 to 1: [9, 'a']", "x is 'null'", "x is 'AAA'", "y is 'AAA'")
    changed = replace(bad, verdicts=[(replace(finding, message=each), "failed") for each in messages])

    assert sorted(len(group.findings) for group in groups(changed)) == [1, 2, 2]


def test_groups_are_sorted_by_verdict(bad: Outcome) -> None:
    """Failures come before drift, and drift before accepted findings."""
    assert list(dict.fromkeys(group.verdict for group in groups(bad))) == ["failed", "drift", "accepted"]


def test_order_of_findings_does_not_matter(bad: Outcome) -> None:
    """The same findings in another order make the same groups."""
    reordered = replace(bad, verdicts=bad.verdicts[::-1])

    assert [(group.cell, group.message, len(group.findings)) for group in groups(bad)] == [
        (group.cell, group.message, len(group.findings)) for group in groups(reordered)
    ]


def test_shortest_request_represents_the_group(bad: Outcome) -> None:
    """The representative finding has a request that is not longer than the others."""
    for group in groups(bad):
        lengths = [len(each.exchange.request.content) for each in group.findings if each.exchange]
        assert group.finding.exchange
        assert len(group.finding.exchange.request.content) <= max(lengths)


def test_excerpt_is_the_violated_schema(bad: Outcome) -> None:
    """The excerpt has the property in the best matching branch, the problem, and its pointer into the response."""
    excerpt = next(group.excerpt for group in groups(bad) if group.finding.check == "response_schema_conformance")

    assert excerpt.pointer == "/components/schemas/SingleLabelClassification/properties/top"
    assert (excerpt.response_pointer, excerpt.problem) == ("/top", '1 is not of type "string"')
    assert "type: string" in excerpt.text.splitlines()


@pytest.mark.parametrize(
    ("mutant", "check", "pointer", "line"),
    [
        ("undocumented status", "status_code_conformance", RESPONSE, "'200': "),
        ("no content type", "content_type_conformance", f"{RESPONSE}/200/content", "application/json:"),
        ("no key required", "ignored_auth", f"{ROUTE}/post/security", "- bearer: []"),
        ("any method accepted", "unsupported_method", ROUTE, "post: "),
        ("any flag accepted", "query_by_contract", "/components/parameters/DisableActiveLearning", "in: query"),
        ("any text accepted as an image", "negative_data_rejection", f"{ROUTE}/post/requestBody/content", "multipart/"),
        ("multipart rejected", "positive_data_acceptance", f"{ROUTE}/post/requestBody/content", "multipart/"),
        ("status 500 for a visualization", "not_a_server_error", f"{RESPONSE}/500", "content:"),
        ("worst label first", "single_label_in_order", f"{RESPONSE}/200", "content:"),
    ],
)
def test_excerpt_is_the_part_that_the_check_judges(mutant: str, check: str, pointer: str, line: str) -> None:
    """For each kind of check the excerpt is the part of the contract that it judges, of at most MAX_LINES lines."""
    excerpt = first_group(mutant, check).excerpt
    lines = [each.strip() for each in excerpt.text.splitlines()]

    assert excerpt.pointer == pointer
    assert [each for each in lines if each.startswith(line)]
    assert len(lines) <= MAX_LINES
