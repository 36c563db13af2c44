"""The collections of a contract, such as ``/things`` with ``/things/{id}``, and what its operations do with them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.documented import documented_schema, success_status
from visionapis_testing.contracts.pointers import unescape

from . import outlines
from .classification import classifications

Kind = Literal["create", "list", "read", "replace", "update", "delete"]

_ITEM = re.compile(r"(?P<collection>.*/(?P<name>[^/{}]+))/\{(?P<parameter>\w+)\}/?")
_ITEM_METHODS: Mapping[str, Kind] = {"GET": "read", "PUT": "replace", "PATCH": "update", "DELETE": "delete"}
_COLLECTION_METHODS: Mapping[str, Kind] = {"POST": "create", "GET": "list"}


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection whose items have an id in the path."""

    path: str
    """The path template without a trailing slash, such as ``/things``."""
    name: str
    """The last part of the path."""
    parameter: str
    """The path parameter with the id of an item."""

    @property
    def item(self) -> str:
        """The path template of an item."""
        return f"{self.path}/{{{self.parameter}}}"

    @property
    def id_names(self) -> Sequence[str]:
        """The names that the property with the id can have, the likeliest first."""
        return outlines.id_names(self.parameter, self.name)


@dataclass(frozen=True, slots=True)
class Role:
    """The effect of an operation on a collection."""

    kind: Kind
    collection: Collection
    status_code: int
    """The status of its success."""
    pointer: str
    """A JSON pointer to the object, or to the list of objects, in the response."""
    id_name: str
    """The property of an object with its id; empty if responses do not have it."""


class Resources:
    """The collections of a contract."""

    def __init__(self, contract: Contract) -> None:
        self.collections = {each.path: each for each in _collections(contract)}
        """Collections by path template."""
        self.roles = dict(self._roles(contract))
        """Roles by operation id; other operations have no state."""
        self._names = self._named()
        self._kinds = {(role.collection.path, role.kind): id_ for id_, role in self.roles.items()}

    def operation_id(self, collection: Collection, kind: Kind) -> str | None:
        """Return the id of the operation that does something with a collection; None if there is none."""
        return self._kinds.get((collection.path, kind))

    def name_of(self, collection: Collection) -> str:
        """Return a name that no other collection has: the last part of its path, else more of them."""
        return self._names[collection.path]

    def _named(self) -> Mapping[str, str]:
        candidates = {path: list(enumerate(_names(each))) for path, each in self.collections.items()}
        counts = Counter(each for names in candidates.values() for each in names)
        found: dict[str, str] = {}
        for path, names in candidates.items():
            own = (each[1] for each in names if counts[each] == 1 and each[1] not in found.values())
            found[path] = next(own, path)
        return found

    def is_open(self, collection: Collection) -> bool:
        """Return whether any id exists until it is deleted: nothing shows which ones do."""
        return not any((collection.path, kind) in self._kinds for kind in ("create", "list"))

    def parents(self, path: str) -> Iterator[Collection]:
        """Yield the collections whose items are part of a path template, the outermost first."""
        for collection in sorted(self.collections.values(), key=lambda each: len(each.path)):
            if f"{path.rstrip('/')}/".startswith(f"{collection.item}/"):
                yield collection

    def _roles(self, contract: Contract) -> Iterator[tuple[str, Role]]:
        for operation in contract.operations:
            if classifications(operation):
                continue
            path = operation.path.rstrip("/")
            if (match := _ITEM.fullmatch(path)) and match["collection"] in self.collections:
                collection, kind = self.collections[match["collection"]], _ITEM_METHODS.get(operation.method)
            elif path in self.collections:
                collection, kind = self.collections[path], _COLLECTION_METHODS.get(operation.method)
            else:
                continue
            if kind is not None and (role := _role(operation, collection, kind)):
                yield operation.id, role


def _names(collection: Collection) -> Sequence[str]:
    """Return the names that a collection can have: the last part of its path, the parts without parameters, or all."""
    parts = [part for part in collection.path.split("/") if part]
    literal = [part for part in parts if not part.startswith("{")]
    return (collection.name, "-".join(literal), "-".join(part.strip("{}") for part in parts))


def _collections(contract: Contract) -> Iterator[Collection]:
    for operation in contract.operations:
        match = _ITEM.fullmatch(operation.path.rstrip("/"))
        if match and operation.method in _ITEM_METHODS and not classifications(operation):
            yield Collection(match["collection"], match["name"], match["parameter"])


def _role(operation: Operation, collection: Collection, kind: Kind) -> Role | None:
    """Return the role of an operation; None for a creation or a list whose response has no ids."""
    status_code = success_status(operation, *{"create": (201,), "delete": (204,)}.get(kind, ()))
    schema = documented_schema(operation, status_code)
    if kind == "list":
        found = _list_with_ids(operation, schema, collection)
    else:
        found = outlines.object_with(operation.schemas, schema, collection.id_names)
    if found is None:
        return None if kind in {"create", "list"} else Role(kind, collection, status_code, "", "")
    return Role(kind, collection, status_code, *found)


def _list_with_ids(operation: Operation, schema: object, collection: Collection) -> tuple[str, str] | None:
    """Return the pointer to the list, and the property of its items with the id."""
    pages: Mapping[str, Any] = operation.definition.get("x-pagination", {})
    if pages:
        return pages["items"], unescape(pages["id"].removeprefix("/"))
    for pointer, item in outlines.lists(operation.schemas, schema):
        inner = outlines.properties(operation.schemas, item)
        if found := next((name for name in collection.id_names if name in inner), None):
            return pointer, found
    return None
