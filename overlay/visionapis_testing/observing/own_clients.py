"""The clients of this package that are observed, where they send their requests over a transport."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import httpx

from visionapis._http.client import AsyncClient, Client
from visionapis._transport.pool import Connections

from .httpx_messages import begin, end
from .ledger import Ledger
from .nesting import Nesting
from .patches import Patches


class OwnClients:
    """The clients of this package that are observed. They do not send over clients of httpx."""

    def __init__(self, ledger: Ledger, patches: Patches, nesting: Nesting) -> None:
        self._ledger = ledger
        self._patches = patches
        self._nesting = nesting

    def add(self, client: Client | AsyncClient) -> None:
        """Observe a client, and the copies of it that share its connections."""
        session = client._session  # pyright: ignore[reportPrivateUsage]  (of this package)
        self._patches.replace(session.connections, "get", self._wrap)

    def add_all(self) -> None:
        """Observe every client."""
        self._patches.replace(Connections, "get", self._wrap)

    def _wrap(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def get(*args: Any) -> Any:
            transport, limiter = original(*args)
            return (_Sender(transport, self._ledger, self._nesting) if self._ledger.is_open else transport), limiter

        return get


class _Sender(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Passes the requests of a client to its transport, which signs them."""

    def __init__(self, transport: Any, ledger: Ledger, nesting: Nesting) -> None:
        self._transport = transport
        self._ledger = ledger
        self._nesting = nesting

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._nesting.client():
            self._nesting.enter(request.method, request.url)
            recording = begin(self._ledger, request)
            response: httpx.Response = self._transport.handle_request(request)
            if recording:
                end(recording, request, response)
            return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with self._nesting.client():
            self._nesting.enter(request.method, request.url)
            recording = begin(self._ledger, request)
            response: httpx.Response = await self._transport.handle_async_request(request)
            if recording:
                end(recording, request, response)
            return response
