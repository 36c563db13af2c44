"""Requests with JSON bodies that the emulator accepts beyond Roboflow's contract because the real server does."""

import json
from typing import Any, cast

import httpx

from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.leniencies import Leniency
from visionapis_testing.contracts.matching import RejectedRequestError, matching_variants
from visionapis_testing.contracts.parsing import UnreadableBodyError, parse_sent


def is_json_route(request: httpx.Request) -> bool:
    """Return whether a request is for one of the routes of self-hosted servers, which are no models' ids."""
    return any(operation.path == request.url.path for operation in load("roboflow").operations)


def _has_converted_value(request: httpx.Request) -> bool:
    from pydantic import ValidationError

    from .json_requests import BODIES

    model, body = BODIES.get(request.url.path), _body(request)
    if model is None or body is None or _is_canonical(request):
        return False
    try:
        model.model_validate({"id": ""} | body)
    except ValidationError:
        return False
    return True


def _has_json_subtype(request: httpx.Request) -> bool:
    return is_json_route(request) and _media_type(request).endswith("+json")


def _has_unknown_parameter(request: httpx.Request) -> bool:
    return is_json_route(request) and bool(set(request.url.params) - {"api_key"})


def _has_unread_body(request: httpx.Request) -> bool:
    operations = [each for each in load("roboflow").operations if each.path == request.url.path]
    return bool(request.read()) and any(not variant.body for each in operations for variant in each.variants)


def _body(request: httpx.Request) -> dict[str, Any] | None:
    try:
        body: object = json.loads(request.read())
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", body) if isinstance(body, dict) else None


def _is_canonical(request: httpx.Request) -> bool:
    try:
        matching_variants(load("roboflow"), parse_sent(request))
    except (RejectedRequestError, UnreadableBodyError):
        return False
    return True


def _media_type(request: httpx.Request) -> str:
    content_type: str = request.headers.get("content-type", "")
    return content_type.partition(";")[0].strip().lower()


JSON_LENIENCIES: tuple[Leniency, ...] = (
    Leniency(
        "converted-value",
        "Pydantic reads booleans from words and numbers, and numbers from texts; an image's type is case-insensitive.",
        _has_converted_value,
    ),
    Leniency("json-subtype", "A content type such as application/vnd.api+json is JSON, too.", _has_json_subtype),
    Leniency(
        "parameter-of-json-route", "Query parameters of routes with JSON bodies are ignored.", _has_unknown_parameter
    ),
    Leniency("body-without-meaning", "The body of a route that needs none is ignored.", _has_unread_body),
)
