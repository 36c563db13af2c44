"""Checks that created resources can be read and deleted ones cannot; independent of any vendor.

Each check sends one more read request. The corresponding checks of schemathesis need a sequence of requests that it
rarely generates.
"""

from schemathesis import CheckContext, Response

from .exchanges import call_operation, fetch_json, request_json, response_json
from .scenarios import Case, require

_CREATED = 201
_NOT_FOUND = 404


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


def deleted_is_gone(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a deleted resource is not found any more."""
    if case.operation.method != "delete" or not 200 <= response.status_code < 300:
        return
    paths = case.operation.schema.raw_schema["paths"]
    deleted = case.operation.path.rstrip("/")
    owners = [
        path for path, item in paths.items() if "get" in item and f"{deleted}/".startswith(f"{path.rstrip('/')}/")
    ]
    for path in (owner for owner in owners if owner.rstrip("/").endswith("}")):
        operation_id = paths[path]["get"]["operationId"]
        status_code = call_operation(case, response, operation_id, case.path_parameters).status_code
        require(status_code == _NOT_FOUND, f"{operation_id} returned {status_code} for a resource that was deleted")


def _item_operation(case: Case) -> tuple[str, str] | None:
    """Return the operation that reads one item of a collection, and the name of its path parameter."""
    collection = case.operation.path.rstrip("/")
    for path, item in case.operation.schema.raw_schema["paths"].items():
        parent, _, name = path.rstrip("/").rpartition("/")
        if parent == collection and name.startswith("{") and "get" in item:
            return item["get"]["operationId"], name.strip("{}")
    return None
