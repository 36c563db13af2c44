"""An in-process way into an ASGI application, for sync and async httpx clients alike."""

import asyncio
from typing import cast

import httpx
from starlette.types import ASGIApp, Message, Scope

from .event_loop import run


class InProcessTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Hands requests to an ASGI application without a socket. It holds nothing, so it need not be closed.

    httpx.ASGITransport does the same, but takes half as long as an emulator's answer, as it looks for trio each time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request in the running event loop."""
        return await self._answer(request)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request in an event loop of its own.

        A sync client that is called inside a running event loop (a notebook, an async test) blocks that loop, as it
        would with any transport; its request is answered in another thread.
        """
        request.read()
        return run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        exchange = _Exchange(request)
        # The application answers all at once: its whole answer is what a read of the network is.
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("read")):
                await self._app(exchange.scope, exchange.receive, exchange.send)
        except TimeoutError:
            raise httpx.ReadTimeout("timed out", request=request) from None
        return exchange.response()


class _Exchange:
    """A request as an ASGI application receives it, and what it sends back."""

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
        self._pieces = aiter(cast("httpx.AsyncByteStream", request.stream))
        self._has_body = request.method != "HEAD"
        self._start: Message = {}
        self._body = bytearray()

    async def receive(self) -> Message:
        """Return the next piece of the body."""
        piece = await anext(self._pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(self, message: Message) -> None:
        """Take the head of the answer, or a piece of its body."""
        if message["type"] == "http.response.start":
            self._start = message
        elif self._has_body:
            self._body += message.get("body", b"")

    def response(self) -> httpx.Response:
        """Return the whole answer."""
        return httpx.Response(self._start["status"], headers=self._start["headers"], content=bytes(self._body))
