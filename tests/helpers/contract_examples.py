"""Responses made from the examples of the contracts."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from .recording import make_response

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Operation


def example_of(operation: Operation, **changes: object) -> tuple[int, str, bytes]:
    """Return status, content type and body of the contract's first success example, with some fields replaced."""
    status, response = next((status, each) for status, each in operation.data["responses"].items() if status[0] == "2")
    for content_type, content in response.get("content", {}).items():
        value = next(iter(content["examples"].values()))["value"]
        body = json.dumps({**value, **changes} if changes else value) if "json" in content_type else value
        return int(status), content_type, body.encode()
    return int(status), "text/plain", b""


def success_response(operation: Operation, **changes: object) -> bytes:
    """Return the same example as a complete HTTP response."""
    status, content_type, body = example_of(operation, **changes)
    return make_response(body, status=f"{status} {HTTPStatus(status).phrase}", content_type=content_type)
