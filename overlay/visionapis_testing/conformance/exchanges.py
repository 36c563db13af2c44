"""What was sent and what came back, as checks look at it; knows no vendor."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from schemathesis import Response
from schemathesis.core.parameters import ParameterLocation

from .scenarios import Case, require

_OK = 200


def operation_id(case: Case) -> str:
    """Return the id of the operation that was called."""
    return str(case.operation.definition.raw["operationId"])


def is_valid(case: Case) -> bool:
    """Whether a request is by the contract; of one that is not, and is taken, nothing else can be said."""
    return case.meta is None or case.meta.generation.mode.is_positive


def differs_in_path_alone(case: Case) -> bool:
    """Whether a request was made invalid, and by its path only."""
    components = case.meta.components.items() if case.meta else ()
    return [location for location, component in components if component.mode.is_negative] == [ParameterLocation.PATH]


def has_own_method(case: Case, response: Response) -> bool:
    """Whether a request went out with its operation's method: schemathesis tries others, too."""
    return bool(str(response.request.method).lower() == case.operation.method)


def request_of(response: Response) -> httpx.Request:
    """Return the request that was answered, as it went out."""
    sent = response.request
    headers = {name: str(value) for name, value in sent.headers.items()}
    return as_request(str(sent.method), str(sent.url), headers, sent.body)


def as_request(method: str, url: str, headers: Mapping[str, str], body: object) -> httpx.Request:
    """Return a request. Raises TypeError for a body that is not whole."""
    if not (body is None or isinstance(body, str | bytes)):
        raise TypeError(f"a body that is sent bit by bit: {type(body)}")
    return httpx.Request(method, url, headers=headers, content=body)


def query_of(url: object) -> dict[str, str]:
    """Return the query of a URL; of a repeated name the last value."""
    return dict(parse_qsl(urlsplit(str(url)).query, keep_blank_values=True))


def sent(case: Case) -> dict[str, Any]:
    """Return the fields of a body that is sent as JSON; empty for any other, and where the contract forbids it."""
    body: object = case.body
    return body if is_valid(case) and isinstance(body, dict) and case.media_type == "application/json" else {}


def answered(case: Case, response: Response, status: int) -> Any:
    """Return the JSON of an answer; None if it has another status, or a shape that the check of schemas reports."""
    if response.status_code != status or not has_own_method(case, response):
        return None
    return response.json() if case.operation.is_valid_response(response) else None


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
