"""Requests that a server received beside recorded ones, and the contract's answers to them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from .recording import answer

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Operation
    from visionapis_testing.contracts.parsing import ParsedRequest


def comparable(request: ParsedRequest) -> dict[str, Any]:
    """What has to be equal in a request that is sent and one that was recorded.

    Without a body its type says nothing, and the order and the spelling of a JSON document neither.
    """
    body: Any = request.body
    if isinstance(body, str) and request.media_type == "application/json":
        body = json.loads(body)
    return {
        "method": request.method,
        "path": request.path,
        "query": sorted(request.query),
        "authorization": request.authorization,
        "media type": None if body is None else request.media_type,
        "body": body,
    }


def example(operation: Operation, **changes: object) -> tuple[int, str, bytes]:
    """Status, content type and body of the contract's first example of success, with some fields replaced."""
    status, response = next((status, each) for status, each in operation.data["responses"].items() if status[0] == "2")
    for content_type, content in response.get("content", {}).items():
        found = next(iter(content["examples"].values()))["value"]
        body = json.dumps({**found, **changes} if changes else found) if "json" in content_type else found
        return int(status), content_type, body.encode()
    return int(status), "text/plain", b""


def success(operation: Operation, **changes: object) -> bytes:
    """The same as a whole HTTP answer."""
    status, content_type, body = example(operation, **changes)
    return answer(body, status=f"{status} {HTTPStatus(status).phrase}", content_type=content_type)
