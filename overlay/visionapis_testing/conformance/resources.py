"""What becomes of things that requests make, read and delete; knows no vendor.

Each check asks the server once more, for reading only. schemathesis's own checks of it need a chain of requests that
they rarely draw.
"""

from collections.abc import Mapping
from typing import Any

from schemathesis import CheckContext, Response
from schemathesis.core.parameters import ParameterLocation

from visionapis_testing.conformance.runs import Case, require

_OK = 200
_CREATED = 201
_NOT_FOUND = 404


def ask(
    case: Case,
    response: Response,
    operation_id: str,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
) -> Response:
    """Call another operation with the key of a request that was answered."""
    key = response.request.headers.get("Authorization")
    operation = case.operation.schema.find_operation_by_id(operation_id)
    follow_up: Case = operation.Case(
        path_parameters=dict(path or {}), query=dict(query or {}), headers={} if key is None else {"Authorization": key}
    )
    return follow_up.call()


def found(
    case: Case,
    response: Response,
    operation_id: str,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
) -> Any:
    """Return the JSON of a reading that has to succeed. Raises AssertionError."""
    answer = ask(case, response, operation_id, path, query)
    require(answer.status_code == _OK, f"{operation_id} answers {answer.status_code} for what has to be there")
    operation = case.operation.schema.find_operation_by_id(operation_id)
    require(operation.is_valid_response(answer), f"{operation_id} answers what its contract does not have")
    return answer.json()


def answered(case: Case, response: Response, status: int) -> Any:
    """Return the JSON of an answer; None if it has another status, or a shape that the check of schemas reports."""
    if response.status_code != status or str(response.request.method).lower() != case.operation.method:
        return None
    return response.json() if case.operation.is_valid_response(response) else None


def is_valid(case: Case) -> bool:
    """Whether a request is by the contract."""
    return case.meta is None or case.meta.generation.mode.is_positive


def sent(case: Case) -> dict[str, Any]:
    """Return the fields of a body that is sent as JSON; empty for any other, and where the contract forbids it."""
    body: object = case.body
    return body if is_valid(case) and isinstance(body, dict) and case.media_type == "application/json" else {}


def created_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """What an answer says was created can be got by its id, and holds what was sent."""
    created, item = answered(case, response, _CREATED), _item_below(case)
    if created is None or item is None:
        return
    operation_id, parameter = item
    held = found(case, response, operation_id, {parameter: created["id"]})
    expected = {**created, **{name: value for name, value in sent(case).items() if name in held}}
    wrong = sorted(name for name in expected.keys() & held.keys() if expected[name] != held[name])
    require(not wrong, f"not as it was sent or answered: {', '.join(wrong)}")


def deleted_is_gone(ctx: CheckContext, response: Response, case: Case) -> None:
    """What was deleted is not found any more."""
    if case.operation.method != "delete" or not 200 <= response.status_code < 300:
        return
    paths = case.operation.schema.raw_schema["paths"]
    deleted = case.operation.path.rstrip("/")
    owners = [
        path for path, item in paths.items() if "get" in item and f"{deleted}/".startswith(f"{path.rstrip('/')}/")
    ]
    for path in (owner for owner in owners if owner.rstrip("/").endswith("}")):
        operation_id = paths[path]["get"]["operationId"]
        status = ask(case, response, operation_id, case.path_parameters).status_code
        require(status == _NOT_FOUND, f"{operation_id} answers {status} for what was deleted just now")


def differs_in_path_alone(case: Case) -> bool:
    """Whether a request was made invalid, and by its path only."""
    components = case.meta.components.items() if case.meta else ()
    return [location for location, component in components if component.mode.is_negative] == [ParameterLocation.PATH]


def _item_below(case: Case) -> tuple[str, str] | None:
    """The operation that gets one item of a collection, and its parameter."""
    collection = case.operation.path.rstrip("/")
    for path, item in case.operation.schema.raw_schema["paths"].items():
        parent, _, name = path.rstrip("/").rpartition("/")
        if parent == collection and name.startswith("{") and "get" in item:
            return item["get"]["operationId"], name.strip("{}")
    return None
