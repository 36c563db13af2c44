"""Changes of a contract that let it describe what findings are about."""

import copy
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias

from visionapis._observations.names import OTHER
from visionapis._observations.places import Places
from visionapis_testing.contracts.pointers import unescape

from . import edits
from .finding import Finding
from .overlays import Path
from .schema_paths import Fields, SchemaPaths, constants_of

Json: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[Path, str, str]

_NOT_EXPRESSIBLE = {
    "frequent_status": "the contract has the status, and does not say how often",
    "invalid_json": "a contract does not describe broken bodies",
    "latency": "a contract does not say how long a call takes",
    "redirect": "a contract does not describe redirects: change the path or the server by hand",
    "sunset": "a contract has no place for a date",
    "undocumented_route": "an operation needs a name, parameters and schemas: add it by hand",
    "vanished_field": "the field is optional, and nothing is concluded from its absence",
}


class NotExpressibleError(Exception):
    """The contract has no place for a finding."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change at one place of the contract."""

    path: Path
    adds: str
    """The name, type or value that it adds, which is the same for another finding that needs this change."""
    actions: Sequence[Json]


class Changes:
    """Finds the changes for findings of an observation."""

    def __init__(self, schemas: SchemaPaths, operations: Json, made: Collection[Key]) -> None:
        """Read the contract of `schemas`, and the keys of the changes `made`, as they are at the time of a call."""
        self._schemas = schemas
        self._operations = operations
        self._made = made

    def of(self, finding: Finding) -> Iterator[Change]:
        """Yield the changes for a finding, those that are made already included. Each must be made before the next.

        Raises NotExpressibleError.
        """
        by_kind: Mapping[str, Callable[[Finding], Iterator[Change]]] = {
            "deprecation": self._deprecation,
            "format": self._format,
            "missing_field": self._missing,
            "undocumented_content_type": self._content_type,
            "undocumented_field": self._field,
            "undocumented_null": self._types,
            "undocumented_status": self._status,
            "undocumented_type": self._types,
            "undocumented_value": self._value,
        }
        if finding.kind not in by_kind:
            raise NotExpressibleError(_NOT_EXPRESSIBLE.get(finding.kind, "a contract cannot say it"))
        return by_kind[finding.kind](finding)

    def _types(self, finding: Finding) -> Iterator[Change]:
        for path in self._places(finding):
            if not self._allows(path, finding.detail) or self._is_made(path, finding):
                self._check_is_of_responses(path)
                yield self._with_type(path, finding.detail)

    def _with_type(self, path: Path, type_: str) -> Change:
        description = self._schemas.node(self._schemas.resolved(path)).get("description", "")
        return Change(path, type_, list(edits.add_type(path, self._schemas.node(path), type_, description)))

    def _value(self, finding: Finding) -> Iterator[Change]:
        if finding.detail == OTHER:
            raise NotExpressibleError("the value is not kept")
        documented = self._with_constants(finding, {})
        for path in self._with_constants(finding, self._fields(finding)) or documented:
            node: Json = self._schemas.node(path)
            if "const" in node and len(documented) > 1:
                raise NotExpressibleError("the value tells branches of a union apart: add one by hand")
            if finding.detail not in constants_of(node) or self._is_made(path, finding):
                yield Change(path, finding.detail, list(edits.add_value(path, node, finding.detail)))

    def _with_constants(self, finding: Finding, fields: Fields) -> list[Path]:
        """Return the schemas that list the values at a place: of each schema there one, if possible with an enum."""
        found: list[Path] = []
        for place in self._schemas.schemas(self._response(finding), finding.pointer or "", fields):
            branches = [path for each in self._schemas.alternatives(place) for path in each]
            listing = [path for path in branches if constants_of(self._schemas.node(path))]
            found += sorted(listing, key=lambda each: "enum" not in self._schemas.node(each))[:1]
        return list(dict.fromkeys(found))

    def _format(self, finding: Finding) -> Iterator[Change]:
        branches = [
            path for place in self._places(finding) for each in self._schemas.alternatives(place) for path in each
        ]
        for path in dict.fromkeys(branches):
            if "format" in self._schemas.node(path) or self._is_made(path, finding, "any format"):
                self._check_is_of_responses(path)
                yield Change(path, "any format", [edits.removal((*path, "format"))])

    def _missing(self, finding: Finding) -> Iterator[Change]:
        pointer, _, escaped = (finding.pointer or "").rpartition("/")
        name = unescape(escaped)
        for path in dict.fromkeys(path for each in self._objects(finding, pointer) for path in each):
            node: Json = self._schemas.node(path)
            if name in node.get("required", ()):
                self._check_is_of_responses(path)
                yield Change(path, name, list(edits.drop_required(path, node, name)))
            elif self._is_made(path, finding, name):
                yield Change(path, name, [])

    def _field(self, finding: Finding) -> Iterator[Change]:
        pointer, _, escaped = (finding.pointer or "").rpartition("/")
        name = unescape(escaped)
        if name == OTHER:
            raise NotExpressibleError("the name is not kept")
        types = [each for each in finding.detail.split(", ") if each in edits.EXAMPLES]
        chosen: dict[Path, None] = {}
        for alternative in self._objects(finding, pointer):
            described = [path for path in alternative if "properties" in self._schemas.node(path)]
            if described:
                # The schema that the fewest operations have, of several the one that says most about this object.
                chosen[min(reversed(described), key=lambda each: len(self._schemas.users(each)))] = None
        for path in chosen:
            known = self._schemas.node(path)["properties"]
            field: Path = (*path, "properties", name)
            self._check_is_of_responses(path)
            if name not in known:
                yield Change(path, name, list(edits.add_field(path, name, types)))
                continue
            if self._is_made(path, finding, name):
                yield Change(path, name, [])
            for each in types:
                if not self._allows(field, each):
                    yield self._with_type(field, each)

    def _status(self, finding: Finding) -> Iterator[Change]:
        path = (*self._operation(finding), "responses")
        try:
            phrase = f"{HTTPStatus(finding.status_code or 0).phrase}."
        except ValueError:
            phrase = "Its meaning is not documented."
        content = {
            each: edits.media_type(self._root_types(finding, each), each) for each in finding.detail.split(", ") if each
        }
        new = edits.response(phrase, content)
        yield Change(path, str(finding.status_code), [edits.update(path, {str(finding.status_code): new})])

    def _content_type(self, finding: Finding) -> Iterator[Change]:
        path, name = self._response(finding), finding.detail
        if not name:
            raise NotExpressibleError("a body can be missing only where none is documented")
        if name == OTHER:
            raise NotExpressibleError("the content type is not kept")
        response: Json = self._schemas.node(path)
        content: Json = response.get("content", {})
        if name in content:
            yield Change(path, name, [])
            return
        types = self._root_types(finding, name)
        same = next((each for each in content.values() if types and "schema" in each), None)
        added = copy.deepcopy(same) if same else edits.media_type(types, name)
        yield Change(path, name, [edits.update(path, {"content": {name: added}})])

    def _deprecation(self, finding: Finding) -> Iterator[Change]:
        path = self._operation(finding)
        yield Change(path, "deprecated", [edits.update(path, {"deprecated": True})])

    def _allows(self, path: Path, type_: str) -> bool:
        return Places(self._schemas.document).place([self._schemas.node(path)]).allows(type_)

    def _check_is_of_responses(self, path: Path) -> None:
        """Raise NotExpressibleError for a schema that requests have, too: of them nothing was seen."""
        if path[0] == "components" and (users := self._schemas.users(path, of_requests=True)):
            raise NotExpressibleError(f"its schema is also one of requests, of {', '.join(users)}: split it first")

    def _places(self, finding: Finding) -> list[Path]:
        return self._schemas.schemas(self._response(finding), finding.pointer or "", self._fields(finding))

    def _objects(self, finding: Finding, pointer: str) -> list[list[Path]]:
        """Return the alternatives of the objects at a pointer."""
        fields = self._fields(finding)
        places = self._schemas.schemas(self._response(finding), pointer, fields)
        return self._schemas.possible(places, pointer, fields)

    def _operation(self, finding: Finding) -> Path:
        path = self._schemas.operation(finding.operation_id)
        if path is None:
            raise NotExpressibleError("the contract does not have the operation")
        return path

    def _response(self, finding: Finding) -> Path:
        return self._schemas.resolved((*self._operation(finding), "responses", str(finding.status_code)))

    def _messages(self, finding: Finding) -> Json:
        """Return what was observed of a response, by content type."""
        responses: dict[str, Json] = self._operations.get(finding.operation_id, {}).get("responses", {})
        return responses.get(str(finding.status_code), {})

    def _fields(self, finding: Finding) -> Fields:
        """Return the facts about a response, those of all its content types together."""
        found: dict[str, Json] = {}
        for messages in self._messages(finding).values():
            for pointer, facts in messages.get("fields", {}).items():
                for kind, each in facts.items():
                    found.setdefault(pointer, {}).setdefault(kind, {}).update(each)
        return found

    def _root_types(self, finding: Finding, media_type: str) -> list[str]:
        """Return the types of JSON of the bodies with a content type; none if they are not JSON."""
        fields = self._messages(finding).get(media_type, {}).get("fields", {})
        return sorted(fields.get("", {}).get("types", {}))

    def _is_made(self, path: Path, finding: Finding, adds: str = "") -> bool:
        return (path, finding.kind, adds or finding.detail) in self._made
