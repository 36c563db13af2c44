"""Annotations of training files, as the vendor's Python client makes them of XML."""

import json
from dataclasses import replace
from typing import Any

from visionapis_testing.contracts.parsing import MULTIPART, ParsedRequest


def from_xml(parsed: ParsedRequest) -> ParsedRequest:
    """Return a request with its annotations as the contract has them, where they are what a converter made of XML.

    There a lone box is in no list, no box is an empty object, and a text that looks like a number, like a truth value
    or like nothing is that.
    """
    if parsed.media_type != MULTIPART:
        return parsed
    body = [
        (name, _put_right(value) if name == "data" and isinstance(value, str) else value) for name, value in parsed.form
    ]
    return replace(parsed, body=body)


def _put_right(data: str) -> str:
    try:
        return json.dumps(json.loads(data, object_hook=_entry_or_box))
    except (ValueError, RecursionError):
        return data  # to be refused


def _entry_or_box(found: dict[str, Any]) -> dict[str, Any]:
    if "bndbox" in found:
        return {key: _text(value) if key in {"name", "ocr_text"} else value for key, value in found.items()}
    if isinstance(found.get("object"), dict):
        return {**found, "object": [box for box in [found["object"]] if box]}
    return found


def _text(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool | int | float) else value
