"""Outcomes to render: scenarios that are executed against emulators, with faults and without."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx

from tests.conformance.scenarios import SCENARIOS, prepare
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.drift import with_drift
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.outcome import Outcome
from visionapis_testing.conformance.proxy import Proxy, in_process

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Verdict
    from visionapis_testing.conformance.proxy import ResponseEdit
    from visionapis_testing.conformance.report import Finding, Report

URL = "http://127.0.0.1:9001"
MARKUP = "<script>document.title = 'run'</script>"
"""Must be shown, never executed."""


def keep(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    """Return the response unchanged."""
    return response


def add_faults(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    """Return a response with a wrong field, an undocumented one and markup, or status 400 for errors but 404."""
    if response.headers["content-type"] != "application/json":
        return response
    body = response.json()
    if response.status_code == 200:
        body = {**body, "top": 1, f"new{MARKUP}": MARKUP}
    if response.status_code not in {200, 404}:
        return httpx.Response(400, json={"message": MARKUP})
    return httpx.Response(response.status_code, headers=response.headers, content=json.dumps(body))


def report(response: ResponseEdit, name: str = "roboflow, serverless, image in body") -> Report:
    """Return the report of a scenario's examples and coverage phases."""
    scenario = next(scenario for scenario in SCENARIOS if scenario.name == name)
    server = Proxy(in_process(prepare(scenario).emulator.app), response=response)
    return execute(
        scenario,
        server,
        max_examples=1,
        phases=["examples", "coverage"],
        locate=lambda url: httpx.URL(URL).copy_with(raw_path=url.raw_path),
    )


def outcome(report: Report, vendor: str = "roboflow", *, stopped: str | None = None) -> Outcome:
    """Return the outcome of a check with one scenario; differences are drift, one check's findings accepted."""
    return Outcome(
        vendor=vendor,
        url=URL,
        contract=contract(vendor),
        started=datetime(2026, 11, 21, 12, tzinfo=UTC),
        elapsed=sum(exchange.elapsed for exchange in report.exchanges),
        phases=["examples", "coverage"],
        verdicts=[
            (finding, _verdict(finding)) for finding in with_drift(vendor, URL, report.exchanges, report.findings)
        ],
        exchanges=report.exchanges,
        passed=Counter(report.passed),
        skipped={"classification_infer_get": "needs a resource that was not found; pass --resource image_url=ID"},
        known_deviations=report.known_deviations,
        stopped=stopped,
    )


def _verdict(finding: Finding) -> Verdict:
    if finding.is_drift:
        return "drift"
    return "accepted" if finding.check == "response_fits_model" else "failed"


def count(outcome: Outcome, check: str) -> int:
    """Return the number of findings of a check."""
    return sum(finding.check == check for finding, _ in outcome.verdicts)
