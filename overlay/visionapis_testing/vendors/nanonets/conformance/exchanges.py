"""Accessors for the requests and responses that the checks of Nanonets judge."""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from schemathesis import Response

from visionapis_testing.conformance.contracts import Json
from visionapis_testing.conformance.exchanges import request_of
from visionapis_testing.conformance.scenarios import Case
from visionapis_testing.contracts.parsing import File, ParsedRequest, UnreadableBodyError, parse_sent
from visionapis_testing.vendors.nanonets.calls import move_query_to_body

PARTIAL_SUCCESS = frozenset({202, 206})
"""The statuses of a response to a list of URLs of which some are invalid; the vendor's sources disagree."""


def response_json(response: Response, shape: object) -> Any:
    """Return the JSON of a success; None for an error response, and for JSON of another shape."""
    return parse(response.content, shape) if response.status_code in {200, *PARTIAL_SUCCESS} else None


def parse(content: bytes, shape: object) -> Any:
    """Return the value of a JSON text; None unless it is valid JSON of the shape."""
    try:
        _adapter(shape).validate_json(content, strict=True)
    except ValidationError:
        return None
    return json.loads(content)


def listed_pages(lists: Json | None) -> list[Json]:
    """Return the reviewed and the other pages of a list of pages; empty for None."""
    return [*lists["moderated_images"], *lists["unmoderated_images"]] if lists else []


@cache
def _adapter(shape: Any) -> TypeAdapter[object]:
    return TypeAdapter(shape)


def parsed_request(response: Response) -> ParsedRequest | None:
    """Return the request of a response; None if its body cannot be parsed."""
    try:
        return move_query_to_body(parse_sent(request_of(response)))
    except UnreadableBodyError:
        return None


def texts(request: ParsedRequest, field: str) -> list[str]:
    """Return the text values of a form field."""
    return [value for name, value in request.form if name == field and isinstance(value, str)]


def files(request: ParsedRequest) -> list[File]:
    """Return the files of a form."""
    return [value for _, value in request.form if isinstance(value, File)]


def model_id(case: Case, response: Response) -> str:
    """Return the model id in the path, the query or the body of a request."""
    request = parsed_request(response)
    found = case.path_parameters.get("model_id") or case.query.get("modelId", case.query.get("id"))
    return str(found or (request and "".join(texts(request, "modelId")[:1])))
