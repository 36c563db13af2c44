"""Contracts built from a vendor's published structure by OpenAPI Overlay 1.0 documents, applied in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml
from jsonpath_ng import Child, Descendants, Fields, Index
from jsonpath_ng.ext.parser import parse
from oas_patch import apply_overlay, validate

from .contract import ContractError, Json, read
from .structure import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonpath_ng import JSONPath

# oas-patch 0.6 reads `index` of a match inside a list, which is a tuple `indices` since jsonpath-ng 1.8. Older versions
# build its parser tables for every action, 30 ms each.
Index.index = property(lambda self: self.indices[0])  # type: ignore[attr-defined]  # it is added here

STAMP = "From upstream.yaml and overlays/ by scripts/regenerate. Do not edit."


def build(folder: Path) -> Json:
    """Return `upstream.yaml` with every document of `overlays/` applied.

    Raises ContractError when a document is not a valid overlay, when the structure was edited by hand, and for each
    action that changes nothing or whose target, or one of several names in it, matches nothing: the library ignores
    those silently.
    """
    document = _read(folder / "upstream.yaml")
    origin = document.pop("x-source")
    if origin["sha256"] != digest(document):
        raise ContractError(f"{source(folder / 'upstream.yaml')}: edited by hand; correct it with an overlay instead")
    document = {"x-source": origin, **document}
    findings = []
    for path in sorted((folder / "overlays").glob("*.yaml")):
        for action in actions(path):
            before = json.dumps(document)
            unmatched, after = _apply(document, action, path)
            if unmatched:
                findings.append(f"{source(path)}: action {name(action)}: no match for {', '.join(unmatched)}")
            elif after == before:
                findings.append(f"{source(path)}: action {name(action)}: no effect: {action['target']}")
            # The library puts the same object into every place that the target matches; a round trip separates them.
            document = json.loads(after)
    if findings:
        raise ContractError("\n".join(findings))
    return {"x-generated": STAMP, **document}


def actions(path: Path) -> list[Json]:
    """Return the actions of an overlay document.

    Raises ContractError when it does not match the schema of the Overlay specification.
    """
    overlay = _read(path)
    findings = [
        f"{source(path)}: {error['path'] or 'document'}: {error['message'].splitlines()[0]}"
        for error in yaml.safe_load(validate(overlay, "yaml"))["errors"]
    ]
    if findings:
        raise ContractError("\n".join(findings))
    return list(overlay["actions"])


def name(action: Json) -> str:
    """Return the name of an action in messages: its id, description or target."""
    return str(action.get("x-id") or action.get("description") or action["target"]).strip()


def source(path: Path) -> str:
    """Return the name of a file in messages."""
    return f"specs/{path.as_posix().rpartition('/specs/')[2]}"


def matches(document: Json, action: Json) -> list[list[str]]:
    """Return the keys and indexes that lead to each match of an action's target."""
    return [list(_parts(match.full_path)) for match in parse(action["target"]).find(document)]


def _parts(path: JSONPath) -> Iterator[str]:
    if isinstance(path, Child):
        yield from _parts(path.left)
        yield from _parts(path.right)
    elif isinstance(path, Fields):
        yield path.fields[0]
    elif isinstance(path, Index):
        yield str(path.indices[0])


def _single(target: JSONPath) -> Iterator[JSONPath]:
    """Yield a target that lists several names once for each name."""
    if isinstance(target, Fields):
        yield from (Fields(each) for each in target.fields)
    elif isinstance(target, (Child, Descendants)):
        for left in _single(target.left):
            for right in _single(target.right):
                yield type(target)(left, right)
    else:
        yield target


def _apply(document: Json, action: Json, path: Path) -> tuple[list[str], str]:
    """Return the targets that match nothing, and the changed document as text."""
    try:
        unmatched = [str(each) for each in _single(parse(action["target"])) if not each.find(document)]
        return unmatched, json.dumps(apply_overlay(document, {"actions": [action]}))
    except Exception as error:  # the library does not catch those of its parsers
        raise ContractError(f"{source(path)}: action {name(action)}: {type(error).__name__}: {error}") from error


def _read(path: Path) -> Any:
    return read(path, source(path))[1]
