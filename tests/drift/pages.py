"""Traffic with drift, and the page about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .archives import archive, body_of, put_body, recorded, successes

if TYPE_CHECKING:
    from tests.cli.shell import Shell

VENDOR = "ximilar"
SEEN = {"count": 20, "first": "2026-11-02T08:00:00Z", "last": "2026-11-03T09:30:00Z"}


def write_page(shell: Shell, *arguments: str, status: int = 1) -> str:
    """Write `drift.html` about files, and return it."""
    result = shell.call("drift", *arguments, "--page", "drift.html")
    assert result.returncode == status, result.stderr
    return (shell.directory / "drift.html").read_text(encoding="utf-8")


def save(shell: Shell, entries: list[Any], name: str = "traffic.har") -> str:
    """Write an archive and return its name."""
    (shell.directory / name).write_text(json.dumps(archive(entries)), encoding="utf-8")
    return name


def observe(shell: Shell, operations: dict[str, Any], *, vendor: str = VENDOR, **sections: Any) -> str:
    """Write an observation and return its name."""
    document = {"visionapis_observation": 1, "vendor": vendor, "contract_version": "1", "routes": {}, **sections}
    (shell.directory / "seen.json").write_text(json.dumps({**document, "operations": operations}), encoding="utf-8")
    return "seen.json"


def operation(fields: dict[str, Any], status: str = "200") -> dict[str, Any]:
    """Return an operation whose responses have these fields."""
    messages = {"total": SEEN, "fields": {"": {"types": {"object": SEEN}}, **fields}}
    return {"calls": SEEN, "responses": {status: {"application/json": messages}}}


def changed(vendor: str) -> list[Any]:
    """Return twelve days of traffic, in whose last six days the successful responses have a null and a new field."""
    found: list[Any] = []
    for day in range(1, 13):
        for number, each in enumerate(recorded(vendor)):
            each["startedDateTime"] = f"2026-11-{day:02}T{number // 60:02}:{number % 60:02}:00Z"
            body = body_of(each)
            if day > 6 and isinstance(body, dict) and each in successes([each]):
                put_body(each, {**body, next(iter(body)): None, "added": 1})
            found.append(each)
    return found
