"""The scenarios of a contract: reads, classifications, creations, changes, deletions and lifecycles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from visionapis_testing.conformance.lifecycle import item_readers
from visionapis_testing.conformance.scenarios import Resources as ResourceIds
from visionapis_testing.conformance.scenarios import Scenario
from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.documented import statuses
from visionapis_testing.generic.errors import INVALID, NOT_FOUND, UNAUTHORIZED

from .checks import created_is_found, key_is_required, other_path, unlisted_id, valid_as_sent
from .documents import Values, narrowed, serialize_bodies
from .servers import SPARE, Servers


@dataclass(frozen=True, slots=True)
class _Group:
    """Operations whose responses are judged alike."""

    name: str
    operations: Sequence[Operation]
    accepted: Sequence[str] = ("2xx",)


def scenarios(servers: Servers, server_type: str, resources: ResourceIds, key: str) -> Iterator[Scenario]:
    """Yield reads before changes and deletions; operations whose resources are unknown are omitted."""
    values = {
        operation.id: found
        for operation in servers.contract.operations
        if (found := _values(servers, operation, resources)) is not None
    }
    known = [each for each in servers.contract.operations if each.id in values]
    scenario = partial(_scenario, servers, server_type, values, key)
    for group in _groups(known):
        valid = [each for each in group.operations if not _rejects(each)]
        both = [each for each in group.operations if _rejects(each)]
        if both:
            yield scenario(group.name, both, accepted_statuses=group.accepted)
        if valid:  # an invalid request would get a status that is not documented
            yield scenario(
                f"{group.name}, valid requests",
                valid,
                accepted_statuses=group.accepted,
                mode="positive",
                unexpected_methods=False,
            )
    if lifecycle := list(_lifecycle(servers)):
        document_values = {each.id: dict[str, Sequence[str]]() for each in lifecycle}
        yield _scenario(
            servers,
            server_type,
            document_values,
            key,
            "lifecycles",
            lifecycle,
            accepted_statuses=["2xx", "404", "409", *_missing([each for each in lifecycle if each.method != "POST"])],
            phases=["stateful"],
        )


def _groups(operations: Sequence[Operation]) -> Iterator[_Group]:
    reads = [each for each in operations if not each.definition["x-effect"]]
    billable = [each for each in operations if {*each.definition["x-effect"]} == {"billable"}]
    mutating = [each for each in operations if "mutating" in each.definition["x-effect"]]
    yield _Group("reads", [each for each in reads if "x-pagination" not in each.definition])
    yield _Group("lists", [each for each in reads if "x-pagination" in each.definition], ("2xx", "404"))
    yield _Group("billable calls", billable)
    yield _Group("creations", [each for each in mutating if each.method == "POST"], ("2xx", "409"))
    yield _Group("changes", [each for each in mutating if each.method not in {"POST", "DELETE"}], ("2xx", "409"))
    deletions = [each for each in mutating if each.method == "DELETE"]
    yield _Group("deletions", deletions, ("2xx", "404", "410", *_missing(deletions)))


def _missing(operations: Sequence[Operation]) -> Iterator[str]:
    """Yield the statuses of operations for an object that was deleted, if one documents none of its own for that."""
    if not all({*NOT_FOUND} & {*statuses(each)} for each in operations):
        yield from map(str, INVALID)


def _values(servers: Servers, operation: Operation, resources: ResourceIds) -> Values | None:
    """Return the ids of an operation's path parameters; None if it needs a resource that is unknown.

    An operation that changes something gets spare resources only; the first one is kept, for what is below it.
    """
    values: dict[str, Sequence[str]] = {}
    mutating = "mutating" in operation.definition["x-effect"]
    parents = list(servers.resources.parents(operation.path))
    for collection in parents:
        ids = resources.get(f"{SPARE if mutating else ''}{servers.resources.name_of(collection)}", ())
        is_target = operation.path.rstrip("/") == collection.item
        if mutating and is_target:
            ids = ids[1:] or ids
        elif mutating or (len(parents) > 1 and not is_target):
            ids = ids[:1]
        if not ids:
            return None
        values |= {name: [each] for name, each in servers.free_values(collection).items()}
        values[collection.parameter] = ids
    return values


def _rejects(operation: Operation) -> bool:
    """Return whether the contract documents what an invalid request gets."""
    known = {*statuses(operation)}
    parameters = [each for each in operation.parameters if each["in"] != "path"]
    expected = {*INVALID} if parameters or operation.variants[0].body else {*INVALID, *NOT_FOUND}
    return bool(known & expected)


def _lifecycle(servers: Servers) -> Iterator[Operation]:
    """Yield the operations of collections without parents whose objects can be created and read."""
    for operation_id, role in servers.resources.roles.items():
        has_both = all(servers.operation(role.collection, kind) for kind in ("create", "read"))
        if has_both and role.kind != "list" and not any(servers.resources.parents(role.collection.path)):
            yield servers.contract.operation(operation_id)


def _scenario(
    servers: Servers,
    server_type: str,
    values: Mapping[str, Values],
    key: str,
    name: str,
    operations: Sequence[Operation],
    **options: Any,
) -> Scenario:
    vendor = servers.contract.vendor
    document = narrowed(vendor, values, key, {each.id: each for each in servers.contract.operations})
    if any(each.method == "DELETE" for each in operations):  # what is below an object goes before the object
        document["paths"] = dict(sorted(document["paths"].items(), key=lambda item: -item[0].count("/")))
    serialize_bodies(document)
    keys = servers.credentials.place(document, key)
    return Scenario(
        name=f"{vendor}, {name}",
        vendor=vendor,
        server_type=server_type,
        document=document,
        operations=[each.id for each in operations],
        keys=keys,
        key=key,
        key_statuses=frozenset(UNAUTHORIZED),
        # Nothing shows what else a deletion leaves, such as that of a star or of settings.
        readers={name: each for name, each in item_readers(document).items() if name in servers.resources.roles},
        checks=[created_is_found(servers.contract, servers.resources)],
        known_deviations=[
            valid_as_sent(servers.contract, servers.resources),
            unlisted_id(servers.contract, servers.resources),
            other_path(servers.contract),
        ],
        stateful_checks=[partial(key_is_required, key)],
        **options,
    )
