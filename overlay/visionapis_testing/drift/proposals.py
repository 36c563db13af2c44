"""Proposals: the changes of a contract that make it describe what was observed, as an overlay with evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from visionapis._observations.observation import Observation
from visionapis._text import counted

from .changes import Change, Changes, Key, NotExpressibleError
from .finding import Finding
from .overlays import VERSION, apply_action, unshared
from .schema_paths import SchemaPaths
from .unions import alike

Json: TypeAlias = dict[str, Any]

MIN_COUNT = 10
"""How often a missing field, a null, a type, a value or a format must be seen before the contract is widened for it."""

# Changes of these need more than one sighting.
_AGAINST = ("format", "missing_field", "undocumented_null", "undocumented_type", "undocumented_value")


@dataclass(slots=True)
class Proposal:
    """An overlay, and the findings that it does not settle."""

    overlay: Json
    settled: list[tuple[Finding, list[Json]]]
    """Each with the actions of the overlay that settle it."""
    open: list[tuple[Finding, str]]
    """Each with the reason."""
    conflicts: list[tuple[Finding, list[Json]]]
    """Those that contradict what the contract has evidence for, with that evidence."""


def propose(
    document: Json, found: Iterable[Finding], observation: Observation, *, min_count: int = MIN_COUNT
) -> Proposal:
    """Return a proposal for the findings of an observation by an OpenAPI document, which is not changed.

    A contract is only widened: a field is added, a type, a value or a response. Nothing is concluded from what was not
    seen. Where an observation does not tell which branch of a union a response was, all that it can have been are
    widened. What a component describes changes for all operations that have it: a vendor has one such object.
    """
    proposer = _Proposer(document, observation, min_count)
    # What one operation was seen to do often enough settles the same finding about another one.
    for finding in sorted(found, key=lambda each: each.kind in _AGAINST and each.count < min_count):
        proposer.add(finding)
    info = {
        "title": f"Observed differences of {observation.vendor}",
        "version": "1",
        "x-vendor": observation.vendor,
        "x-contract-version": str(document["info"]["version"]),
    }
    overlay = {"overlay": VERSION, "info": info, "actions": proposer.actions}
    return Proposal(overlay, proposer.settled, proposer.open, proposer.conflicts)


class _Proposer:
    def __init__(self, document: Json, observation: Observation, min_count: int) -> None:
        self._document = document
        self._schemas = SchemaPaths(unshared(document))
        self._alike = alike(self._schemas)
        self._min_count = min_count
        self._made: dict[Key, Sequence[Json]] = {}
        self._changes = Changes(self._schemas, observation.document["operations"], self._made)
        self.actions: list[Json] = []
        self.settled: list[tuple[Finding, list[Json]]] = []
        self.open: list[tuple[Finding, str]] = []
        self.conflicts: list[tuple[Finding, list[Json]]] = []

    def add(self, finding: Finding) -> None:
        """Add the actions for a finding, or the reason why there are none."""
        count, known = len(self.actions), dict(self._made)
        try:
            made = self._settle(finding)
        except NotExpressibleError as reason:
            if len(self._made) > len(known):
                self._undo(count, known)
            self.open.append((finding, str(reason)))
            return
        evidence = _evidence(finding)
        for action in made:
            action["x-evidence"] = _sum(action["x-evidence"], evidence) if "x-evidence" in action else evidence
        self.settled.append((finding, made))
        if written := [each for action in made for each in action.get("x-contract-evidence", ())]:
            self.conflicts.append((finding, written))

    def _undo(self, count: int, known: Mapping[Key, Sequence[Json]]) -> None:
        """Keep the first actions, and the changes that are made by them, alone."""
        del self.actions[count:]
        self._made.clear()
        self._made.update(known)
        self._schemas.document = unshared(self._document)
        for action in self.actions:
            apply_action(self._schemas.document, action)

    def _settle(self, finding: Finding) -> list[Json]:
        """Make the changes for a finding and return their actions. Raises NotExpressibleError."""
        made: list[Json] = []
        for change in self._changes.of(finding):
            key = change.path, finding.kind, change.adds
            if key not in self._made:
                if finding.kind in _AGAINST and finding.count < self._min_count:
                    raise NotExpressibleError(
                        f"seen {counted(finding.count, 'time')}, and a change needs {self._min_count}"
                    )
                self._made[key] = change.actions
                for action in change.actions:
                    apply_action(self._schemas.document, action)
                    self.actions.append(action)
                    self._explain(action, change, finding)
            made += self._made[key]
        if not made:
            raise NotExpressibleError("no schema of the contract describes the place")
        if alike(self._schemas) - self._alike:
            raise NotExpressibleError("the branches of a union could not be told apart")
        return made

    def _explain(self, action: Json, change: Change, finding: Finding) -> None:
        action["description"] = f"{finding.operation_id} {finding.place}: {finding.message}"
        if others := [each for each in self._schemas.users(change.path) if each != finding.operation_id]:
            action["x-also-concerns"] = others
        if finding.kind in _AGAINST and (written := self._written_evidence(change)):
            action["x-contract-evidence"] = written

    def _written_evidence(self, change: Change) -> list[Json]:
        """Return the evidence that the contract itself has for what a change contradicts."""
        own = 3 if change.path[0] == "components" else 5  # evidence of a whole operation is about more
        written = SchemaPaths(self._document)
        paths = [change.path[:end] for end in range(len(change.path), own - 1, -1)]
        for path in [(*change.path, "properties", change.adds), *paths]:
            try:
                node = written.node(path)
            except (LookupError, TypeError):
                continue  # what an earlier change added
            if "x-evidence" in node:
                entries: list[Json] = node["x-evidence"]
                return [each for each in entries if each["kind"] != "assumption"]
        return []


def _evidence(finding: Finding) -> Json:
    times = {"first": finding.first, "last": finding.last}
    return {"kind": "observed", "count": finding.count, "of": finding.of, **times}


def _sum(one: Json, other: Json) -> Json:
    times = {"first": min(one["first"], other["first"]), "last": max(one["last"], other["last"])}
    return {"kind": "observed", "count": one["count"] + other["count"], "of": one["of"] + other["of"], **times}
