"""Acceptance of a proposal: the overlay that `visionapis drift --propose` writes becomes part of a contract."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

from visionapis._text import counted
from visionapis_testing.drift.errors import RecordingError
from visionapis_testing.drift.overlays import apply, apply_action, parse, problem, target, unshared

from . import documents, overlays
from .contract import ContractError, Json, load, read
from .evidence import TRAFFIC
from .patching import patched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .project import Project

# In these, each member is about something of its own.
_MIN_DEPTH = 3
"""Of the shortest target that a proposal has, `$['paths']['/task']['get']`."""

_MAPS = ("content", "properties", "responses")


def accept(project: Project, path: Path, specs: Path) -> str:
    """Write the changed contract that an overlay is about into a new folder for `specs/`, and return its vendor.

    Every action must have an effect on the contract as it is now. A contract that is derived gets the overlay as one
    more of its own. The places that change get evidence, and the contract another version. Raises ContractError.
    """
    name = str(path)
    try:
        overlay = read(path, name)[1]
    except OSError as error:
        raise ContractError(f"cannot read {name}: {error.strerror}") from error
    vendor = _vendor(project, overlay, name)
    folder, new = project.root / "specs" / vendor, specs / vendor
    is_derived = (folder / "overlays").exists()
    document = overlays.build(folder) if is_derived else load(folder / "openapi.yaml").document
    actions = list(_with_evidence(overlay["actions"]))
    made_for, version = overlay["info"].get("x-contract-version"), str(document["info"]["version"])
    try:
        changed = apply(document, {"actions": actions})
    except RecordingError as error:
        versions = f"; it was made for version {made_for} of the contract, which is now {version}"
        raise ContractError(f"{name}: {error}{versions if made_for not in (None, version) else ''}") from error
    changed["info"]["version"] = _next(version)
    if is_derived:
        shutil.copytree(folder, new)
        _add_overlay(new, document, actions, changed)
    else:
        new.mkdir()
        text = (folder / "openapi.yaml").read_text(encoding="utf-8")
        (new / "openapi.yaml").write_text(patched(text, changed), encoding="utf-8")
    return vendor


def _vendor(project: Project, overlay: Any, name: str) -> str:
    """Return the vendor of an overlay. Raises ContractError if it is not a proposal, or of no vendor here."""
    if found := problem(overlay):
        raise ContractError(f"{name}: {found}")
    vendor = overlay["info"].get("x-vendor")
    known = sorted(path.name for path in (project.root / "specs").iterdir() if path.is_dir())
    if vendor not in known:
        where = f"specs/ has {', '.join(known)}"
        raise ContractError(f"{name}: info.x-vendor is {vendor}, and {where}; see --project for those of another one")
    return str(vendor)


def _with_evidence(actions: list[Json]) -> Iterator[Json]:
    """Yield actions, each followed by those that write its evidence into the contract."""
    known: set[str] = set()
    for action in actions:
        yield action
        entry = {"kind": "observed", "source": _source(action)}
        for place in _places(action):
            new = {"target": place, "update": {"x-evidence": [entry]}}
            if json.dumps(new) not in known:  # several actions can be one change
                known.add(json.dumps(new))
                yield new


def _source(action: Json) -> str:
    """Return the source of evidence from traffic."""
    seen = action["x-evidence"]
    what = f"; {action['description']}" if "description" in action else ""
    days = f"{seen['first'][:10]} to {seen['last'][:10]}"
    return f"{TRAFFIC}{seen['count']} of {counted(seen['of'], 'response')}, {days}{what}"


def _places(action: Json) -> Iterator[str]:
    """Yield the targets of the objects that an action says something about."""
    path, _ = parse(action["target"])
    if len(path) < _MIN_DEPTH:
        raise ContractError(f"the target {action['target']} is none of a proposal: add operations and paths by hand")
    if action.get("remove"):
        yield target(path[:-1])
        return
    added = {path[-1]: action["update"]} if path[-1] in _MAPS and path[-2:-1] != ("properties",) else action["update"]
    start = path[:-1] if added is not action["update"] else path
    maps = {word: added[word] for word in _MAPS if isinstance(added, dict) and word in added}
    for word, members in maps.items():
        yield from (target((*start, word, name)) for name in members)
    if not maps:
        yield target(path)


def _next(version: str) -> str:
    """Return a version with its last number raised: observations have that of the contract they were made with."""
    return re.sub(r"\d+$", lambda found: str(int(found[0]) + 1), version)


def _add_overlay(folder: Path, document: Json, actions: list[Json], changed: Json) -> None:
    """Write actions into the last overlay of a derived contract, a new one if that has no observations."""
    *_, last = sorted((folder / "overlays").glob("*.yaml"))
    known: list[Json] = []
    if last.stem.endswith("-observed"):
        known, path = overlays.actions(last), last
    else:
        number = int((re.match(r"\d+", last.stem) or ["0"])[0]) + 1
        path = last.with_name(f"{number}-observed.yaml")
    info = {"title": "Observed in traffic, from proposals of `visionapis drift`", "version": "1.0.0"}
    raised = {"target": "$.info", "update": {"version": changed["info"]["version"]}}
    own = [*_older(document, actions), *([raised] if changed["info"] != document["info"] else [])]
    path.write_text(documents.dump({"overlay": "1.0.0", "info": info, "actions": [*known, *own]}), encoding="utf-8")
    built = overlays.build(folder)
    if json.dumps(built, sort_keys=True) != json.dumps(changed, sort_keys=True):
        raise ContractError(f"specs/{folder.name}/overlays/{path.name}: Overlay 1.0 cannot say what the proposal says")


def _older(document: Json, actions: list[Json]) -> Iterator[Json]:
    """Yield actions as Overlay 1.0 has them: without filters on texts, whose lists are written anew."""
    state = unshared(document)
    for action in actions:
        path, item = parse(action["target"])
        apply_action(state, action)
        if item is None:
            yield action
            continue
        node: Any = state
        for part in path:
            node = node[part]
        own = {name: value for name, value in action.items() if name not in ("target", "remove")}
        yield {"target": target(path), "remove": True, **own}
        yield {"target": target(path[:-1]), "update": {path[-1]: node}, **own}
