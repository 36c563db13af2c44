"""The table of kinds in DRIFT.md is that of the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

from visionapis._observations.bodies import Bodies
from visionapis._observations.observer import INVALID, NO_JSON, Observer
from visionapis_testing.drift.finding import ORDER, Kind
from visionapis_testing.drift.findings import findings

GUIDE = (Path(__file__).resolve().parents[2] / "overlay" / "DRIFT.md").read_text(encoding="utf-8")
ROWS = [
    (re.findall(r"`(\w+)`", kinds), severity, check)
    for kinds, severity, check in re.findall(r"^\| (`.*?) \| (.*?) \| .*? \| (.*?) \|$", GUIDE, flags=re.MULTILINE)
]

VENDOR, OPERATION = "ximilar", "tasks_list"
TEXT = {"type": "string"}
ITEM = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "number": {"type": "integer"},
        "day": {"type": "string", "format": "date"},
        "closed": {"type": "string", "enum": ["a"]},
        "open": {"anyOf": [{"type": "string", "enum": ["a"]}, TEXT]},
        "optional": TEXT,
    },
}
BODY = {"type": "object", "properties": {"next": TEXT, "results": {"type": "array", "items": ITEM}}}
JSON_BODY = {"content": {"application/json": {"schema": BODY}}}
CONTRACT = Bodies(
    {
        "openapi": "3.1.0",
        "info": {"version": "1", "description": "Words of a path: recognition, classify."},
        "paths": {
            "/things": {
                "get": {
                    "operationId": OPERATION,
                    "x-pagination": {"items": "/results", "next": "/next"},
                    "responses": {"200": JSON_BODY, "429": {}},
                }
            }
        },
    }
)
SAME: dict[str, Any] = {"id": "i", "number": 1, "day": "2026-11-21", "closed": "a", "open": "a", "optional": "x"}
CHANGED = {"number": "1", "day": "21 November", "closed": "b", "open": "b", "added": 1}
"""Without `id` and `optional`."""


def observed() -> Observer:
    """Return the observer of two hours, in the second of which everything changed."""
    observer = Observer(VENDOR, CONTRACT)
    for number in range(120):
        at, is_new = 1_800_000_000.0 + 60 * number, number >= 60
        status = 429 if is_new and number % 2 else 200
        body = {"next": "x", "results": [CHANGED if is_new else SAME] * (20 if is_new else 10)}
        elapsed = 20.0 if is_new else 0.01
        observer.response(
            OPERATION, status, "application/json", body if status == 200 else NO_JSON, at, elapsed, is_ordinary=True
        )
        if status == 200:
            observer.page(OPERATION, body, [], at)
    at += 60
    null = {"next": None, "results": [{**CHANGED, "id": None}]}
    for code, media_type, content in (
        (200, "application/json", INVALID),
        (200, "application/json", null),
        (200, "text/html", NO_JSON),
        (218, "", NO_JSON),
        (307, "", NO_JSON),
    ):
        observer.response(OPERATION, code, media_type, content, at)
    notices = {"deprecation": "true", "sunset": "Sat, 31 Jan 2032 23:59:59 GMT", "location": "/v3"}
    observer.headers(OPERATION, 307, notices, at)
    for path, code in (("/things/next", 200), ("/results", 403), ("/recognition/v2/classify", 200)):
        observer.unknown_route("PATCH", path, code, at)
    return observer


def test_table_has_all_kinds() -> None:
    """Each kind is in one row, and the rows are sorted by severity."""
    listed = [kind for kinds, _, _ in ROWS for kind in kinds]

    assert sorted(listed) == sorted(get_args(Kind))
    severities = [ORDER.index(next(word for word in ORDER if text.startswith(word))) for _, text, _ in ROWS]
    assert severities.index(0) == 0
    assert {*severities} == {0, 1, 2}


def test_table_has_severities_and_checks() -> None:
    """The severities and checks of each kind are those of its findings; drift without a failing check has none."""
    found = findings(observed().observation, CONTRACT)

    told = {kind: [each for each in found if each.kind == kind] for kind in get_args(Kind)}
    assert [kind for kind, its in told.items() if not its] == []
    for kinds, severity, check in ROWS:
        for kind in kinds:
            assert {each.severity for each in told[kind]} == {word for word in ORDER if word in severity}, kind
            checks = {each.check for each in told[kind]} - {"", "documented_fields"}
            assert checks == {*re.findall(r"`(\w+)`", check)}, kind
