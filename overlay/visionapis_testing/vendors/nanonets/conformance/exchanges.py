"""What was sent and what came back, as this vendor's checks look at it."""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from schemathesis import Response

from visionapis_testing.conformance.contracts import Json
from visionapis_testing.conformance.exchanges import request_of
from visionapis_testing.conformance.scenarios import Case
from visionapis_testing.contracts.parsing import File, ParsedRequest, UnreadableBodyError, parse_sent
from visionapis_testing.vendors.nanonets.calls import in_body

PARTIAL = frozenset({202, 206})
"""By which of them a server says that some URLs were bad, sources disagree."""


def answered(response: Response, shape: object) -> Any:
    """Return the parsed body of a success; None where it is of another shape, which the check of schemas judges."""
    return parsed(response.content, shape) if response.status_code in {200, *PARTIAL} else None


def parsed(content: bytes, shape: object) -> Any:
    """Return what JSON says; None where it is of another shape, or no JSON."""
    try:
        _adapter(shape).validate_json(content, strict=True)
    except ValidationError:
        return None
    return json.loads(content)


def listed(lists: Json | None) -> list[Json]:
    """Return the pages of an answer that lists them; none without one."""
    return [*lists["moderated_images"], *lists["unmoderated_images"]] if lists else []


@cache
def _adapter(shape: Any) -> TypeAdapter[object]:
    return TypeAdapter(shape)


def sent(response: Response) -> ParsedRequest | None:
    """Return the request that was answered; None for one that cannot be taken apart."""
    try:
        return in_body(parse_sent(request_of(response)))
    except UnreadableBodyError:
        return None


def texts(request: ParsedRequest, field: str) -> list[str]:
    """Return the texts of a field of a form."""
    return [value for name, value in request.form if name == field and isinstance(value, str)]


def files(request: ParsedRequest) -> list[File]:
    """Return the files of a form."""
    return [value for _, value in request.form if isinstance(value, File)]


def model_id(case: Case, response: Response) -> str:
    """Return the model that was asked for, in the path, the query or the body."""
    request = sent(response)
    found = case.path_parameters.get("model_id") or case.query.get("modelId", case.query.get("id"))
    return str(found or (request and "".join(texts(request, "modelId")[:1])))
