"""HTTP Archives of the traffic between clients and emulators, and changes in them."""

from __future__ import annotations

import base64
import copy
import json
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import httpx

from tests.helpers.canary_calls import all_calls
from visionapis import VisionAPIError
from visionapis_testing.vendors import emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = dict[str, Any]

FIRST = "2026-11-21T08:00:00.000Z"


class Recorder(httpx.BaseTransport):
    """A transport that keeps each request with its response, as an entry of an archive."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        """Wrap another transport."""
        self._transport = transport
        self.entries: list[Json] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        content = request.read()
        response = self._transport.handle_request(request)
        response.read()
        self.entries.append(entry(request, content, response))
        return response


def entry(request: httpx.Request, content: bytes, response: httpx.Response, started: str = FIRST) -> Json:
    """Return an entry of an archive, with the response's body in base64."""
    return {
        "startedDateTime": started,
        "time": 20.5,
        "request": {
            "method": request.method,
            "url": str(request.url),
            "headers": _pairs(request.headers),
            "postData": {
                "mimeType": request.headers.get("content-type", ""),
                "text": base64.b64encode(content).decode(),
                "comment": "base64",
            },
        },
        "response": {
            "status": response.status_code,
            "headers": _pairs(response.headers),
            "content": {"text": base64.b64encode(response.content).decode(), "encoding": "base64"},
        },
    }


def _pairs(headers: httpx.Headers) -> list[Json]:
    return [{"name": name, "value": value} for name, value in headers.multi_items()]


@cache
def _recorded(vendor: str) -> tuple[Json, ...]:
    emulated: Any = emulator(vendor)
    recorder = Recorder(emulated.transport())
    with emulated.client(transport=recorder, max_retries=0) as client:
        for call in all_calls(vendor):
            with suppress(VisionAPIError):
                call.send(client)
    return tuple(recorder.entries)


def recorded(vendor: str) -> list[Json]:
    """Return the entries of every call of a vendor's client with the contract's example, sent to an emulator."""
    return copy.deepcopy(list(_recorded(vendor)))


def archive(entries: list[Json]) -> Json:
    """Return an archive of entries."""
    return {"log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": entries}}


def body_of(each: Json) -> Any:
    """Return the parsed body of an entry's response; None if it is not JSON."""
    try:
        return json.loads(base64.b64decode(each["response"]["content"]["text"]))
    except ValueError:
        return None


def put_body(each: Json, body: object) -> None:
    """Replace the body of an entry's response."""
    each["response"]["content"]["text"] = base64.b64encode(json.dumps(body).encode()).decode()


def objects(value: Any, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Yield the objects in a body with their JSON pointers, in which `*` stands for an index."""
    if isinstance(value, dict):
        yield pointer, value
        for name, member in value.items():
            yield from objects(member, f"{pointer}/{name}")
    elif isinstance(value, list):
        for member in value:
            yield from objects(member, f"{pointer}/*")


def successes(entries: list[Json], suits: Callable[[Any], bool] = bool) -> list[Json]:
    """Return the entries of successful responses with a JSON body that suits."""
    return [each for each in entries if 200 <= each["response"]["status"] < 300 and suits(body_of(each))]
