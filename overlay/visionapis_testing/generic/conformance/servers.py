"""Emulated servers with resources, and discovery of those of a live server."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

import httpx

from visionapis_testing.conformance.scenarios import Resources as ResourceIds
from visionapis_testing.conformance.suites import KEY, PreparedServer
from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.documented import example_values
from visionapis_testing.contracts.sampling import Sampler
from visionapis_testing.generic import outlines
from visionapis_testing.generic.emulator import emulator_class
from visionapis_testing.generic.resources import Collection, Kind, Resources

from .calls import Caller, value_of
from .credentials import Credentials

SPARE = "spare_"
"""The beginning of the names of resources that calls may change and delete."""

_NOT_FOUND = 404
_COUNT = 2
_SPARES = 6


class Servers:
    """The servers of one contract, and the resources that requests to them name."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.resources = Resources(contract)
        self.credentials = Credentials(contract.document)

    @cached_property
    def resource_names(self) -> Mapping[str, str]:
        """The names of resources, each with a description."""
        found: dict[str, str] = {}
        for collection in self._collections():
            name = self.resources.name_of(collection)
            found[name] = f"the id of one of {collection.path}{self._below(collection, '')}"
            if any("mutating" in each.definition["x-effect"] for each in self._below_path(collection)):
                found[f"{SPARE}{name}"] = f"one to change and delete{self._below(collection, SPARE)}"
        return found

    def prepare(self) -> PreparedServer:
        """Return an emulator with objects in each collection: some to read, and spare ones to change and delete."""
        emulator = emulator_class(self.contract.vendor)(api_key=KEY)
        ids: dict[str, list[str]] = {}
        base_url = httpx.URL(self.contract.base_url)
        with httpx.Client(transport=emulator.transport(), base_url=base_url) as client:
            caller = Caller(client, self.credentials, KEY)
            for collection in self._collections():
                name = self.resources.name_of(collection)
                for prefix, count in (("", _COUNT), (SPARE, _SPARES)):
                    if f"{prefix}{name}" in self.resource_names:
                        ids[f"{prefix}{name}"] = list(self._prepared(caller, collection, ids, prefix, count))
        return PreparedServer(emulator, {name: each for name, each in ids.items() if each})

    def discover(self, client: httpx.Client, key: str) -> ResourceIds:
        """Return the resources in lists that have no effects, none of which may be changed."""
        self.credentials.fetch_token(client, key)
        caller = Caller(client, self.credentials, key)
        ids: dict[str, list[str]] = {}
        for collection in self._collections():
            if found := list(self._listed(caller, collection, self.parent_values(collection, ids, ""))):
                ids[self.resources.name_of(collection)] = found
        return ids

    def find_missing(self, client: httpx.Client, key: str, given: ResourceIds) -> ResourceIds:
        """Return the given resources that the server does not have, where they can be read without effects."""
        if any(given.values()):
            self.credentials.fetch_token(client, key)
        caller = Caller(client, self.credentials, key)
        missing: dict[str, list[str]] = {}
        for collection in self._collections():
            reader = self.operation(collection, "read")
            if reader is None or reader.definition["x-effect"] or "{" in collection.path:
                continue
            name = self.resources.name_of(collection)
            for each in (name, f"{SPARE}{name}"):
                responses = {id_: caller.call(reader, {collection.parameter: id_}) for id_ in given.get(each, ())}
                missing[each] = [id_ for id_, found in responses.items() if found.status_code == _NOT_FOUND]
        return missing

    def parent_values(self, collection: Collection, ids: ResourceIds, prefix: str) -> dict[str, str] | None:
        """Return the path parameters above a collection: the first resource of each parent; None if one has none."""
        values = dict(self.free_values(collection))
        for parent in self.resources.parents(collection.path):
            found = ids.get(f"{prefix}{self.resources.name_of(parent)}")
            if not found:
                return None
            values[parent.parameter] = found[0]
        return values

    def free_values(self, collection: Collection) -> Mapping[str, str]:
        """Return the values of the path parameters above a collection that are ids of no other collection.

        They are the same for all operations below a path: objects are stored below it.
        """
        known = {each.parameter for each in self.resources.parents(collection.path)}
        found: dict[str, str] = {}
        for match in re.finditer(r"{(\w+)}", collection.path):
            if match[1] not in known:
                prefix = collection.path[: match.end()]
                operation = next(each for each in self.contract.operations if f"{each.path}/".startswith(f"{prefix}/"))
                parameter = next(each for each in operation.parameters if each["name"] == match[1])
                found[match[1]] = str(value_of(operation, parameter, Sampler(operation.schemas, prefix)))
        return found

    def operation(self, collection: Collection, kind: Kind) -> Operation | None:
        """Return the operation with a role for a collection; None if there is none."""
        operation_id = self.resources.operation_id(collection, kind)
        return None if operation_id is None else self.contract.operation(operation_id)

    def _collections(self) -> list[Collection]:
        """Return the collections, each after its parents."""
        return sorted(self.resources.collections.values(), key=lambda each: (each.path.count("{"), each.path))

    def _below(self, collection: Collection, prefix: str) -> str:
        parents = [f"{prefix}{self.resources.name_of(each)}" for each in self.resources.parents(collection.path)]
        return f", below the first {parents[-1]}" if parents else ""

    def _below_path(self, collection: Collection) -> Iterator[Operation]:
        """Yield the operations whose path has the id of an item."""
        for operation in self.contract.operations:
            if f"{operation.path.rstrip('/')}/".startswith(f"{collection.item}/"):
                yield operation

    def _prepared(
        self, caller: Caller, collection: Collection, ids: ResourceIds, prefix: str, count: int
    ) -> Iterator[str]:
        values = self.parent_values(collection, ids, prefix)
        creation = self.operation(collection, "create")
        if values is None:
            return
        if creation is not None:
            role = self.resources.roles[creation.id]
            for number in range(count):
                response = caller.call(creation, values, number)
                created = outlines.get(response.json(), role.pointer) if response.is_success else None
                if outlines.is_object(created) and role.id_name in created:
                    yield str(created[role.id_name])
        elif self.operation(collection, "list") is not None:
            found = list(self._listed(caller, collection, values))
            yield from found[1:] if prefix and len(found) > 1 else found[:1] if prefix else found
        else:
            yield from self._any_ids(collection, prefix, count)

    def _listed(self, caller: Caller, collection: Collection, values: Mapping[str, str] | None) -> Iterator[str]:
        """Yield the ids on the first page of a list; nothing for an error response, which the scenarios report."""
        listing = self.operation(collection, "list")
        if listing is None or values is None or listing.definition["x-effect"]:
            return
        role, response = self.resources.roles[listing.id], caller.call(listing, values)
        try:
            found = outlines.get(response.json(), role.pointer) if response.is_success else None
        except (ValueError, RecursionError):
            return
        for item in found if outlines.is_list(found) else ():
            if outlines.is_object(item) and isinstance(item.get(role.id_name), str | int):
                yield str(item[role.id_name])

    def _any_ids(self, collection: Collection, prefix: str, count: int) -> Iterator[str]:
        """Yield ids of an emulated collection in which any id exists."""
        for operation in self._below_path(collection):
            for parameter in operation.parameters:
                if parameter["name"] == collection.parameter:
                    shown = [str(each) for each in example_values(operation, parameter)]
                    others = [f"{prefix}{number}" for number in range(1, count + 1)]
                    numbers = [str(number + (100 if prefix else 0)) for number in range(1, count + 1)]
                    candidates = ([] if prefix else shown) + others + numbers
                    valid = [each for each in candidates if _fits(operation, parameter["schema"], each)]
                    yield from valid[:count]
                    return


def _fits(operation: Operation, schema: Mapping[str, object], text: str) -> bool:
    is_valid = operation.schemas.is_valid
    return is_valid(schema, text) or (text.isdecimal() and is_valid(schema, int(text)))
