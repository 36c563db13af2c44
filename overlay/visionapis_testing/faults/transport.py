"""httpx transports that inject faults in front of any other transport, also of a live endpoint.

A transport has no connection to break. It raises the exception that httpx raises for a real one:

| fault | exception |
|---|---|
| ConnectionRefused | ConnectError; the request's body is not read |
| ConnectionDropped, before or in the body | RemoteProtocolError (a real reset can also raise ReadError) |
| ConnectionDropped, after the body | ReadError for `reset`, RemoteProtocolError for `close`; the request was sent |
| StaleConnection | RemoteProtocolError; every request counts as one on a reused connection |
| Latency, SlowResponse | a delay; ReadTimeout if one pause exceeds the read timeout |
| TruncatedResponse | RemoteProtocolError while the body is read |

Faults of the response are returned as responses. A fault that cannot be injected raises FaultError.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, cast

import httpx

from visionapis_testing.errors import FaultError

from .calls import identify_request
from .connections import ConnectionDropped, ConnectionRefused, Latency, SlowResponse, StaleConnection, TruncatedResponse
from .response import NOTHING, PlainResponse
from .responses import AnyKeyAccepted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from visionapis_testing.contracts.contract import Contract

    from .fault import Fault
    from .plan import FaultPlan


def failure(fault: Fault) -> httpx.TransportError | None:
    """Return the exception that httpx raises for a fault, or None if there is a response."""
    match fault:
        case ConnectionRefused():
            return httpx.ConnectError("Connection refused")
        case ConnectionDropped("after_body", "reset"):
            return httpx.ReadError("Connection reset by peer")
        case ConnectionDropped() | StaleConnection():
            return httpx.RemoteProtocolError("Server disconnected without sending a response.")
        case _:
            return None


def truncate(response: PlainResponse, fault: TruncatedResponse) -> tuple[bytes, httpx.RemoteProtocolError]:
    """Return the part of the body that arrives, and the exception that httpx raises after it."""
    arrived = response.body[: int(len(response.body) * fault.fraction)]
    return arrived, httpx.RemoteProtocolError(
        "peer closed connection without sending complete message body "
        f"(received {len(arrived)} bytes, expected {len(response.body)})"
    )


class FaultTransport(httpx.BaseTransport):
    """Injects a plan's faults into the requests that go through it."""

    def __init__(self, inner: httpx.BaseTransport, plan: FaultPlan, *, contract: Contract | None = None) -> None:
        """Wrap `inner`, which is closed with this transport.

        `contract` identifies the operations of other clients' requests, and the fields that responses must have.
        """
        self._inner = inner
        self._plan = plan
        self._contract = contract

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, with a fault if the plan has one for it."""
        call = identify_request(request, self._contract)
        fault = self._plan.take(call)
        if fault is None:
            return self._inner.handle_request(request)
        original = NOTHING
        if require_injectable(fault).reaches_server:
            response = self._inner.handle_request(request)
            response.read()
            original = _response(response)
        elif isinstance(fault, ConnectionDropped) and fault.at == "in_body":
            next(iter(cast("httpx.SyncByteStream", request.stream)), None)
        if error := failure(fault):
            raise error
        delivery = _Delivery(request, original, fault)
        time.sleep(delivery.seconds)
        return delivery.response(fault.alter(original, call.operation))

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()


class AsyncFaultTransport(httpx.AsyncBaseTransport):
    """Injects a plan's faults into the requests that go through it."""

    def __init__(self, inner: httpx.AsyncBaseTransport, plan: FaultPlan, *, contract: Contract | None = None) -> None:
        """Wrap `inner`. See FaultTransport."""
        self._inner = inner
        self._plan = plan
        self._contract = contract

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, with a fault if the plan has one for it."""
        call = identify_request(request, self._contract)
        fault = self._plan.take(call)
        if fault is None:
            return await self._inner.handle_async_request(request)
        original = NOTHING
        if require_injectable(fault).reaches_server:
            response = await self._inner.handle_async_request(request)
            await response.aread()
            original = _response(response)
        elif isinstance(fault, ConnectionDropped) and fault.at == "in_body":
            await anext(aiter(cast("httpx.AsyncByteStream", request.stream)), None)
        if error := failure(fault):
            raise error
        delivery = _Delivery(request, original, fault)
        await asyncio.sleep(delivery.seconds)
        return delivery.response(fault.alter(original, call.operation))

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


def require_injectable(fault: Fault) -> Fault:
    """Return the fault. Raises FaultError if only an emulator can inject it."""
    if isinstance(fault, AnyKeyAccepted):
        raise FaultError(f"{fault.kind}: only an emulator can accept any key; add the fault to its plan")
    return fault


def _response(response: httpx.Response) -> PlainResponse:
    return PlainResponse.of(response.status_code, response.headers.multi_items(), response.content)


class _Delivery:
    """The delay before a response, and the pauses within it."""

    def __init__(self, request: httpx.Request, response: PlainResponse, fault: Fault) -> None:
        timeout = request.extensions.get("timeout", {}).get("read")
        self._read_timeout = float("inf") if timeout is None else timeout
        self._fault = fault
        pause, times = 0.0, 1
        if isinstance(fault, Latency):
            pause = fault.seconds
        elif isinstance(fault, SlowResponse):
            pause, times = fault.pause, len(response.head()) if fault.part == "headers" else 1
        self._timed_out = pause > self._read_timeout
        self.seconds = self._read_timeout if self._timed_out else pause * times

    def response(self, response: PlainResponse) -> httpx.Response:
        """Return the response to deliver after the delay. Raises ReadTimeout if the read timeout is exceeded."""
        if self._timed_out:
            raise httpx.ReadTimeout("timed out")
        stream = _Stream(response, self._fault)
        return httpx.Response(response.status_code, headers=response.framed_headers, stream=stream)


class _Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, response: PlainResponse, fault: Fault) -> None:
        self._body = response.body
        self._end: httpx.RemoteProtocolError | None = None
        self._pause = 0.0
        if isinstance(fault, TruncatedResponse):
            self._body, self._end = truncate(response, fault)
        elif isinstance(fault, SlowResponse) and fault.part == "body":
            self._pause = fault.pause

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces():
            time.sleep(self._pause)
            yield piece
        if self._end:
            raise self._end

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces():
            await asyncio.sleep(self._pause)
            yield piece
        if self._end:
            raise self._end

    def _pieces(self) -> list[bytes]:
        if not self._pause:
            return [self._body]
        return [self._body[index : index + 1] for index in range(len(self._body))]
