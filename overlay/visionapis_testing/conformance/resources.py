"""What becomes of things that requests make, read and delete; knows no vendor.

Each check asks the server once more, for reading only. schemathesis's own checks of it need a chain of requests that
they rarely draw.
"""

from schemathesis import CheckContext, Response

from .exchanges import answered, ask, found, sent
from .scenarios import Case, require

_CREATED = 201
_NOT_FOUND = 404


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


def _item_below(case: Case) -> tuple[str, str] | None:
    """The operation that gets one item of a collection, and its parameter."""
    collection = case.operation.path.rstrip("/")
    for path, item in case.operation.schema.raw_schema["paths"].items():
        parent, _, name = path.rstrip("/").rpartition("/")
        if parent == collection and name.startswith("{") and "get" in item:
            return item["get"]["operationId"], name.strip("{}")
    return None
