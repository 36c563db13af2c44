"""An in-process httpx transport into an ASGI application, for sync and async clients."""

import asyncio
from typing import cast

import httpx
from starlette.types import ASGIApp, Message, Scope

from .event_loop import run

VENDOR = "visionapis.emulator"
"""The extension of a response that names the vendor of the emulator that it comes from."""


class InProcessTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that passes requests to an ASGI application without a socket. It need not be closed.

    httpx.ASGITransport serves async clients only, and its search for trio in each request takes half as long as an
    emulator's response.
    """

    def __init__(self, app: ASGIApp, vendor: str) -> None:
        self._app = app
        self._vendor = vendor

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Respond in the running event loop."""
        return await self._respond(request)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Respond in an event loop of this request.

        Inside a running event loop (a notebook, an async test), it responds in another thread, and the caller's loop is
        blocked as with any synchronous transport.
        """
        request.read()
        return run(self._respond(request))

    async def _respond(self, request: httpx.Request) -> httpx.Response:
        exchange = _Exchange(request)
        # The response comes as a whole, so that the read timeout applies to all of it.
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("read")):
                await self._app(exchange.scope, exchange.receive, exchange.send)
        except TimeoutError:
            raise httpx.ReadTimeout("timed out", request=request) from None
        response = exchange.response()
        response.extensions[VENDOR] = self._vendor
        return response


class _Exchange:
    """The ASGI scope and callables of a request, and the response that the application sends."""

    def __init__(self, request: httpx.Request) -> None:
        url = request.url
        self.scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "server": (url.host, url.port),
            "client": ("127.0.0.1", 0),
        }
        self._chunks = aiter(cast("httpx.AsyncByteStream", request.stream))
        self._has_body = request.method != "HEAD"
        self._start: Message = {}
        self._body = bytearray()

    async def receive(self) -> Message:
        """Return the next chunk of the request's body."""
        chunk = await anext(self._chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(self, message: Message) -> None:
        """Take the start of the response, or a chunk of its body."""
        if message["type"] == "http.response.start":
            self._start = message
        elif self._has_body:
            self._body += message.get("body", b"")

    def response(self) -> httpx.Response:
        """Return the complete response."""
        return httpx.Response(self._start["status"], headers=self._start["headers"], content=bytes(self._body))
