"""An in-process way into an ASGI application, for sync and async httpx clients alike."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
from starlette.types import ASGIApp


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
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return self._run(request)
        with ThreadPoolExecutor(max_workers=1) as executor:
            return executor.submit(self._run, request).result()

    def _run(self, request: httpx.Request) -> httpx.Response:
        # Not asyncio.run: it would leave the caller's thread without its current event loop.
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(self._answer(request))
        finally:
            loop.close()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        # The application answers all at once: its whole answer is what a read of the network is.
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("read")):
                response = await self._asgi.handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout("timed out", request=request) from None
        return httpx.Response(response.status_code, headers=response.headers, content=await response.aread())
