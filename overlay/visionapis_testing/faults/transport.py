"""httpx transports that inject faults, in front of any other transport, a live endpoint's too.

A transport has no connection to break. It raises what httpx raises when a real one breaks:

ConnectionRefused               ConnectError; the request's body is not touched
ConnectionLost, in the body     RemoteProtocolError; of the body not a byte, or the first piece, is taken. A real reset
  or before                     can be a ReadError too, when httpx has written all before it comes
ConnectionLost, after the body  ReadError for a reset, RemoteProtocolError for an orderly end; the inner transport has
                                made the call
KeepAliveLost                   RemoteProtocolError; every request counts as one on a connection that served before
Latency, Drip                   a wait; ReadTimeout after the request's read timeout, where one pause is longer
HalfAnswer                      RemoteProtocolError, from the stream of the body

Faults of the answer are answers. A fault that cannot be injected raises FaultError.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, cast

import httpx

from visionapis_testing.errors import FaultError

from .calls import identify_request
from .connections import ConnectionLost, ConnectionRefused, Drip, HalfAnswer, KeepAliveLost, Latency
from .response import NOTHING, Answer
from .responses import WrongKeyAccepted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from visionapis_testing.contracts.contract import Contract

    from .fault import Fault
    from .plan import FaultPlan


def failure(fault: Fault) -> httpx.TransportError | None:
    """Return what httpx raises in place of an answer, None where there is one."""
    match fault:
        case ConnectionRefused():
            return httpx.ConnectError("Connection refused")
        case ConnectionLost("after_body", "reset"):
            return httpx.ReadError("Connection reset by peer")
        case ConnectionLost() | KeepAliveLost():
            return httpx.RemoteProtocolError("Server disconnected without sending a response.")
        case _:
            return None


def cut(answer: Answer, fault: HalfAnswer) -> tuple[bytes, httpx.RemoteProtocolError]:
    """Return what arrives of an answer's body, and what httpx raises then."""
    arrived = answer.body[: int(len(answer.body) * fault.fraction)]
    return arrived, httpx.RemoteProtocolError(
        "peer closed connection without sending complete message body "
        f"(received {len(arrived)} bytes, expected {len(answer.body)})"
    )


class FaultTransport(httpx.BaseTransport):
    """Injects a plan's faults into the requests that go through it."""

    def __init__(self, inner: httpx.BaseTransport, plan: FaultPlan, *, contract: Contract | None = None) -> None:
        """`inner` makes the other calls, and is closed with this one.

        `contract` tells the operations of requests that no client of visionapis made, and which fields are required.
        """
        self._inner = inner
        self._plan = plan
        self._contract = contract

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, with its fault if it gets one."""
        call = identify_request(request, self._contract)
        fault = self._plan.take(call)
        if fault is None:
            return self._inner.handle_request(request)
        answer = NOTHING
        if _unsupported(fault).reaches_server:
            response = self._inner.handle_request(request)
            response.read()
            answer = _answer(response)
        elif isinstance(fault, ConnectionLost) and fault.moment == "in_body":
            next(iter(cast("httpx.SyncByteStream", request.stream)), None)
        if error := failure(fault):
            raise error
        wait = _Wait(request, answer, fault)
        time.sleep(wait.seconds)
        return wait.response(fault.alter(answer, call.operation))

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()


class AsyncFaultTransport(httpx.AsyncBaseTransport):
    """Injects a plan's faults into the requests that go through it."""

    def __init__(self, inner: httpx.AsyncBaseTransport, plan: FaultPlan, *, contract: Contract | None = None) -> None:
        """Take what FaultTransport takes."""
        self._inner = inner
        self._plan = plan
        self._contract = contract

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, with its fault if it gets one."""
        call = identify_request(request, self._contract)
        fault = self._plan.take(call)
        if fault is None:
            return await self._inner.handle_async_request(request)
        answer = NOTHING
        if _unsupported(fault).reaches_server:
            response = await self._inner.handle_async_request(request)
            await response.aread()
            answer = _answer(response)
        elif isinstance(fault, ConnectionLost) and fault.moment == "in_body":
            await anext(aiter(cast("httpx.AsyncByteStream", request.stream)), None)
        if error := failure(fault):
            raise error
        wait = _Wait(request, answer, fault)
        await asyncio.sleep(wait.seconds)
        return wait.response(fault.alter(answer, call.operation))

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


def _unsupported(fault: Fault) -> Fault:
    if isinstance(fault, WrongKeyAccepted):
        raise FaultError("wrong_key_accepted: only an emulator can accept a wrong key; add the fault to its plan")
    return fault


def _answer(response: httpx.Response) -> Answer:
    return Answer.of(response.status_code, response.headers.multi_items(), response.content)


class _Wait:
    """How long an answer's first byte takes, and how the rest comes."""

    def __init__(self, request: httpx.Request, answer: Answer, fault: Fault) -> None:
        longest = request.extensions.get("timeout", {}).get("read")
        self._longest = float("inf") if longest is None else longest
        self._fault = fault
        pause, times = 0.0, 1
        if isinstance(fault, Latency):
            pause = fault.seconds
        elif isinstance(fault, Drip):
            pause, times = fault.pause, len(answer.head()) if fault.part == "headers" else 1
        self._timed_out = pause > self._longest
        self.seconds = self._longest if self._timed_out else pause * times

    def response(self, answer: Answer) -> httpx.Response:
        """Return the answer after the wait. Raises ReadTimeout when it took too long."""
        if self._timed_out:
            raise httpx.ReadTimeout("timed out")
        stream = _Stream(answer, self._fault)
        return httpx.Response(answer.status, headers=answer.framed_headers, stream=stream)


class _Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, answer: Answer, fault: Fault) -> None:
        self._body = answer.body
        self._end: httpx.RemoteProtocolError | None = None
        self._pause = 0.0
        if isinstance(fault, HalfAnswer):
            self._body, self._end = cut(answer, fault)
        elif isinstance(fault, Drip) and fault.part == "body":
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
