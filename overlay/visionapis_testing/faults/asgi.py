"""Faults in an ASGI application.

ASGI cannot break a connection. `visionapis_testing.emulator.server` adds the connection to the scope, so that the
application can break it. Called in process, the application raises the exception that httpx raises for a broken
connection, and httpx's ASGITransport passes it on; any other server turns it into status 500.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.errors import FaultError

from .connections import ConnectionDropped, ConnectionRefused, Latency, SlowResponse, StaleConnection, TruncatedResponse
from .response import NOTHING, PlainResponse, error_response
from .responses import AnyKeyAccepted
from .sockets import DRAIN_TIMEOUT, reset_on_close

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from visionapis_testing.contracts.contract import Operation

    from .fault import Fault

_EXTENSION = "visionapis.connection"
_ANY_KEY = "visionapis.any_key"


@dataclass(slots=True)
class Connection:
    """The connection of a request."""

    transport: asyncio.Transport
    requests: int = 0
    """The number of requests on it, the current one included."""

    def add_to_scope(self, scope: MutableMapping[str, object]) -> None:
        """Add the connection to the scope of another request."""
        self.requests += 1
        scope["extensions"] = {_EXTENSION: self}


def connection_of(scope: Scope) -> Connection | None:
    """Return the connection of a request, or None if the server does not provide it."""
    found: Connection | None = scope.get("extensions", {}).get(_EXTENSION)
    return found


def accepts_any_key(request: Request) -> bool:
    """Return whether a wrong key is accepted for this request."""
    return _ANY_KEY in request.scope


async def respond(
    request: Request, fault: Fault, operation: Operation | None, handler: Callable[[Request], Awaitable[Response]]
) -> FaultyResponse:
    """Return the response to a request with a fault; the connection breaks when the response is sent."""
    connection = connection_of(request.scope)
    original = NOTHING
    try:
        if isinstance(fault, ConnectionRefused) and connection:
            raise FaultError(f"{fault.kind}: a served application cannot refuse a connection that exists already")
        if isinstance(fault, AnyKeyAccepted):
            request.scope[_ANY_KEY] = True
        if fault.reaches_server:
            response = await handler(request)
            original = PlainResponse.of(response.status_code, response.headers.items(), bytes(response.body))
        elif isinstance(fault, ConnectionDropped):
            await _read(request, fault.body_fraction)
        return FaultyResponse(fault.alter(original, operation), fault)
    except FaultError as error:
        return FaultyResponse(error_response(error), None)


class FaultyResponse(Response):
    """A response that is sent with a fault."""

    def __init__(self, response: PlainResponse, fault: Fault | None) -> None:
        super().__init__(response.body, response.status_code)
        self.raw_headers = response.raw_headers
        self._response = response
        self._fault = fault

    @property
    def sent_status(self) -> int | None:
        """The status, or None if none is sent."""
        if self._fault is None:
            return self.status_code
        from .transport import failure  # loads httpx, which is slow; here and below

        return None if failure(self._fault) else self.status_code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response, or break the connection."""
        connection = connection_of(scope)
        match self._fault:
            case (
                ConnectionRefused()
                | ConnectionDropped()
                | StaleConnection()
                | TruncatedResponse()
                | SlowResponse() as fault
            ):
                if connection:
                    await self._send_raw(connection.transport, fault, receive)
                else:
                    await self._in_process(fault, send)
            case fault:
                if isinstance(fault, Latency):
                    await asyncio.sleep(fault.seconds)
                await super().__call__(scope, receive, send)

    async def _in_process(self, fault: Fault, send: Send) -> None:
        from .transport import failure, truncate

        if error := failure(fault):
            raise error
        if isinstance(fault, SlowResponse) and fault.part == "headers":
            await asyncio.sleep(fault.pause * len(self._response.head()))
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if isinstance(fault, TruncatedResponse):
            part, error = truncate(self._response, fault)
            await send({"type": "http.response.body", "body": part, "more_body": True})
            raise error
        pause = fault.pause if isinstance(fault, SlowResponse) and fault.part == "body" else 0.0
        for piece in _pieces(self._response.body, pause):
            await asyncio.sleep(pause)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_raw(self, transport: asyncio.Transport, fault: Fault, receive: Receive) -> None:
        """Write to the connection directly and close it, because the server cannot continue on it."""
        head = self._response.head(("connection", "close"))
        match fault:
            case ConnectionDropped(mode="reset"):
                reset_on_close(transport.get_extra_info("socket"))
                transport.abort()
            case SlowResponse():
                slow, rest = (head, self._response.body) if fault.part == "headers" else (self._response.body, b"")
                transport.write(b"" if fault.part == "headers" else head)
                for piece in _pieces(slow, fault.pause):
                    await asyncio.sleep(fault.pause)
                    if transport.is_closing():
                        break
                    transport.write(piece)
                transport.write(rest)
            case TruncatedResponse():
                from .transport import truncate

                transport.write(head + truncate(self._response, fault)[0])
            case _:
                pass
        await _close(transport, receive)


async def _close(transport: asyncio.Transport, receive: Receive) -> None:
    """Close the sending side and read the rest: closing a socket with unread bytes would send a reset."""
    if not transport.is_closing():
        with suppress(OSError):  # the client may have reset the connection
            transport.write_eof()
    try:
        while (await asyncio.wait_for(receive(), DRAIN_TIMEOUT))["type"] != "http.disconnect":
            pass
    except TimeoutError:
        transport.close()
        while (await receive())["type"] != "http.disconnect":
            pass


async def _read(request: Request, fraction: float) -> None:
    """Read a fraction of the body; without a content-length, its first chunk."""
    left = int(request.headers.get("content-length", "0")) * fraction
    while fraction:
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left <= 0 or not message.get("more_body"):
            return


def _pieces(data: bytes, pause: float) -> list[bytes]:
    return [data[index : index + 1] for index in range(len(data))] if pause else [data]
