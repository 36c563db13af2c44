"""A server whose responses test what clients do with them: redirects, challenges, compression, large bodies."""

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import starlette.requests
import starlette.responses

from visionapis_testing.emulator.server import serve as serve_app
from visionapis_testing.observing.bodies import MAX_BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.types import Receive, Scope, Send

TASKS = "/recognition/v2/task"
UPLOAD = "/recognition/v2/training-image"
VENDOR = "ximilar"
KEY = {"Authorization": "Token test-key"}

PAGE = json.dumps({"count": 0, "next": None, "previous": None, "results": []}).encode()
WRONG = PAGE.replace(b'"count": 0', b'"count": "many"')
LARGE = PAGE.replace(b'"results"', b'"more": "' + b"x" * MAX_BODY_BYTES + b'", "results"')

_JSON = ("content-type", "application/json")
_CHALLENGE = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'

Response = tuple[int, list[tuple[str, str]], bytes]


def _respond(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
    path, _, query = target.partition("?")
    kind = dict(each.partition("=")[::2] for each in query.split("&")).get("workspace", "")
    if method == "POST":
        kind = "echo"
    match kind:
        case "redirect":
            return 307, [("location", f"{path}?workspace=wrong")], b""
        case "digest" if "digest" not in headers.get("authorization", "").lower():
            return 401, [_JSON, ("www-authenticate", _CHALLENGE)], b'{"detail": "no"}'
        case "gzip":
            return 200, [_JSON, ("content-encoding", "gzip")], gzip.compress(WRONG)
        case "bomb":
            return 200, [_JSON, ("content-encoding", "gzip")], gzip.compress(LARGE)
        case "large":
            return 200, [_JSON], LARGE
        case "echo":
            return 200, [("content-type", "text/plain"), ("x-length", str(len(body)))], body[:100]
        case "right":
            return 200, [_JSON], PAGE
        case _:
            return 200, [_JSON], WRONG


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    request = starlette.requests.Request(scope, receive)
    body = await request.body()
    status, headers, content = _respond(request.method, str(request.url), request.headers, body)
    await starlette.responses.Response(content, status, dict(headers))(scope, receive, send)


@contextmanager
def serve() -> Iterator[str]:
    """Serve and yield the URL of the list of tasks."""
    with serve_app(_app, "127.0.0.1", 0) as url:
        yield url + TASKS
