"""Creating, listing, reading, changing and deleting objects, as the paths of a contract show it."""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import quote

from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.documented import Documented, documented, documented_schema, example_values, statuses
from visionapis_testing.contracts.parsing import File
from visionapis_testing.contracts.sampling import Sampler
from visionapis_testing.errors import SampleError

from . import outlines
from .errors import CONFLICT, FULL, INVALID, NOT_FOUND, RequestError
from .ids import IdSchema
from .pages import matching, page_of
from .requests import ReceivedCall
from .resources import Collection, Kind, Resources, Role
from .state import MAX_BYTES, GenericState, StorageError
from .views import Views

Json = dict[str, Any]

_MAX_DRAWS = 200


class Objects:
    """The stored objects of a server, and the operations that have a role for them."""

    def __init__(self, contract: Contract, state: GenericState, seed: str) -> None:
        self.resources = Resources(contract)
        self._contract = contract
        self._state = state
        self._seed = seed
        self._views = Views(seed)
        self._id_schemas: dict[str, IdSchema] = {}
        self._actions: Mapping[Kind, Callable[[ReceivedCall, Role, str], Documented]] = {
            "create": self._create,
            "list": self._list,
            "read": self._read,
            "replace": self._change,
            "update": self._change,
            "delete": self._delete,
        }

    def respond(self, call: ReceivedCall) -> Documented | None:
        """Return the response of an operation with a role; None for another one. Raises RequestError.

        The objects that the path names must exist, whatever the operation.
        """
        try:
            return self._respond(call)
        except StorageError:
            raise RequestError(FULL, f"all objects together would take more than {MAX_BYTES:,} bytes") from None

    def _respond(self, call: ReceivedCall) -> Documented | None:
        role = self.resources.roles.get(call.operation.id)
        for parent in self.resources.parents(call.operation.path):
            if parent.parameter not in call.path:
                return None  # a variant of the request has the id elsewhere
            is_own = role is not None and role.collection == parent
            if not is_own and self._find(parent, call.path) is None:
                raise _not_found(parent, call.path)
        return None if role is None else self._actions[role.kind](call, role, _filled(role.collection.path, call.path))

    def _create(self, call: ReceivedCall, role: Role, path: str) -> Documented:
        sent = _sent(call)
        objects = self._state.collection(path)
        id_ = sent.get(role.id_name)
        if not self._id_schema(call.operation, role).fits(id_):
            id_ = self._new_id(call.operation, role, path)
        elif str(id_) in objects and CONFLICT[0] in statuses(call.operation):
            raise RequestError(CONFLICT, f"{path}/{id_} exists already")
        draft: Json = {}
        for kind in ("read", "create"):
            draft |= self._draft(role.collection, kind, id_)
        fields = Views.fields(call.operation, role, draft, sent)
        stored = self._state.add(path, str(id_), self._identified(role.collection, fields, id_))
        return self._views.item(call.operation, role, str(id_), stored, _accept(call))

    def _list(self, call: ReceivedCall, role: Role, path: str) -> Documented:
        self._populate(role.collection, path)
        schema = documented_schema(call.operation, role.status_code)
        listed = outlines.items(self._schemas, outlines.at(self._schemas, schema, role.pointer))
        fields = outlines.properties(self._schemas, listed)
        objects, others = page_of(call, matching(call, self._state.collection(path).values(), fields))
        return self._views.page(call.operation, role, objects, others, _accept(call))

    def _read(self, call: ReceivedCall, role: Role, path: str) -> Documented:
        stored = self._find(role.collection, call.path)
        if stored is None:
            raise _not_found(role.collection, call.path)
        id_ = call.path[role.collection.parameter]
        return self._views.item(call.operation, role, id_, stored, _accept(call))

    def _change(self, call: ReceivedCall, role: Role, path: str) -> Documented:
        """Replace or update an object; replacing creates it, unless the contract says or shows that it must exist."""
        text, stored = call.path[role.collection.parameter], self._find(role.collection, call.path)
        if stored is None and (role.kind == "update" or self._must_exist(call.operation, role.collection)):
            raise _not_found(role.collection, call.path)
        id_ = (stored or {}).get(role.id_name, text)
        current = self._draft(role.collection, role.kind, text) if stored is None else stored
        sent = _sent(call)
        fields = {**current, **sent} if role.kind == "update" else Views.fields(call.operation, role, current, sent)
        added = self._state.add(path, text, self._identified(role.collection, fields, id_))
        return self._views.item(call.operation, role, text, added, _accept(call))

    def _must_exist(self, replacing: Operation, collection: Collection) -> bool:
        """Return whether an object that is replaced must exist.

        It must if there is a status for one that does not, or if another operation creates objects and there is no such
        status to read one either: the contract leaves it out.
        """
        if {*NOT_FOUND} & {*statuses(replacing)}:
            return True
        creator, reader = (self.resources.operation_id(collection, kind) for kind in ("create", "read"))
        return bool(creator and reader) and not {*NOT_FOUND} & {*statuses(self._contract.operation(str(reader)))}

    def _delete(self, call: ReceivedCall, role: Role, path: str) -> Documented:
        id_, stored = call.path[role.collection.parameter], self._find(role.collection, call.path)
        if stored is None:
            raise _not_found(role.collection, call.path)
        self._state.remove(path, id_)
        if role.id_name:
            return self._views.item(call.operation, role, id_, stored, _accept(call))
        return documented(call.operation, role.status_code, self._seed, _accept(call))

    def _find(self, collection: Collection, values: Mapping[str, str]) -> Json | None:
        """Return a stored object; None if it does not exist."""
        path, id_ = _filled(collection.path, values), values[collection.parameter]
        self._populate(collection, path)
        stored = self._state.collection(path).get(id_)
        if stored is None and self.resources.is_open(collection) and not self._state.was_deleted(path, id_):
            return self._identified(collection, self._draft(collection, "read", id_), self._typed(collection, id_))
        return stored

    def _populate(self, collection: Collection, path: str) -> None:
        """Fill a collection that callers cannot add to with the objects of the contract's examples."""
        listing = self.resources.operation_id(collection, "list")
        if path in self._state.objects or listing is None or self.resources.operation_id(collection, "create"):
            return
        operation, role = self._contract.operation(listing), self.resources.roles[listing]
        response = documented(operation, role.status_code, self._seed)
        shown = outlines.get(response.value, role.pointer)
        for item in cast("list[Json]", shown) if isinstance(shown, list) else ():
            if not outlines.is_object(item) or role.id_name not in item:
                continue  # the contract lets objects have no id
            draft = {**self._draft(collection, "read", item[role.id_name]), **item}
            fields = self._identified(collection, draft, item[role.id_name])
            self._state.add(path, str(item[role.id_name]), fields)
        if reader := self.resources.operation_id(collection, "read"):
            (parameter,) = (
                each for each in self._contract.operation(reader).parameters if each["name"] == collection.parameter
            )
            for id_ in example_values(self._contract.operation(reader), parameter):
                if str(id_) not in self._state.collection(path):
                    draft = self._draft(collection, "read", id_)
                    self._state.add(
                        path, str(id_), self._identified(collection, draft, self._typed(collection, str(id_)))
                    )

    def _draft(self, collection: Collection, kind: Kind, id_: object) -> Json:
        operation_id = self.resources.operation_id(collection, kind)
        if operation_id is None:
            return {}
        return self._views.draft(self._contract.operation(operation_id), self.resources.roles[operation_id], id_)

    def _identified(self, collection: Collection, fields: Json, id_: object) -> Json:
        """Return the fields of an object with its id, by each name that responses have for it."""
        names = {role.id_name for role in self.resources.roles.values() if role.collection == collection}
        return {**fields, **{name: id_ for name in sorted(names) if name}}

    def _typed(self, collection: Collection, text: str) -> object:
        """Return the id in a path in the type that responses have."""
        for role_id, role in self.resources.roles.items():
            if role.collection == collection and role.id_name:
                schema = self._id_schema(self._contract.operation(role_id), role)
                if text.isdecimal() and not schema.fits(text) and schema.fits(int(text)):
                    return int(text)
        return text

    @property
    def _schemas(self) -> Any:
        return self._contract.operations[0].schemas

    def _id_schema(self, operation: Operation, role: Role) -> IdSchema:
        """Return what the ids in the responses of an operation are."""
        if operation.id not in self._id_schemas:
            self._id_schemas[operation.id] = IdSchema(self._contract, operation, role)
        return self._id_schemas[operation.id]

    def _new_id(self, operation: Operation, role: Role, path: str) -> object:
        """Return an id that no object of a collection has, or had before it was deleted."""
        number = self._state.numbers[path] = self._state.numbers.get(path, 0) + 1
        schema, unique = self._id_schema(operation, role), self._state.ids.next()
        objects = self._state.collection(path)
        # The paths of items can have another form of id than responses, which no value fits.
        for fits in (schema.fits, schema.is_shown):
            for candidate in schema.candidates(unique, number):
                if fits(candidate):
                    return candidate
            sampler = Sampler(operation.schemas, f"{self._seed}/{path}/{number}")
            try:
                for _ in range(_MAX_DRAWS):
                    drawn = schema.draw(sampler, f"the ids of {path}")
                    is_known = str(drawn) in objects or self._state.was_deleted(path, str(drawn))
                    if fits(drawn) and not is_known:
                        return drawn
            except SampleError as error:
                raise RequestError(FULL, str(error)) from None
        raise RequestError(FULL, f"{path} has no more ids")


def _sent(call: ReceivedCall) -> Json:
    """Return the fields of a body that can be stored."""
    return {name: value for name, value in call.fields.items() if not isinstance(value, File)}


def _accept(call: ReceivedCall) -> str:
    return call.request.headers.get("accept", "")


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Return a path template with the encoded values of its parameters."""
    return re.sub(r"\{(\w+)\}", lambda found: quote(values.get(found[1], found[0]), safe=""), template)


def _not_found(collection: Collection, values: Mapping[str, str]) -> RequestError:
    return RequestError((*NOT_FOUND, *INVALID), f"{_filled(collection.item, values)} does not exist")
