"""The JUnit XML of a check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from visionapis_testing.conformance.reports.junit import render

from .outcomes import count

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


def parsed(*outcomes: Outcome) -> ET.Element:
    """Return the parsed report."""
    return ET.fromstring(render(outcomes))  # noqa: S314 - rendered by the code under test


def test_each_cell_is_a_test_case(bad: Outcome, good: Outcome) -> None:
    """There is one test case per operation and check with a result, and one per skipped operation."""
    root = parsed(bad, good)

    for suite, outcome in zip(root, (bad, good), strict=True):
        cells = {
            (f"roboflow.{operation_id}", check)
            for operation_id in outcome.operations
            for check in outcome.checks
            if outcome.cell(operation_id, check)
        }
        cases = [(case.get("classname"), case.get("name")) for case in suite.iter("testcase")]
        assert set(cases) == cells | {("roboflow.classification_infer_get", "skipped")}
        assert len(cases) == len(set(cases)) == int(suite.get("tests", ""))


def test_only_failures_fail(bad: Outcome, good: Outcome) -> None:
    """Drift and accepted findings are output of passed test cases; the counts are those of the test cases."""
    bad_suite, good_suite = parsed(bad, good)
    failed = {case.get("name") for case in bad_suite.iter("testcase") if case.find("failure") is not None}
    with_output = {case.get("name") for case in bad_suite.iter("testcase") if case.find("system-out") is not None}

    assert failed == {finding.check for finding in bad.failures}
    assert with_output == {"documented_fields", "response_fits_model"}
    assert (bad_suite.get("failures"), bad_suite.get("skipped")) == (str(len(failed)), "1")
    assert (good_suite.get("failures"), good_suite.get("skipped")) == ("0", "1")


def test_failure_has_exchange_and_contract(bad: Outcome) -> None:
    """The text of a failure has the response, the part of the contract and the `curl` command."""
    text = next(
        each.text or "" for each in parsed(bad).iter("failure") if each.get("type") == "response_schema_conformance"
    )

    assert f"failed ({count(bad, 'response_schema_conformance')}x): Response violates schema" in text
    assert '"top": 1' in text
    assert "contract: /components/schemas/SingleLabelClassification/properties/top" in text
    assert "curl -i -X POST 'http://127.0.0.1:9001/images/1?" in text


def test_reasons_are_present(bad: Outcome) -> None:
    """The report has why an operation was skipped, and why the check stopped early."""
    root = parsed(bad)

    assert [each.get("message") for each in root.iter("skipped")] == [*bad.skipped.values()]
    assert {each.get("name"): each.get("value") for each in root.iter("property")}["stopped"] == bad.stopped


def test_times_are_divided(bad: Outcome) -> None:
    """The times of an operation's test cases add up to its response time."""
    cases = [float(case.get("time", "")) for case in parsed(bad).iter("testcase")]

    assert sum(cases) == pytest.approx(sum(exchange.elapsed for exchange in bad.exchanges), abs=0.0005 * len(cases))


def test_invalid_xml_characters_are_replaced(good: Outcome) -> None:
    """Characters that XML does not allow, which a server may send, are replaced."""
    (suite,) = parsed(replace(good, skipped={"x": "a\x00b\x1b[31m\ud800\uffff"}))

    assert [each.get("message") for each in suite.iter("skipped")] == ["a\ufffdb\ufffd[31m\ufffd\ufffd"]
