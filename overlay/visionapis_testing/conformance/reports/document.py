"""A check as JSON, for programs."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from visionapis_testing.conformance.outcome import ORDER, Outcome
from visionapis_testing.conformance.report import Exchange

from .curl import as_curl
from .groups import Group, groups
from .messages import readable, telling

VERSION = 1
"""Goes up when a program that reads the document would have to change; new fields alone do not count."""


def render(outcomes: Sequence[Outcome]) -> str:
    """Return the document; equal outcomes make equal documents."""
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
        "seconds": outcome.seconds,
        "stopped": outcome.stopped,
        "phases": [*outcome.phases],
        "requests": len(outcome.exchanges),
        "findings_by_verdict": {verdict: verdicts[verdict] for verdict in ORDER},
        "answers": {operation_id: dict(sorted(counts.items())) for operation_id, counts in statuses.items()},
        "matrix": {operation_id: _row(outcome, operation_id) for operation_id in outcome.operations},
        "findings": [_finding(outcome, group) for group in groups(outcome)],
        "left_out": dict(outcome.left_out),
        "excused": dict(sorted(outcome.excused.items())),
    }


def _row(outcome: Outcome, operation_id: str) -> dict[str, Any]:
    cells = {check: outcome.cell(operation_id, check) for check in outcome.checks}
    return {
        check: {"verdict": cell.verdict, "passed": cell.passed, "found": len(cell.findings)}
        for check, cell in cells.items()
        if cell
    }


def _finding(outcome: Outcome, group: Group) -> dict[str, Any]:
    finding, clause = group.finding, group.clause
    return {
        "verdict": group.verdict,
        "operation": finding.operation_id,
        "check": finding.check,
        "title": group.title,
        "message": group.message,
        "count": len(group.findings),
        "phases": group.phases,
        "contract": {"pointer": clause.pointer, "excerpt": clause.excerpt},
        "pointer": clause.place,
        "exchange": finding.exchange and _exchange(finding.exchange),
        "curl": as_curl(outcome, finding),
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    return {
        "request": {
            "method": request.method,
            "url": str(request.url),
            "headers": telling(request.headers),
            "body": readable(request.content, request.headers),
        },
        "answer": {
            "status": response.status_code,
            "headers": telling(response.headers),
            "body": readable(response.content, response.headers),
        },
    }
