"""The check of a new contract with the lint and the client generator; operations that fail are left out."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.tools.regenerate import client, lint
from scripts.tools.regenerate.contract import Contract, ContractError, load, pointer, split, walk
from scripts.tools.regenerate.project import Project
from scripts.tools.regenerate.projection import calls
from scripts.tools.regenerate.vendors import Facts

from .finishing import prune

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Finding, Json

    from .report import Report

ROUNDS = 25

LINE = re.compile(r"\S+: #(?P<at>\S*?): (?P<words>.*)", re.DOTALL)


class UncheckedError(Exception):
    """A finding cannot be assigned to an operation."""


def checked(vendor: str, document: Json, report: Report) -> Json:
    """Return the document without the operations that the lint or the client generator does not accept."""
    for _ in range(ROUNDS):
        if not document["paths"]:
            return document
        found = list(_findings(vendor, document))
        if not found:
            report.calls = len(calls(Contract(vendor, vendor, document)))
            return document
        _leave_out(document, found, report)
    raise UncheckedError("\n".join(f"#{at}: {words}" for at, words in found))


def _findings(vendor: str, document: Json) -> Iterator[Finding]:
    """Yield what is wrong, by the first step that finds anything."""
    contract = Contract(vendor, f"specs/{vendor}/openapi.yaml", document)
    for rules in lint.STAGES:
        found = [finding for rule in rules for finding in rule(contract)]
        if found:
            yield from found
            return
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "specs" / vendor / "openapi.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(document), encoding="utf-8")  # JSON is YAML, and is read faster
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                client.generate(contract, Facts.of(contract, Project(Path(name))), Path(name) / "client")
            load(path)
        except ContractError as error:
            found = [(match["at"], match["words"]) for line in str(error).split("\n") if (match := LINE.match(line))]
            if not found:
                raise UncheckedError(str(error)) from None
            yield from found


def _leave_out(document: Json, findings: list[Finding], report: Report) -> None:
    left = False
    users = _users(document)
    for at, words in findings:
        parts = split(at)
        if parts[:1] == ["paths"] and len(parts) > 2:
            operations = {(parts[1], parts[2])}
        elif parts[:1] == ["components"] and len(parts) > 2:
            operations = users.get(pointer(*parts[:3]), set())
        else:
            operations = set()
        for path, method in operations:
            if method in document["paths"].get(path, {}):
                left = True
                report.left_out(f"finding: {words[:160]}", f"{method.upper()} {path}")
                del document["paths"][path][method]
                if not document["paths"][path]:
                    del document["paths"][path]
    if not left:
        raise UncheckedError("\n".join(f"#{at}: {words}" for at, words in findings))
    prune(document)


def _users(document: Json) -> dict[str, set[tuple[str, str]]]:
    """Return the operations that use each component, directly or not, by the pointer of the component."""
    components = {
        pointer("components", kind, name): _references(each)
        for kind, members in document["components"].items()
        for name, each in members.items()
    }
    users: dict[str, set[tuple[str, str]]] = {}
    for path, item in document["paths"].items():
        for method, data in item.items():
            seen: set[str] = set()
            queue = list(_references(data))
            while queue:
                at = queue.pop()
                if at not in seen:
                    seen.add(at)
                    users.setdefault(at, set()).add((path, method))
                    queue += components.get(at, ())
    return users


def _references(node: object) -> set[str]:
    return {each["$ref"].removeprefix("#") for _, each in walk(node) if isinstance(each, dict) and "$ref" in each}
