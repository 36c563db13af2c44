"""JUnit's XML of a check."""

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
    """The report, read."""
    return ET.fromstring(render(outcomes))  # noqa: S314  (what was just made)


def test_each_cell_is_a_test_case(bad: Outcome, good: Outcome) -> None:
    """One for each operation and check that said something, and one for each operation that was not called."""
    root = parsed(bad, good)

    for suite, outcome in zip(root, (bad, good), strict=True):
        cells = {
            (f"roboflow.{operation_id}", check)
            for operation_id in outcome.operations
            for check in outcome.checks
            if outcome.cell(operation_id, check)
        }
        cases = [(case.get("classname"), case.get("name")) for case in suite.iter("testcase")]
        assert set(cases) == cells | {("roboflow.classification_infer_get", "not called")}
        assert len(cases) == len(set(cases)) == int(suite.get("tests", ""))


def test_failures_fail_and_nothing_else(bad: Outcome, good: Outcome) -> None:
    """Drift and accepted findings are texts of cases that pass; the counts are those of the cases."""
    bad_suite, good_suite = parsed(bad, good)
    failed = {case.get("name") for case in bad_suite.iter("testcase") if case.find("failure") is not None}
    told = {case.get("name") for case in bad_suite.iter("testcase") if case.find("system-out") is not None}

    assert failed == {finding.check for finding in bad.failures}
    assert told == {"documented_fields", "answers_for_its_model"}
    assert (bad_suite.get("failures"), bad_suite.get("skipped")) == (str(len(failed)), "1")
    assert (good_suite.get("failures"), good_suite.get("skipped")) == ("0", "1")


def test_failure_says_what_it_takes(bad: Outcome) -> None:
    """The answer, the request, the part of the contract, and the command."""
    text = next(
        each.text or "" for each in parsed(bad).iter("failure") if each.get("type") == "response_schema_conformance"
    )

    assert f"failed, {count(bad, 'response_schema_conformance')} times: Response violates schema" in text
    assert '"top": 1' in text
    assert "contract: /components/schemas/SingleLabelClassification/properties/top" in text
    assert "curl -i -X POST 'http://127.0.0.1:9001/pictures/1?" in text


def test_reasons_are_there(bad: Outcome) -> None:
    """Why an operation was not called, and why it stopped."""
    root = parsed(bad)

    assert [each.get("message") for each in root.iter("skipped")] == [*bad.left_out.values()]
    assert {each.get("name"): each.get("value") for each in root.iter("property")}["stopped"] == bad.stopped


def test_times_add_up(bad: Outcome) -> None:
    """The cases of an operation share the time that its server took."""
    cases = [float(case.get("time", "")) for case in parsed(bad).iter("testcase")]

    assert sum(cases) == pytest.approx(sum(exchange.seconds for exchange in bad.exchanges), abs=0.0005 * len(cases))


def test_characters_that_xml_does_not_have_are_replaced(good: Outcome) -> None:
    """A server, or a message, may have any."""
    (suite,) = parsed(replace(good, left_out={"x": "a\x00b\x1b[31m\ud800\uffff"}))

    assert [each.get("message") for each in suite.iter("skipped")] == ["a\ufffdb\ufffd[31m\ufffd\ufffd"]
