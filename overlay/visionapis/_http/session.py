"""The one place where generated requests meet the network."""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from visionapis._transport.deadline import deadline
from visionapis.errors import NotFoundError

from .auth import without_frames
from .call import Call, Wait

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from visionapis._transport.pool import Connections
    from visionapis_generated.operation import Operation, Pages

    from .call import Settings
    from .limits import AsyncGate, Gate

T = TypeVar("T")
Page = TypeVar("Page")
Item = TypeVar("Item")

# What an answer that was read is left with: its own stream leads to the request with the key.
_READ = httpx.ByteStream(b"")


class Session:
    """Sends calls over the connections of a client, and gives back what their answers mean."""

    def __init__(self, settings: Settings, connections: Connections[httpx.BaseTransport, Gate]) -> None:
        """`connections` may be those of another session."""
        self.settings = settings
        self.connections = connections

    def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /) -> T:
        """Send a request of the generated client and read its answer. Raises VisionAPIError."""
        call = Call(self.settings, operation, request, parse)
        del request  # what a traceback with local variables would show
        while True:
            result = call.conclude(self._attempt(call))
            if not isinstance(result, Wait):
                return result
            time.sleep(result.seconds)

    def iterate(
        self,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], Page],
        pages: Pages[Page, Item],
        /,
    ) -> Iterator[Item]:
        """The items of every page, from the one that `request` asks for. Raises VisionAPIError."""
        from .pagination import Walk

        walk = Walk(operation, request, pages, self.settings.base_url)
        while walk.request is not None:
            try:
                page = self.call(operation, walk.request, parse)
            except NotFoundError as error:
                walk.turn_back(error)
            else:
                yield from walk.take(page)

    def close(self) -> None:
        """Close every connection, also those of sessions that share them."""
        self.connections.end().close()

    def _attempt(self, call: Call[T]) -> httpx.Response | BaseException:
        try:
            transport, gate = self.connections.use()
            with gate.passed(call.left()) if gate else nullcontext(), deadline(call.left()):
                response = transport.handle_request(call.keyed(call.build()))
                try:
                    response.read()
                finally:
                    response.close()
                    response.stream = _READ
        except BaseException as error:  # noqa: BLE001  (raised again where it is concluded, without its frames)
            return without_frames(error)
        return response


class AsyncSession:
    """Sends calls over the connections of a client without blocking, and gives back what their answers mean."""

    def __init__(self, settings: Settings, connections: Connections[httpx.AsyncBaseTransport, AsyncGate]) -> None:
        """`connections` may be those of another session."""
        self.settings = settings
        self.connections = connections

    async def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /) -> T:
        """Send a request of the generated client and read its answer. Raises VisionAPIError."""
        import asyncio

        call = Call(self.settings, operation, request, parse)
        del request  # what a traceback with local variables would show
        while True:
            result = call.conclude(await self._attempt(call))
            if not isinstance(result, Wait):
                return result
            await asyncio.sleep(result.seconds)

    async def iterate(
        self,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], Page],
        pages: Pages[Page, Item],
        /,
    ) -> AsyncIterator[Item]:
        """The items of every page, from the one that `request` asks for. Raises VisionAPIError."""
        from .pagination import Walk

        walk = Walk(operation, request, pages, self.settings.base_url)
        while walk.request is not None:
            try:
                page = await self.call(operation, walk.request, parse)
            except NotFoundError as error:
                walk.turn_back(error)
            else:
                for item in walk.take(page):
                    yield item

    async def aclose(self) -> None:
        """Close every connection, also those of sessions that share them."""
        await self.connections.end().aclose()

    async def _attempt(self, call: Call[T]) -> httpx.Response | BaseException:
        import asyncio

        try:
            transport, gate = self.connections.use()
            async with gate.passed(call.left()) if gate else nullcontext(), asyncio.timeout(call.left()):
                response = await transport.handle_async_request(call.keyed(call.build()))
                try:
                    if isinstance(response.stream, httpx.ByteStream):
                        response.read()  # in memory; the asynchronous way takes several times as long
                    else:
                        await response.aread()
                finally:
                    await response.aclose()
                    response.stream = _READ
        except BaseException as error:  # noqa: BLE001  (raised again where it is concluded, without its frames)
            return without_frames(error)
        return response
