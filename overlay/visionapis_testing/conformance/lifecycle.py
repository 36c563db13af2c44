"""Checks that created resources can be read and deleted ones cannot; independent of any vendor.

Each check sends one more read request. The corresponding checks of schemathesis need a sequence of requests that it
rarely generates.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from schemathesis import CheckContext, HookContext, Response

from .exchanges import fetch_json, has_own_method, is_valid, keys_of, operation_id, request_json, response_json
from .scenarios import Case, Check, Document, require

Hook: TypeAlias = Callable[[HookContext, Case, dict[str, Any]], None]

_CREATED = 201
_MISSING = (404, 410)


def created_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a created resource can be read by its id and has the values that were sent and returned."""
    created, item = response_json(case, response, _CREATED), _item_operation(case)
    if created is None or item is None:
        return
    operation_id, parameter = item
    read = fetch_json(case, response, operation_id, {parameter: created["id"]})
    expected = {**created, **{name: value for name, value in request_json(case).items() if name in read}}
    different = sorted(name for name in expected.keys() & read.keys() if expected[name] != read[name])
    require(not different, f"values differ from those sent or returned on creation: {', '.join(different)}")


def item_readers(document: Document) -> Mapping[str, str]:
    """Return the operations that read what others delete, by the ids of the latter, for paths that end with an id.

    A deletion below an item, such as of `/users/{id}/sessions`, may leave it an empty list or its defaults.
    """
    paths: Mapping[str, Mapping[str, Any]] = document["paths"]
    readers = {
        path.rstrip("/"): item["get"]["operationId"]
        for path, item in paths.items()
        if "get" in item and not item["get"].get("x-effect") and path.rstrip("/").endswith("}")
    }
    return {
        item["delete"]["operationId"]: readers[path.rstrip("/")]
        for path, item in paths.items()
        if "delete" in item and path.rstrip("/") in readers
    }


def observe_deletions(readers: Mapping[str, str]) -> tuple[Hook, Check]:
    """Return a hook `before_call` and a check that read each resource before and after its deletion.

    `readers` are the operations that read what others delete, by the ids of the latter. The check alone would pass for
    a server that does not read the resource at all.
    """
    statuses: dict[str, int] = {}  # before the deletion, by the case

    def read_before_deletion(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
        """Read the resource that a valid request is about to delete."""
        reader = readers.get(operation_id(case))
        if reader is not None and is_valid(case):
            statuses[case.id] = _read(case, reader)

    def deleted_is_gone(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that a deleted resource is not found any more."""
        before = statuses.pop(case.id, None)
        if before is None or not 200 <= response.status_code < 300 or not has_own_method(case, response):
            return
        reader = readers[operation_id(case)]
        require(
            200 <= before < 300,
            f"{reader} returned {before} for a resource that was then deleted: it does not read it",
        )
        status_code = _read(case, reader)
        require(
            status_code in _missing_statuses(case, reader),
            f"{reader} returned {status_code} for a resource that was deleted",
        )

    return read_before_deletion, deleted_is_gone


def _missing_statuses(case: Case, operation_id: str) -> Collection[int]:
    """Return the statuses of an operation for a resource that does not exist: documented ones, else all of a caller."""
    operation = case.operation.schema.find_operation_by_id(operation_id)
    documented = {each for each in _MISSING if str(each) in operation.definition.raw.get("responses", {})}
    return documented or range(400, 500)


def _read(case: Case, operation_id: str) -> int:
    """Return the status of a call that reads the resource which a request deletes."""
    operation = case.operation.schema.find_operation_by_id(operation_id)
    response: Response = operation.Case(path_parameters=dict(case.path_parameters), **keys_of(case)).call()
    return response.status_code


def _item_operation(case: Case) -> tuple[str, str] | None:
    """Return the operation that reads one item of a collection, and the name of its path parameter."""
    collection = case.operation.path.rstrip("/")
    for path, item in case.operation.schema.raw_schema["paths"].items():
        parent, _, name = path.rstrip("/").rpartition("/")
        if parent == collection and name.startswith("{") and "get" in item:
            return item["get"]["operationId"], name.strip("{}")
    return None
