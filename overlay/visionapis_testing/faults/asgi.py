"""Faults in an ASGI application.

ASGI has no word for breaking a connection. Served by `visionapis_testing.server`, an application finds the connection
in its scope and breaks it for real. Called in process, it raises what httpx raises for a broken connection, which its
ASGITransport passes on; any other server makes status 500 of that.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.errors import FaultError

from .connections import ConnectionLost, ConnectionRefused, Drip, HalfAnswer, KeepAliveLost, Latency
from .response import NOTHING, Answer, refusal
from .responses import WrongKeyAccepted
from .sockets import PATIENCE, reset_on_close

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
    """The connection under a request."""

    transport: asyncio.Transport
    requests: int = 0
    """How many requests came on it, with the present one."""

    def offer(self, scope: MutableMapping[str, object]) -> None:
        """Put the connection where an application finds it, for one more request."""
        self.requests += 1
        scope["extensions"] = {_EXTENSION: self}


def connection_of(scope: Scope) -> Connection | None:
    """Return the connection of a request, None where the server does not offer it."""
    found: Connection | None = scope.get("extensions", {}).get(_EXTENSION)
    return found


def accepts_any_key(request: Request) -> bool:
    """Whether a wrong key is to be taken for the right one."""
    return _ANY_KEY in request.scope


async def respond(
    request: Request, fault: Fault, operation: Operation | None, handler: Callable[[Request], Awaitable[Response]]
) -> FaultyResponse:
    """Return a request's answer with a fault, of which the connection's part happens when it is sent."""
    connection = connection_of(request.scope)
    answer = NOTHING
    try:
        if isinstance(fault, ConnectionRefused) and connection:
            raise FaultError(f"{fault.kind}: the connection is made already; close the server, or use a FaultTransport")
        if isinstance(fault, WrongKeyAccepted):
            request.scope[_ANY_KEY] = True
        if fault.reaches_server:
            response = await handler(request)
            answer = Answer.of(response.status_code, response.headers.items(), bytes(response.body))
        elif isinstance(fault, ConnectionLost):
            await _read(request, fault.read)
        return FaultyResponse(fault.alter(answer, operation), fault)
    except FaultError as error:
        return FaultyResponse(refusal(error), None)


class FaultyResponse(Response):
    """An answer that is sent as a fault says."""

    def __init__(self, answer: Answer, fault: Fault | None) -> None:
        super().__init__(answer.body, answer.status)
        self.raw_headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.framed_headers]
        self._answer = answer
        self._fault = fault

    @property
    def sent_status(self) -> int | None:
        """The status; None where none is sent."""
        if self._fault is None:
            return self.status_code
        from .transport import failure  # httpx takes long to load, here and below

        return None if failure(self._fault) else self.status_code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, or break the connection."""
        connection = connection_of(scope)
        match self._fault:
            case ConnectionRefused() | ConnectionLost() | KeepAliveLost() | HalfAnswer() | Drip() as fault:
                if connection:
                    await self._over(connection.transport, fault, receive)
                else:
                    await self._in_process(fault, send)
            case fault:
                if isinstance(fault, Latency):
                    await asyncio.sleep(fault.seconds)
                await super().__call__(scope, receive, send)

    async def _in_process(self, fault: Fault, send: Send) -> None:
        from .transport import cut, failure

        if error := failure(fault):
            raise error
        if isinstance(fault, Drip) and fault.part == "headers":
            await asyncio.sleep(fault.pause * len(self._answer.head()))
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if isinstance(fault, HalfAnswer):
            part, error = cut(self._answer, fault)
            await send({"type": "http.response.body", "body": part, "more_body": True})
            raise error
        pause = fault.pause if isinstance(fault, Drip) and fault.part == "body" else 0.0
        for piece in _pieces(self._answer.body, pause):
            await asyncio.sleep(pause)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _over(self, transport: asyncio.Transport, fault: Fault, receive: Receive) -> None:
        """Write to the connection past the server, and close it: the server could not go on with it."""
        head = self._answer.head(("connection", "close"))
        match fault:
            case ConnectionLost(how="reset"):
                reset_on_close(transport.get_extra_info("socket"))
                transport.abort()
            case Drip():
                drips, rest = (head, self._answer.body) if fault.part == "headers" else (self._answer.body, b"")
                transport.write(b"" if fault.part == "headers" else head)
                for piece in _pieces(drips, fault.pause):
                    await asyncio.sleep(fault.pause)
                    if transport.is_closing():
                        break
                    transport.write(piece)
                transport.write(rest)
            case HalfAnswer():
                from .transport import cut

                transport.write(head + cut(self._answer, fault)[0])
            case _:
                pass
        await _close(transport, receive)


async def _close(transport: asyncio.Transport, receive: Receive) -> None:
    """End this side, and read what is left: closing a socket with unread bytes would send a reset."""
    if not transport.is_closing():
        transport.write_eof()
    try:
        async with asyncio.timeout(PATIENCE):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        transport.close()
        while (await receive())["type"] != "http.disconnect":
            pass


async def _read(request: Request, fraction: float) -> None:
    """Read so much of the body; of one without a length, what came first."""
    left = int(request.headers.get("content-length", "0")) * fraction
    while fraction:
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left <= 0 or not message.get("more_body"):
            return


def _pieces(data: bytes, pause: float) -> list[bytes]:
    return [data[index : index + 1] for index in range(len(data))] if pause else [data]
