"""Findings that say the same are one, with the part of the contract that they break."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.conformance.mutants import faulty
from tests.conformance.roboflow_mutants import FAULTS
from tests.conformance.scenarios import RUNS, prepared
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.reports.excerpts import LINES
from visionapis_testing.conformance.reports.groups import groups

from .outcomes import outcome

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome
    from visionapis_testing.conformance.reports.groups import Group

ROUTE = "/paths/~1{dataset_id}~1{version_id}"
ANSWER = f"{ROUTE}/post/responses"


def found(fault_name: str, check: str) -> Group:
    """The first of what a check says of a server with a fault."""
    fault = next(fault for fault in FAULTS if fault.name == fault_name)
    run = next(run for run in RUNS if run.name == fault.run)
    narrowed = replace(run, operations=["classification_infer"])
    report = execute(
        narrowed, faulty(prepared(run).emulator, fault), examples=1, phases=["examples", "coverage"], stop_early=True
    )
    return next(group for group in groups(outcome(report)) if group.finding.check == check)


def test_every_finding_is_in_one_group(bad: Outcome) -> None:
    """None is lost, and what only differs by values is together."""
    grouped = groups(bad)

    assert Counter(id(finding) for group in grouped for finding in group.findings) == Counter(
        id(finding) for finding, _ in bad.verdicts
    )
    assert [group.number for group in grouped] == [*range(1, len(grouped) + 1)]
    counts = Counter(group.finding.check for group in grouped)
    assert counts["response_schema_conformance"] == counts["documented_fields"] == counts["answers_for_its_model"] == 1
    assert counts["unsupported_method"] > 1


def test_values_do_not_part_findings(bad: Outcome) -> None:
    """Numbers, lists and quoted texts differ from answer to answer; words do not."""
    finding = next(each for each in bad.failures if each.check == "unsupported_method")
    messages = ("not from 0 to 1: [78.73]", "not from 0 to 1: [9, 'a']", "x is 'null'", "x is 'AAA'", "y is 'AAA'")
    told = replace(bad, verdicts=[(replace(finding, message=each), "failed") for each in messages])

    assert sorted(len(group.findings) for group in groups(told)) == [1, 2, 2]


def test_worst_comes_first(bad: Outcome) -> None:
    """Failures, then drift, then what is accepted."""
    assert list(dict.fromkeys(group.verdict for group in groups(bad))) == ["failed", "drift", "accepted"]


def test_same_findings_make_the_same_groups(bad: Outcome) -> None:
    """Whatever their order."""
    turned = replace(bad, verdicts=bad.verdicts[::-1])

    assert [(group.cell, group.message, len(group.findings)) for group in groups(bad)] == [
        (group.cell, group.message, len(group.findings)) for group in groups(turned)
    ]


def test_shortest_request_stands_for_all(bad: Outcome) -> None:
    """It is the easiest to read."""
    for group in groups(bad):
        lengths = [len(each.exchange.request.content) for each in group.findings if each.exchange]
        assert group.finding.exchange
        assert len(group.finding.exchange.request.content) <= max(lengths)


def test_schema_is_named_by_its_keyword(bad: Outcome) -> None:
    """The property of the branch that fits best, what is wrong with it, and where in the answer."""
    clause = next(group.clause for group in groups(bad) if group.finding.check == "response_schema_conformance")

    assert clause.pointer == "/components/schemas/SingleLabelClassification/properties/top"
    assert (clause.place, clause.problem) == ("/top", '1 is not of type "string"')
    assert "type: string" in clause.excerpt.splitlines()


@pytest.mark.parametrize(
    ("fault", "check", "pointer", "line"),
    [
        ("an undocumented status", "status_code_conformance", ANSWER, "'200': "),
        ("labels of no type", "content_type_conformance", f"{ANSWER}/200/content", "application/json:"),
        ("no key is asked for", "ignored_auth", f"{ROUTE}/post/security", "- bearer: []"),
        ("any method is served", "unsupported_method", ROUTE, "post: "),
        ("a flag of the wrong type", "query_by_contract", "/components/parameters/DisableActiveLearning", "in: query"),
        ("any text is a picture", "negative_data_rejection", f"{ROUTE}/post/requestBody/content", "multipart/"),
        ("multipart files are refused", "positive_data_acceptance", f"{ROUTE}/post/requestBody/content", "multipart/"),
        ("a drawing fails", "not_a_server_error", f"{ANSWER}/500", "content:"),
        ("worst label first", "single_label_in_order", f"{ANSWER}/200", "content:"),
    ],
)
def test_part_of_the_contract_is_the_one_that_is_broken(fault: str, check: str, pointer: str, line: str) -> None:
    """For each kind of check the part that it judges, with an excerpt that can be read at a glance."""
    clause = found(fault, check).clause
    lines = [each.strip() for each in clause.excerpt.splitlines()]

    assert clause.pointer == pointer
    assert [each for each in lines if each.startswith(line)]
    assert len(lines) <= LINES
