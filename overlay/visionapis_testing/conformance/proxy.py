"""An ASGI application between schemathesis and a server, which can edit requests and responses."""

from collections.abc import Callable, Coroutine
from typing import TypeAlias

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from visionapis._http.messages import parse_retry_after
from visionapis_testing.emulator.event_loop import run
from visionapis_testing.emulator.request_targets import raw_target

from .scenarios import Case

Sender: TypeAlias = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]
RequestEdit: TypeAlias = Callable[[httpx.Request], httpx.Request]
ResponseEdit: TypeAlias = Callable[[httpx.Request, httpx.Response], httpx.Response]
Locate: TypeAlias = Callable[[httpx.URL], httpx.URL]
"""Maps the URL of a request to an ASGI application, as schemathesis has it, to the URL where the request is sent."""

LOCATION = "x-visionapis-location"
"""The header that has the `Location` of a redirect on the way to schemathesis, which would follow it."""

_BUSY = (429, 503)
_TRANSFER_HEADERS = {b"content-length", b"content-encoding", b"transfer-encoding"}


class Proxy:
    """An ASGI application that forwards requests to another one, or to a server elsewhere."""

    def __init__(
        self,
        send: Sender,
        *,
        request: RequestEdit = lambda request: request,
        response: ResponseEdit = lambda request, response: response,
    ) -> None:
        self._send = send
        self._request = request
        self._response = response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one request and return its response."""
        if scope["type"] != "http":
            return
        received = Request(scope, receive)
        url = httpx.URL(str(received.base_url)).copy_with(raw_path=raw_target(scope))
        request = httpx.Request(received.method, url, headers=received.headers.raw, content=await received.body())
        upstream = self._response(request, await self._send(self._request(request)))
        response = Response(upstream.content, upstream.status_code)
        # As bytes: httpx decodes UTF-8 in them, which cannot be encoded again. The body is decoded and complete.
        response.raw_headers += [
            (LOCATION.encode() if name.lower() == b"location" else name.lower(), value)
            for name, value in upstream.headers.raw
            if name.lower() not in _TRANSFER_HEADERS
        ]
        await response(scope, receive, send)


def in_process(app: ASGIApp) -> Sender:
    """Return a function that sends requests to an ASGI application in this process."""
    transport = httpx.ASGITransport(app)

    async def send(request: httpx.Request) -> httpx.Response:
        response = await transport.handle_async_request(request)
        await response.aread()
        return response

    return send


def send_again(case: Case, request: httpx.Request) -> httpx.Response:
    """Send a check's own request to the server of a case."""
    return run(in_process(case.operation.schema.app)(request))


def over_network(client: httpx.Client, locate: Locate, pause: Callable[[float], None]) -> Sender:
    """Return a function that sends requests to a live server, and once more after the `Retry-After` of a 429 or 503.

    schemathesis does not get the server's URL: it would send probes of its own there, past the client's guard.
    """

    async def send(request: httpx.Request) -> httpx.Response:
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        relocated = httpx.Request(request.method, locate(request.url), headers=headers, content=request.content)
        response = client.send(relocated)  # noqa: ASYNC212 - one request at a time, each in a loop of its own
        delay = parse_retry_after(response.headers.get("retry-after"))
        if response.status_code in _BUSY and delay is not None:
            pause(delay)
            response = client.send(relocated)  # noqa: ASYNC212 - as above
        return response

    return send


def relocate(base_url: str, prefix: str) -> Locate:
    """Return a function that moves URLs to a base URL; `prefix` is the path prefix of the contract's own paths."""
    base = httpx.URL(base_url)
    base_path = base.raw_path.rstrip(b"/")

    def locate(url: httpx.URL) -> httpx.URL:
        return base.copy_with(raw_path=base_path + url.raw_path.removeprefix(prefix.encode()))

    return locate
