"""The schemas of a contract that describe a place in response bodies, as paths in its document."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeAlias, cast

from visionapis._observations.names import PLACEHOLDER
from visionapis_testing.contracts.pointers import escape, unescape

from .overlays import Path

Json: TypeAlias = dict[str, Any]
Fields: TypeAlias = Mapping[str, Json]
"""The facts of an observation about the bodies of a response, by JSON pointer."""

UNIONS = ("anyOf", "oneOf")
_MAX_ALTERNATIVES = 64
_MAX_DEPTH = 8


class SchemaPaths:
    """Finds schemas in a contract, which may change between two calls."""

    def __init__(self, document: Json) -> None:
        self.document = document

    def operation(self, operation_id: str) -> Path | None:
        """Return the path of an operation; None if the contract does not have it."""
        return self._operations.get(operation_id)

    def node(self, path: Path) -> Any:
        """Return what a path leads to."""
        node: Any = self.document
        for part in path:
            node = node[part]
        return node

    def resolved(self, path: Path) -> Path:
        """Return the path at which the references of a path end."""
        while "$ref" in (node := self.node(path)):
            path = _target(str(node["$ref"]))
        return path

    def schemas(self, response: Path, pointer: str, fields: Fields) -> list[Path]:
        """Return the schemas at a JSON pointer into a response, before references in them are followed.

        Schemas that no body in `fields` can have satisfied are left out, unless there are no others.
        """
        content: Json = self.node(response).get("content", {})
        paths: list[Path] = [
            (*response, "content", name, "schema") for name, each in content.items() if "schema" in each
        ]
        at = ""
        for part in pointer.split("/")[1:]:
            inner = {"*": ("items",), PLACEHOLDER: ("additionalProperties",)}.get(part, ("properties", unescape(part)))
            parents = [schema for found in self.possible(paths, at, fields) for schema in found]
            paths = list(dict.fromkeys((*each, *inner) for each in parents if _has(self.node(each), inner)))
            at = f"{at}/{part}"
        return paths if paths or not fields else self.schemas(response, pointer, {})

    def possible(self, paths: Iterable[Path], pointer: str, fields: Fields) -> list[list[Path]]:
        """Return the alternatives of values at a JSON pointer that the bodies in `fields` can have satisfied.

        Those that lack a member which every object has are left out first. If there are no others, all are returned:
        the traffic is then not what any of them describes.
        """
        found = [each for path in paths for each in self.alternatives(path)]
        for steady in (_steady_members(fields), dict[str, set[str]]()):
            if fits := [each for each in found if self._is_possible(each, pointer, fields, steady)]:
                return fits
        return found

    def alternatives(self, path: Path, depth: int = 0) -> list[list[Path]]:
        """Return the ways to satisfy a schema: each the paths of all schemas that then hold together."""
        own = self.resolved(path)
        found: list[list[Path]] = [[own]]
        if depth > _MAX_DEPTH:
            return found
        node: Json = self.node(own)
        for index in range(len(node.get("allOf", ()))):
            inner = self.alternatives((*own, "allOf", index), depth + 1)
            found = [[*one, *other] for one in found for other in inner]
        for word in UNIONS:
            if word in node:
                branches = [
                    each
                    for index in range(len(node[word]))
                    for each in self.alternatives((*own, word, index), depth + 1)
                ]
                found = [[*one, *other] for one in found for other in branches]
        return found[:_MAX_ALTERNATIVES]

    def users(self, path: Path, *, of_requests: bool = False) -> list[str]:
        """Return the operations whose responses, or whose requests, contain what a path leads to, sorted."""
        component = path[:3] if path[0] == "components" else ()
        key = "requests" if of_requests else "responses"
        return sorted(name for name, used in self._used.items() if component in used[key])

    def _is_possible(
        self, alternative: list[Path], pointer: str, fields: Fields, steady: Mapping[str, set[str]], depth: int = 0
    ) -> bool:
        nodes: list[Json] = [self.node(path) for path in alternative]
        names = {name for node in nodes for name in node.get("properties", ())}
        if names and steady.get(pointer, set()) - names and not any(node.get("additionalProperties") for node in nodes):
            return False
        return all(self._fits(path, pointer, fields, steady, depth) for path in alternative)

    def _fits(self, path: Path, pointer: str, fields: Fields, steady: Mapping[str, set[str]], depth: int) -> bool:
        """Return whether objects at a pointer can be those of a schema, by their constants and required members."""
        node: Json = self.node(path)
        for name in node.get("properties", {}):
            inner, member = f"{pointer}/{escape(name)}", (*path, "properties", name)
            facts = fields.get(inner, {})
            constants = constants_of(self.node(self.resolved(member)))
            if "values" in facts and constants and not constants & facts["values"].keys():
                return False
            if name in node.get("required", ()) and facts and depth < _MAX_DEPTH:
                if "types" not in facts and "required" not in facts.get("absent", {}):
                    return False
                inside = self.alternatives(member)
                if not any(self._is_possible(each, inner, fields, steady, depth + 1) for each in inside):
                    return False
        return True

    @cached_property
    def _operations(self) -> Mapping[str, Path]:
        return {
            operation["operationId"]: ("paths", path, method)
            for path, item in self.document["paths"].items()
            for method, operation in item.items()
            if isinstance(operation, dict) and "operationId" in operation
        }

    @cached_property
    def _used(self) -> Mapping[str, Mapping[str, set[Path]]]:
        """The components in the requests and responses of each operation."""
        found: dict[str, Mapping[str, set[Path]]] = {}
        for name, path in self._operations.items():
            operation: Json = self.node(path)
            sent = [operation.get(key) for key in ("parameters", "requestBody", "x-variants")]
            found[name] = {
                "requests": self._closure([*sent, self.node(path[:2]).get("parameters")]),
                "responses": self._closure(operation.get("responses")),
            }
        return found

    def _closure(self, node: object) -> set[Path]:
        found: set[Path] = set()
        pending = list(references(node))
        while pending:
            path = _target(pending.pop())
            if path[:3] not in found:
                found.add(path[:3])
                pending += references(self.node(path[:3]))
        return found


def references(node: object) -> Iterator[str]:
    """Yield the references in a node."""
    if isinstance(node, dict):
        members = cast("Json", node)
        if isinstance(members.get("$ref"), str):
            yield members["$ref"]
        for each in members.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in cast("list[object]", node):
            yield from references(each)


def constants_of(node: Json) -> set[str]:
    """Return the texts that a schema without branches allows; empty if it allows any."""
    found: list[object] = [node["const"]] if "const" in node else node.get("enum", [])
    return {each for each in found if isinstance(each, str)}


def _steady_members(fields: Fields) -> Mapping[str, set[str]]:
    """Return the members that every object at a pointer has, by pointer."""
    found: dict[str, set[str]] = {}
    for pointer, facts in fields.items():
        parent, slash, name = pointer.rpartition("/")
        if slash and "types" in facts and "absent" not in facts:
            found.setdefault(parent, set()).add(unescape(name))
    return found


def _target(reference: str) -> Path:
    return tuple(unescape(each) for each in reference.removeprefix("#/").split("/"))


def _has(node: Json, inner: tuple[str, ...]) -> bool:
    found: Any = node
    *outer, last = inner
    for part in outer:
        found = found.get(part, {})
    return isinstance(found.get(last), dict)
