"""Accessors for the requests and responses that checks judge; independent of any vendor."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import httpx
from schemathesis import Response
from schemathesis.core.parameters import ParameterLocation

from .scenarios import Case, require

_OK = 200
_PLACES = {"headers": "header", "query": "query", "cookies": "cookie"}


def operation_id(case: Case) -> str:
    """Return the id of the operation that was called."""
    return str(case.operation.definition.raw["operationId"])


def is_valid(case: Case) -> bool:
    """Return whether a request is valid by the contract; checks skip the response to an invalid one that succeeded."""
    return case.meta is None or case.meta.generation.mode.is_positive


def differs_in_path_alone(case: Case) -> bool:
    """Return whether a request was generated as invalid in its path and nowhere else."""
    components = case.meta.components.items() if case.meta else ()
    return [location for location, component in components if component.mode.is_negative] == [ParameterLocation.PATH]


def has_own_method(case: Case, response: Response) -> bool:
    """Return whether the request was sent with its operation's method: schemathesis also tries other methods."""
    return bool(str(response.request.method).lower() == case.operation.method)


def request_of(response: Response) -> httpx.Request:
    """Return the request of a response, as it was sent."""
    request = response.request
    headers = {name: str(value) for name, value in request.headers.items()}
    return build_request(str(request.method), str(request.url), headers, request.body)


def build_request(method: str, url: str, headers: Mapping[str, str], body: object) -> httpx.Request:
    """Return a request. Raises TypeError for a streamed body."""
    if not (body is None or isinstance(body, str | bytes)):
        raise TypeError(f"unsupported request body: {type(body)}")
    return httpx.Request(method, url, headers=headers, content=body)


def query_params(url: object) -> dict[str, str]:
    """Return the query parameters of a URL; the last value of a repeated one."""
    return dict(parse_qsl(urlsplit(str(url)).query, keep_blank_values=True))


def request_json(case: Case) -> dict[str, Any]:
    """Return the fields of a valid JSON request body; empty for any other request."""
    body: object = case.body
    return body if is_valid(case) and isinstance(body, dict) and case.media_type == "application/json" else {}


def response_json(case: Case, response: Response, status_code: int) -> Any:
    """Return the JSON of a response; None for another status, and for what the check of response schemas reports."""
    if response.status_code != status_code or not has_own_method(case, response):
        return None
    return response.json() if case.operation.is_valid_response(response) else None


def call_operation(
    case: Case,
    response: Response,
    operation_id: str,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
) -> Response:
    """Call another operation with the key of the request that got a response."""
    operation = case.operation.schema.find_operation_by_id(operation_id)
    keys = keys_of(case)
    follow_up: Case = operation.Case(
        path_parameters=dict(path or {}),
        query={**dict(query or {}), **keys["query"]},
        headers=keys["headers"],
        cookies=keys["cookies"],
    )
    return follow_up.call()


def keys_of(case: Case) -> dict[str, dict[str, str]]:
    """Return the headers, query parameters and cookies of a case that carry a key."""
    raw: dict[str, Any] = case.operation.schema.raw_schema
    schemes: dict[str, dict[str, Any]] = raw.get("components", {}).get("securitySchemes", {})
    found: dict[str, dict[str, str]] = {"headers": {}, "query": {}, "cookies": {}}
    for place, location in _PLACES.items():
        names = {each["name"].lower() for each in schemes.values() if each.get("in") == location}
        names |= {"authorization"} if place == "headers" else set()
        sent = cast("Mapping[str, object]", getattr(case, place) or {})
        found[place] = {name: str(value) for name, value in sent.items() if name.lower() in names}
    return found


def fetch_json(
    case: Case,
    response: Response,
    operation_id: str,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
) -> Any:
    """Call another operation and return its JSON. Raises CheckFailure unless it succeeds with a valid response."""
    fetched = call_operation(case, response, operation_id, path, query)
    require(fetched.status_code == _OK, f"{operation_id} returned {fetched.status_code} for an existing resource")
    operation = case.operation.schema.find_operation_by_id(operation_id)
    require(operation.is_valid_response(fetched), f"{operation_id} returned a response that violates the contract")
    return fetched.json()
