"""An in-process way into an ASGI application, for sync and async httpx clients alike."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import httpx
from starlette.types import ASGIApp

_Result = TypeVar("_Result")


def run(coroutine: Coroutine[None, None, _Result]) -> _Result:
    """Return what a coroutine does, from an event loop of its own; where one runs already, in another thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(coroutine)
    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(_run, coroutine).result()


def _run(coroutine: Coroutine[None, None, _Result]) -> _Result:
    # Not asyncio.run: it would leave the caller's thread without its current event loop.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        # A form that is refused before its end leaves its reader half done.
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


class InProcessTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Hands requests to an ASGI application without a socket. It holds nothing, so it need not be closed."""

    def __init__(self, app: ASGIApp) -> None:
        self._asgi = httpx.ASGITransport(app=app)

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
        # The application answers all at once: its whole answer is what a read of the network is.
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("read")):
                response = await self._asgi.handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout("timed out", request=request) from None
        return httpx.Response(response.status_code, headers=response.headers, content=await response.aread())
