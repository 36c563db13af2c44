"""The document of a check, for programs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx

from tests.helpers.images import picture
from visionapis_testing.conformance.reports.document import VERSION, render
from visionapis_testing.conformance.reports.messages import readable

from .outcomes import MARKUP, count

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


def parsed(*outcomes: Outcome) -> list[dict[str, Any]]:
    """The document's outcomes."""
    document = json.loads(render(outcomes))
    assert (document["format"], document["version"]) == ("visionapis check", VERSION)
    found: list[dict[str, Any]] = document["outcomes"]
    return found


def test_outcome_can_be_told_from_it(bad: Outcome, good: Outcome) -> None:
    """Verdicts, counts, matrix, and what was not called are those of the outcome."""
    for told, outcome in zip(parsed(bad, good), (bad, good), strict=True):
        assert told["conforms"] is (not outcome.failures)
        assert told["requests"] == len(outcome.exchanges)
        assert told["findings_by_verdict"] == {
            "failed": 0,
            "drift": 0,
            "accepted": 0,
            **Counter(verdict for _, verdict in outcome.verdicts),
        }
        assert sum(each["count"] for each in told["findings"]) == len(outcome.verdicts)
        assert sum(sum(counts.values()) for counts in told["answers"].values()) == len(outcome.exchanges)
        assert (told["left_out"], told["stopped"]) == (outcome.left_out, outcome.stopped)
        assert told["excused"] == dict(outcome.excused)
        for operation_id, row in told["matrix"].items():
            for check in outcome.checks:
                cell = outcome.cell(operation_id, check)
                assert row.get(check) == (
                    cell and {"verdict": cell.verdict, "passed": cell.passed, "found": len(cell.findings)}
                )


def test_finding_has_all_of_it(bad: Outcome) -> None:
    """Request, answer, the part of the contract and the place in the answer."""
    finding = next(each for each in parsed(bad)[0]["findings"] if each["check"] == "response_schema_conformance")

    assert (finding["verdict"], finding["operation"], finding["count"]) == (
        "failed",
        "classification_infer",
        count(bad, "response_schema_conformance"),
    )
    assert finding["contract"]["pointer"] == "/components/schemas/SingleLabelClassification/properties/top"
    assert finding["pointer"] == "/top"
    assert finding["exchange"]["request"]["method"] == "POST"
    assert finding["exchange"]["answer"]["status"] == 200
    answer = json.loads(finding["exchange"]["answer"]["body"])
    assert (answer["top"], answer[f"new{MARKUP}"]) == (1, MARKUP)
    assert finding["curl"].startswith("curl -i -X POST ")


def test_same_outcome_makes_the_same_document(bad: Outcome) -> None:
    """Whatever the order in which things were found."""
    assert render([bad]) == render([replace(bad, verdicts=bad.verdicts[::-1], exchanges=bad.exchanges[::-1])])


def test_bodies_are_readable() -> None:
    """JSON is laid out, long texts are cut, and what is no text is described."""
    form = {"content-type": "multipart/form-data; boundary=b"}
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    text = b'\r\n--b\r\nContent-Disposition: form-data; name="type"\r\n\r\nobjects\r\n--b--\r\n'
    size = len(picture())

    assert readable(b'{"a":[1]}', {}) == '{\n  "a": [\n    1\n  ]\n}'
    assert readable(picture(), {"content-type": "image/png"}) == f"<{size} bytes of image/png>"
    assert readable(part + picture() + text, form) == f"file=<{size} bytes of image/png> named a.png\ntype=objects"
    assert readable(b"no form", form) == "<7 bytes of multipart/form-data>"
    assert readable(b"A" * 400, {}) == "<base64, 400 characters>"
    assert readable(b'{"picture": "data:image/png;base64,' + b"A" * 400 + b'"}', {}).count("A") == 0
    assert readable(b"a=b%20c&d=1", {"content-type": "application/x-www-form-urlencoded"}) == "a=b c\nd=1"
    assert readable(b"<p>" * 200, {}).endswith("... <600 characters>")
    assert len(readable(json.dumps(list(range(9999))).encode(), {})) < 4100
    assert readable(b"[" * 100_000, {}) == f"{'[' * 300}... <100000 characters>"
    assert readable(b"", httpx.Headers()) == ""
