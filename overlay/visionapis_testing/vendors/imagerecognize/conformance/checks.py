"""Checks of ImageRecognize's responses that a schema cannot express.

Each has the signature of a schemathesis check. They skip a response that does not match its schema, which the check of
schemas reports.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

import httpx
from schemathesis import CheckContext, Response

from visionapis_testing.conformance.exchanges import is_valid, request_of
from visionapis_testing.conformance.proxy import send_again
from visionapis_testing.conformance.scenarios import Case, Check, require
from visionapis_testing.conformance.scores import require_order, require_range

_MAX_PERCENT = 100
_SUCCESS = 200
_TOLERANCE = 1e-9


def envelope_is_consistent(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that the body repeats the HTTP status, and has a message and data or only a status message."""
    body = _body(response.content)
    if body is None or "status" not in body:
        return
    require(body["status"] == response.status_code, f"status {body['status']} in the body of a {response.status_code}")
    expected, other = "message", "status_message"
    if response.status_code != _SUCCESS:
        expected, other = other, expected
        require(body.get("data") is None, "an error response has data")
    require(expected in body, f"{expected} is missing")
    require(other not in body, f"{other} is present")
    data = body.get("data")
    if isinstance(data, dict):
        failed = cast("dict[str, Any]", data).get("error") != 0
        require(failed != ("objects" in data), "data has both objects and an error, or neither")


def type_as_requested(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that the response has the requested type."""
    data, fields = _data(response), _fields(case)
    if data and "type" in fields:
        require(data.get("type") == fields["type"], f"type {data.get('type')}, requested {fields['type']}")


def confidences_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that confidences are percentages in descending order, within the requested minimum and number."""
    data, fields = _data(response), _fields(case)
    if not data or fields.get("type") in {None, "cache"}:
        return
    scores = [float(entry["confidence"]) for entry in _entries(data) if "confidence" in entry]
    minimum = fields.get("min_confidence", fields.get("nsfw_min_confidence", 0))
    require_range(scores, _MAX_PERCENT)
    require_order(scores)
    if isinstance(minimum, int | float):
        require(all(score >= minimum for score in scores), f"below {minimum} percent: {scores}")
    maximum = fields.get("max_labels")
    if fields["type"] == "objects" and isinstance(maximum, int):
        require(len(scores) <= maximum, f"{len(scores)} entries, requested at most {maximum}")


def boxes_inside_image(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that boxes are fractions of the image and lie inside it."""
    for entry in _entries(_data(response)):
        for box in entry.get("coordinates", ()):
            for edge, size in (("x", "width"), ("y", "height")):
                is_inside = box[edge] >= 0 and box[size] >= 0 and box[edge] + box[size] <= 1 + _TOLERANCE
                require(is_inside, f"not inside the image: {edge} {box[edge]}, {size} {box[size]}")


CHECKS: tuple[Check, ...] = (envelope_is_consistent, type_as_requested, confidences_in_order, boxes_inside_image)


def key_is_required(key: str) -> Check:
    """Return a check that sends a successful request of each type again without the right key."""
    seen: set[str] = set()

    def key_is_required(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that a wrong key gets status 401 and a missing one 400; schemathesis expects 401 or 403 for both."""
        request_type = case.operation.label + str(_fields(case).get("type"))
        if request_type in seen or response.status_code != _SUCCESS or not is_valid(case):
            return
        seen.add(request_type)
        for other_key, expected in (("x" * len(key), 401), ("", 400)):
            second = send_again(case, _with_key(response, key, other_key))
            status_code = (_body(second.content) or {}).get("status")
            require(
                status_code == expected,
                f"status {status_code} for {'a wrong' if other_key else 'no'} key, not {expected}",
            )

    return key_is_required


def quota_decreases() -> Check:
    """Return a check that remembers the quota of the response before."""
    previous: int | None = None

    def quota_decreases(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that each image that is recognized decreases the quota."""
        nonlocal previous
        quota, fields = _data(response).get("quota"), _fields(case)
        if not isinstance(quota, int) or not is_valid(case):
            return
        before, previous = previous, quota
        if before is not None and fields.get("type") not in {None, "cache"}:
            require(quota < before, f"quota {quota} after {before}")

    return quota_decreases


def _with_key(response: Response, key: str, other_key: str) -> httpx.Request:
    """Return the request of a response with another key; an empty one counts as missing."""
    request = request_of(response)
    request.headers.pop("content-length", None)
    return httpx.Request(
        request.method,
        str(request.url).replace(key, other_key),
        headers=request.headers,
        content=request.content.replace(key.encode(), other_key.encode()),
    )


def _fields(case: Case) -> Mapping[str, Any]:
    """Return the fields of a valid request's form or query; empty for an invalid request."""
    if not is_valid(case):
        return {}
    if case.method == "GET":
        return dict(case.query or {})
    return cast("dict[str, Any]", case.body) if isinstance(case.body, dict) else {}


def _entries(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    objects: object = data.get("objects")
    for entry in cast("list[object]", objects) if isinstance(objects, list) else ():
        if isinstance(entry, dict):
            yield cast("dict[str, Any]", entry)


def _data(response: Response) -> Mapping[str, Any]:
    """Return the data of a success; empty for an error response."""
    body = _body(response.content)
    data = body.get("data") if body and response.status_code == _SUCCESS else None
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def _body(content: bytes) -> dict[str, Any] | None:
    try:
        body: object = json.loads(content)
    except ValueError:
        return None
    return cast("dict[str, Any]", body) if isinstance(body, dict) else None
