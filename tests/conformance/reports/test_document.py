"""The JSON document of a check."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx

from tests.helpers.images import make_image
from visionapis_testing.conformance.reports.document import VERSION, render
from visionapis_testing.conformance.reports.messages import readable

from .outcomes import MARKUP, count

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


def parsed(*outcomes: Outcome) -> list[dict[str, Any]]:
    """Return the outcomes of the parsed document."""
    document = json.loads(render(outcomes))
    assert (document["format"], document["version"]) == ("visionapis check", VERSION)
    found: list[dict[str, Any]] = document["outcomes"]
    return found


def test_document_has_the_whole_outcome(bad: Outcome, good: Outcome) -> None:
    """Verdicts, counts, matrix, skipped operations and known deviations are those of the outcome."""
    for document, outcome in zip(parsed(bad, good), (bad, good), strict=True):
        assert document["conforms"] is (not outcome.failures)
        assert document["requests"] == len(outcome.exchanges)
        assert document["findings_by_verdict"] == {
            "failed": 0,
            "drift": 0,
            "accepted": 0,
            **Counter(verdict for _, verdict in outcome.verdicts),
        }
        assert sum(each["count"] for each in document["findings"]) == len(outcome.verdicts)
        assert sum(sum(counts.values()) for counts in document["responses"].values()) == len(outcome.exchanges)
        assert (document["skipped"], document["stopped_early"]) == (outcome.skipped, outcome.stopped)
        assert document["known_deviations"] == dict(outcome.known_deviations)
        for operation_id, row in document["matrix"].items():
            for check in outcome.checks:
                cell = outcome.cell(operation_id, check)
                assert row.get(check) == (
                    cell and {"verdict": cell.verdict, "passed": cell.passed, "findings": len(cell.findings)}
                )


def test_finding_has_exchange_and_contract(bad: Outcome) -> None:
    """A finding has its request and response, the part of the contract and the pointer into the response."""
    finding = next(each for each in parsed(bad)[0]["findings"] if each["check"] == "response_schema_conformance")

    assert (finding["verdict"], finding["operation"], finding["count"]) == (
        "failed",
        "classification_infer",
        count(bad, "response_schema_conformance"),
    )
    assert finding["contract"]["pointer"] == "/components/schemas/SingleLabelClassification/properties/top"
    assert finding["response_pointer"] == "/top"
    assert finding["exchange"]["request"]["method"] == "POST"
    assert finding["exchange"]["response"]["status_code"] == 200
    response = json.loads(finding["exchange"]["response"]["body"])
    assert (response["top"], response[f"new{MARKUP}"]) == (1, MARKUP)
    assert finding["curl"].startswith("curl -i -X POST ")


def test_equal_outcomes_have_equal_documents(bad: Outcome) -> None:
    """The document does not depend on the order of findings and exchanges."""
    assert render([bad]) == render([replace(bad, verdicts=bad.verdicts[::-1], exchanges=bad.exchanges[::-1])])


def test_bodies_are_readable() -> None:
    """JSON is indented, long texts are truncated, and binary bodies are summarized."""
    form = {"content-type": "multipart/form-data; boundary=b"}
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    text = b'\r\n--b\r\nContent-Disposition: form-data; name="type"\r\n\r\nobjects\r\n--b--\r\n'
    size = len(make_image())

    assert readable(b'{"a":[1]}', {}) == '{\n  "a": [\n    1\n  ]\n}'
    assert readable(make_image(), {"content-type": "image/png"}) == f"<{size} bytes of image/png>"
    assert readable(part + make_image() + text, form) == f"file=<{size} bytes of image/png> named a.png\ntype=objects"
    assert readable(b"garbage", form) == "<7 bytes of multipart/form-data>"
    assert readable(b"A" * 400, {}) == "<base64, 400 characters>"
    assert readable(b'{"image": "data:image/png;base64,' + b"A" * 400 + b'"}', {}).count("A") == 0
    assert readable(b"a=b%20c&d=1", {"content-type": "application/x-www-form-urlencoded"}) == "a=b c\nd=1"
    assert readable(b"<p>" * 200, {}).endswith("... <600 characters>")
    assert len(readable(json.dumps(list(range(9999))).encode(), {})) < 4100
    assert readable(b"[" * 100_000, {}) == f"{'[' * 300}... <100000 characters>"
    assert readable(b"", httpx.Headers()) == ""
