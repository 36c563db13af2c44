"""Transports of httpx that are observed."""

from types import TracebackType
from typing import Any, Self

import httpx

from .httpx_messages import begin, end
from .ledger import Ledger
from .traffic import ContractTraffic


class ObservedTransport(httpx.BaseTransport):
    """A transport that passes requests to another one and observes them."""

    def __init__(self, transport: Any, ledger: Ledger, traffic: ContractTraffic) -> None:
        """Observe a transport."""
        self.traffic = traffic
        """The exchanges until now."""
        self._transport = transport
        self._ledger = ledger

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        recording = begin(self._ledger, request)
        response: httpx.Response = self._transport.handle_request(request)
        if recording:
            end(recording, request, response)
        return response

    def close(self) -> None:
        """Close the transport."""
        self._transport.close()

    def __enter__(self) -> Self:
        self._transport.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self._transport.__exit__(exc_type, exc_value, traceback)


class AsyncObservedTransport(httpx.AsyncBaseTransport):
    """The same for an async transport."""

    def __init__(self, transport: Any, ledger: Ledger, traffic: ContractTraffic) -> None:
        """Observe a transport."""
        self.traffic = traffic
        """The exchanges until now."""
        self._transport = transport
        self._ledger = ledger

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        recording = begin(self._ledger, request)
        response: httpx.Response = await self._transport.handle_async_request(request)
        if recording:
            end(recording, request, response)
        return response

    async def aclose(self) -> None:
        """Close the transport."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self._transport.__aexit__(exc_type, exc_value, traceback)


class AnyObservedTransport(ObservedTransport, AsyncObservedTransport):
    """The same for a transport that is both."""


def observed(
    transport: httpx.BaseTransport | httpx.AsyncBaseTransport, ledger: Ledger, traffic: ContractTraffic
) -> ObservedTransport | AsyncObservedTransport:
    """Return an observed transport of the same kinds."""
    is_sync, is_async = isinstance(transport, httpx.BaseTransport), isinstance(transport, httpx.AsyncBaseTransport)
    if is_sync and is_async:
        return AnyObservedTransport(transport, ledger, traffic)
    return (ObservedTransport if is_sync else AsyncObservedTransport)(transport, ledger, traffic)
