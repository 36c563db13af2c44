"""Outcomes to make reports of: real runs against emulators with something wrong."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx

from tests.conformance.scenarios import RUNS, prepared
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.outcome import Outcome
from visionapis_testing.conformance.proxy import Relay, in_process

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Verdict
    from visionapis_testing.conformance.proxy import AnswerEdit
    from visionapis_testing.conformance.report import Finding, Report

URL = "http://127.0.0.1:9001"
MARKUP = "<script>document.title = 'run'</script>"
"""Must be shown, never run."""


def as_is(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    """A right answer."""
    return answer


def wrong(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    """Answers with a field of the wrong type, an unknown field, a refusal of files, and markup everywhere."""
    if answer.headers["content-type"] != "application/json":
        return answer
    body = answer.json()
    if answer.status_code == 200:
        body = {**body, "top": 1, f"new{MARKUP}": MARKUP}
    if b"filename" in request.content:
        return httpx.Response(400, json={"message": MARKUP})
    return httpx.Response(answer.status_code, headers=answer.headers, content=json.dumps(body))


def report(answer: AnswerEdit, name: str = "roboflow, serverless, picture in body") -> Report:
    """What a run found, of examples and coverage."""
    run = next(run for run in RUNS if run.name == name)
    server = Relay(in_process(prepared(run).emulator.app), answer=answer)
    return execute(
        run,
        server,
        examples=1,
        phases=["examples", "coverage"],
        locate=lambda url: httpx.URL(URL).copy_with(raw_path=url.raw_path),
    )


def outcome(found: Report, vendor: str = "roboflow", *, stopped: str | None = None) -> Outcome:
    """What a check comes to that had one run: an unknown field is drift, and one kind of failure accepted."""
    return Outcome(
        vendor=vendor,
        url=URL,
        contract=contract(vendor),
        started=datetime(2026, 11, 21, 12, tzinfo=UTC),
        seconds=sum(exchange.seconds for exchange in found.exchanges),
        phases=["examples", "coverage"],
        verdicts=[(finding, _verdict(finding)) for finding in found.findings],
        exchanges=found.exchanges,
        passed=Counter(found.passed),
        left_out={"classification_infer_get": "no picture_url is known; name one with --use picture_url=URL"},
        excused=found.excused,
        stopped=stopped,
    )


def _verdict(finding: Finding) -> Verdict:
    if finding.check == "documented_fields":
        return "drift"
    return "accepted" if finding.check == "answers_for_its_model" else "failed"


def count(found: Outcome, check: str) -> int:
    """How often a check did not pass."""
    return sum(finding.check == check for finding, _ in found.verdicts)
