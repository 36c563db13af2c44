"""Proposals: the changes of a contract that make it describe what was observed, as an overlay with evidence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from visionapis._observations.names import OTHER, PLACEHOLDER
from visionapis_testing.contracts.pointers import unescape

from .finding import Finding
from .overlays import VERSION, Path, target

Json: TypeAlias = dict[str, Any]

MIN_COUNT = 10
"""How often a missing field, a null, a type or a word of an enum must be seen before the contract is widened for it."""

_COMBINATORS = ("allOf", "anyOf", "oneOf")
_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})


@dataclass(slots=True)
class Proposal:
    """An overlay, and the findings that it does not settle."""

    overlay: Json
    open: list[tuple[Finding, str]]
    """Each with the reason."""


@dataclass(slots=True)
class _Change:
    """A change at one place of the contract, with the findings that are its evidence."""

    path: Path
    findings: list[Finding] = field(default_factory=list[Finding])
    update: Json = field(default_factory=dict[str, Any])
    types: list[str] = field(default_factory=list[str])
    is_removal: bool = False


class _NotExpressibleError(Exception):
    """The contract has no place for a finding."""


def propose(document: Json, found: Iterable[Finding], *, title: str, min_count: int = MIN_COUNT) -> Proposal:
    """Return a proposal for findings about the traffic that an OpenAPI document describes.

    A contract is only widened: a field is added, a type, a word or a response. Nothing is concluded from what was not
    seen.
    """
    proposer = _Proposer(document, min_count)
    unsettled: list[tuple[Finding, str]] = []
    for finding in found:
        try:
            proposer.add(finding)
        except _NotExpressibleError as reason:
            unsettled.append((finding, str(reason)))
    overlay = {"overlay": VERSION, "info": {"title": title, "version": "1"}, "actions": list(proposer.actions())}
    return Proposal(overlay, unsettled)


class _Proposer:
    def __init__(self, document: Json, min_count: int) -> None:
        self._document = document
        self._min_count = min_count
        self._changes: dict[Path, _Change] = {}

    def add(self, finding: Finding) -> None:
        """Note the change for a finding. Raises _NotExpressibleError."""
        if finding.kind in _AGAINST and finding.count < self._min_count:
            raise _NotExpressibleError(f"seen {finding.count} times, and a change needs {self._min_count}")
        if finding.kind == "undocumented_field":
            self._add_field(finding)
        elif finding.kind in ("undocumented_type", "undocumented_null"):
            for path in self._places(self._raw(finding, finding.pointer or "")):
                change = self._change(path, finding)
                change.types += [each for each in [finding.detail] if each not in change.types]
        elif finding.kind == "undocumented_value":
            if finding.detail == OTHER:
                raise _NotExpressibleError("its value is not kept")
            schemas = self._branches(self._raw(finding, finding.pointer or ""))
            for path in self._places([path for path, node in schemas if "enum" in node]):
                words: list[str] = self._change(path, finding).update.setdefault("enum", [])
                words += [each for each in [finding.detail] if each not in words]
        elif finding.kind == "missing_field":
            parent, _, name = (finding.pointer or "").rpartition("/")
            objects = self._branches(self._raw(finding, parent))
            for path in self._places([path for path, node in objects if unescape(name) in node.get("required", ())]):
                index = self._node(path)["required"].index(unescape(name))
                self._change((*path, "required", index), finding).is_removal = True
        elif finding.kind in ("undocumented_status", "undocumented_content_type"):
            self._add_response(finding)
        else:
            raise _NotExpressibleError("a contract cannot say it")

    def actions(self) -> Iterator[Json]:
        """Yield the actions: those that remove from a list from its end, so that indexes stay true."""
        for change in sorted(self._changes.values(), key=lambda each: (each.is_removal, _reversed(each.path))):
            own = {"x-evidence": _evidence(change.findings), **self._written_evidence(change.path)}
            if change.is_removal:
                yield {"target": target(change.path), "remove": True, **own}
                continue
            removed, update = self._widened(change)
            for name in removed:
                yield {"target": target((*change.path, name)), "remove": True, **own}
            yield {"target": target(change.path), "update": update, **own}

    def _widened(self, change: _Change) -> tuple[list[str], Json]:
        """Return the members to remove from a schema before its update, and the update."""
        node, types = self._node(change.path), change.types
        if not types:
            return [], change.update
        if "$ref" in node:
            return ["$ref"], {**change.update, "anyOf": [{"$ref": node["$ref"]}, *({"type": each} for each in types)]}
        if "anyOf" in node:
            return [], {**change.update, "anyOf": [{"type": each} for each in types]}
        enum = {"enum": [*change.update.get("enum", []), None]} if "enum" in node and "null" in types else {}
        old: str | list[str] = node["type"]
        if isinstance(old, list):
            return [], {**change.update, "type": types, **enum}
        return ["type"], {**change.update, "type": [old, *types], **enum}

    def _add_field(self, finding: Finding) -> None:
        parent, _, name = (finding.pointer or "").rpartition("/")
        if name == OTHER:
            raise _NotExpressibleError("its name is not kept")
        branches = self._branches(self._raw(finding, parent))
        for path in self._places([path for path, node in branches if "properties" in node], several=True):
            added: Json = self._change(path, finding).update.setdefault("properties", {})
            known: Json = added.setdefault(unescape(name), {"type": []})
            types = {*_listed(known["type"]), *finding.detail.split(", ")} & _TYPES
            types -= {"integer"} if "number" in types else set[str]()
            known["type"] = next(iter(types)) if len(types) == 1 else sorted(types)

    def _add_response(self, finding: Finding) -> None:
        start = self._operation(finding.operation_id)
        status = str(finding.status_code)
        media_types = [each for each in finding.detail.split(", ") if each]
        responses = self._node((*start, "responses"))
        if status not in responses:
            bodies = {each: {"schema": dict[str, Any]()} for each in media_types}
            response = {"description": "Observed.", **({"content": bodies} if bodies else {})}
            self._change((*start, "responses"), finding).update[status] = response
            return
        path, node = self._resolved((*start, "responses", status))
        content: Json = node.get("content", {})
        schema: Json = next((each["schema"] for each in content.values() if "schema" in each), dict[str, Any]())
        if not media_types:
            raise _NotExpressibleError("a body is missing")
        added: Json = self._change(path, finding).update.setdefault("content", {})
        added.update({each: {"schema": schema} for each in media_types})

    def _change(self, path: Path, finding: Finding) -> _Change:
        change = self._changes.setdefault(path, _Change(path))
        change.findings.append(finding)
        return change

    def _places(self, paths: Sequence[Path], *, several: bool = False) -> list[Path]:
        """Return the schema to change, or with `several` also those of all branches of a union.

        Only what makes nothing looser may change in several: an observation does not tell which branch it was.
        """
        found = list(dict.fromkeys(paths))
        if not found:
            raise _NotExpressibleError("no schema of the contract describes the place")
        if len(found) > 1 and not several:
            raise _NotExpressibleError(f"{len(found)} schemas of the contract describe the place")
        if any(not self._is_plain(self._node(path)) for path in found):
            raise _NotExpressibleError("its schema is combined of others")
        return found

    def _is_plain(self, node: Json) -> bool:
        return any(word in node for word in ("$ref", "anyOf", "type", "properties", "enum", "required"))

    def _raw(self, finding: Finding, pointer: str) -> list[Path]:
        """Return the places of the schemas of a JSON pointer, before references in them are followed."""
        path, response = self._resolved((*self._operation(finding.operation_id), "responses", str(finding.status_code)))
        content: Json = response.get("content", {})
        paths: list[Path] = [(*path, "content", name, "schema") for name, each in content.items() if "schema" in each]
        for part in pointer.split("/")[1:]:
            inner = {"*": ("items",), PLACEHOLDER: ("additionalProperties",)}.get(part, ("properties", unescape(part)))
            found = [(*each, *inner) for each, node in self._branches(paths) if _has(node, inner)]
            paths = list(dict.fromkeys(found))
        return paths

    def _branches(self, paths: Iterable[Path]) -> list[tuple[Path, Json]]:
        """Return the schemas at places and all that they combine, with references followed."""
        found: dict[Path, Json] = {}
        pending = list(paths)
        while pending:
            path, node = self._resolved(pending.pop(0))
            if path not in found:
                found[path] = node
                pending += [(*path, word, index) for word in _COMBINATORS for index in range(len(node.get(word, ())))]
        return list(found.items())

    def _resolved(self, path: Path) -> tuple[Path, Json]:
        node = self._node(path)
        while "$ref" in node:
            path = tuple(unescape(each) for each in str(node["$ref"]).removeprefix("#/").split("/"))
            node = self._node(path)
        return path, node

    def _node(self, path: Path) -> Any:
        node: Any = self._document
        for part in path:
            node = node[part]
        return node

    def _operation(self, operation_id: str) -> Path:
        for path, item in self._document["paths"].items():
            for method, operation in item.items():
                if isinstance(operation, dict) and cast("Json", operation).get("operationId") == operation_id:
                    return ("paths", path, method)
        raise _NotExpressibleError("the contract does not have the operation")

    def _written_evidence(self, path: Path) -> Json:
        """Return the evidence that the contract itself has for a place, which the proposal contradicts."""
        for end in range(len(path), 0, -1):
            node = self._node(path[:end])
            if isinstance(node, dict) and "x-evidence" in node:
                return {"x-contract-evidence": node["x-evidence"]}
        return {}


# Changes of these need more than one sighting.
_AGAINST = ("missing_field", "undocumented_null", "undocumented_type", "undocumented_value")


def _evidence(found: Sequence[Finding]) -> Json:
    times = {"first": min(each.first for each in found), "last": max(each.last for each in found)}
    return {
        "kind": "observed",
        "count": sum(each.count for each in found),
        "of": sum(each.of for each in found),
        **times,
    }


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _has(node: Json, inner: tuple[str, ...]) -> bool:
    found: Any = node
    *outer, last = inner
    for part in outer:
        found = found.get(part, {})
    return isinstance(found.get(last), dict)


def _reversed(path: Path) -> tuple[tuple[str, int], ...]:
    """Return a sort key in which higher indexes come first."""
    return tuple((each, 0) if isinstance(each, str) else ("", -each) for each in path)
