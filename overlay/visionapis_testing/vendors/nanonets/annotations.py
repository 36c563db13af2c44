"""Annotations of training files, as the vendor's Python client converts them from XML."""

import json
from dataclasses import replace
from typing import Any

from visionapis_testing.contracts.parsing import MULTIPART, ParsedRequest


def normalize_annotations(parsed: ParsedRequest) -> ParsedRequest:
    """Return a request whose annotations have the contract's types.

    An XML converter yields an object in place of a list with one box, an empty object in place of an empty list, and
    numbers, booleans and null in place of strings that look like them.
    """
    if parsed.media_type != MULTIPART:
        return parsed
    body = [
        (name, _normalize(value) if name == "data" and isinstance(value, str) else value) for name, value in parsed.form
    ]
    return replace(parsed, body=body)


def _normalize(data: str) -> str:
    try:
        return json.dumps(json.loads(data, object_hook=_normalize_object))
    except (ValueError, RecursionError):
        return data  # rejected when the request is matched with the contract


def _normalize_object(value: dict[str, Any]) -> dict[str, Any]:
    if "bndbox" in value:
        return {name: _string(member) if name in {"name", "ocr_text"} else member for name, member in value.items()}
    if isinstance(value.get("object"), dict):
        return {**value, "object": [box for box in [value["object"]] if box]}
    return value


def _string(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool | int | float) else value
