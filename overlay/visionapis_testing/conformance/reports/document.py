"""The outcome of a check as JSON, for programs."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from visionapis_testing.conformance.outcome import ORDER, Outcome
from visionapis_testing.conformance.report import Exchange

from .curl import as_curl
from .groups import Group, groups
from .messages import readable, relevant_headers

VERSION = 1
"""Incremented by changes that break readers of the document; new fields do not."""


def render(outcomes: Sequence[Outcome]) -> str:
    """Return the document, which is the same for equal outcomes."""
    document = {"format": "visionapis check", "version": VERSION, "outcomes": [_outcome(each) for each in outcomes]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _outcome(outcome: Outcome) -> dict[str, Any]:
    statuses = {operation_id: Counter[str]() for operation_id in outcome.operations}
    for exchange in outcome.exchanges:
        statuses[exchange.operation_id][str(exchange.response.status_code)] += 1
    verdicts = Counter(verdict for _, verdict in outcome.verdicts)
    return {
        "vendor": outcome.vendor,
        "url": outcome.url,
        "conforms": not outcome.failures,
        "started": outcome.started.isoformat(),
        "elapsed": outcome.elapsed,
        "stopped_early": outcome.stopped,
        "phases": [*outcome.phases],
        "requests": len(outcome.exchanges),
        "findings_by_verdict": {verdict: verdicts[verdict] for verdict in ORDER},
        "responses": {operation_id: dict(sorted(counts.items())) for operation_id, counts in statuses.items()},
        "matrix": {operation_id: _row(outcome, operation_id) for operation_id in outcome.operations},
        "findings": [_finding(outcome, group) for group in groups(outcome)],
        "skipped": dict(outcome.skipped),
        "known_deviations": dict(sorted(outcome.known_deviations.items())),
    }


def _row(outcome: Outcome, operation_id: str) -> dict[str, Any]:
    cells = {check: outcome.cell(operation_id, check) for check in outcome.checks}
    return {
        check: {"verdict": cell.verdict, "passed": cell.passed, "findings": len(cell.findings)}
        for check, cell in cells.items()
        if cell
    }


def _finding(outcome: Outcome, group: Group) -> dict[str, Any]:
    finding, excerpt = group.finding, group.excerpt
    return {
        "verdict": group.verdict,
        "operation": finding.operation_id,
        "check": finding.check,
        "title": group.title,
        "message": group.message,
        "count": len(group.findings),
        "phases": group.phases,
        "drift": group.drift and asdict(group.drift),
        "contract": {"pointer": excerpt.pointer, "excerpt": excerpt.text},
        "response_pointer": excerpt.response_pointer,
        "exchange": finding.exchange and _exchange(finding.exchange),
        "curl": as_curl(outcome, finding),
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    return {
        "request": {
            "method": request.method,
            "url": str(request.url),
            "headers": relevant_headers(request.headers),
            "body": readable(request.content, request.headers),
        },
        "response": {
            "status_code": response.status_code,
            "headers": relevant_headers(response.headers),
            "body": readable(response.content, response.headers),
        },
    }
