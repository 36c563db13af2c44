"""Send the requests of generated clients over a transport, sync and async."""

from __future__ import annotations

import time
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from visionapis._transport.content import aread_content, read_content
from visionapis._transport.deadline import deadline
from visionapis.errors import NotFoundError

from .call import GATE, Call, RetryAfter
from .concurrency import check_stopped, pause, pause_async
from .log_records import redacted_logs
from .reading import Reader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    import httpx

    from visionapis._transport.pool import Connections
    from visionapis_generated.operation import Operation, Pagination

    from .limits import AsyncLimiter, Limiter
    from .settings import Settings

T = TypeVar("T")
Page = TypeVar("Page")
Item = TypeVar("Item")


class Session:
    """Sends the calls of a client and returns their parsed responses."""

    def __init__(self, settings: Settings, connections: Connections[httpx.BaseTransport, Limiter]) -> None:
        """Make a session; sessions may share `connections`."""
        self.settings = settings
        self.connections = connections

    def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /) -> T:
        """Send a request of a generated client and return its parsed response. Raises VisionAPIError."""
        check_stopped()
        call = Call(self.settings, operation, request, parse, self.connections.secrets, self.connections.proxy)
        del request  # holds file names and contents, which tracebacks with local variables would show
        call.prepare()
        while True:
            result = call.handle_outcome(self._attempt(call))
            if not isinstance(result, RetryAfter):
                return result
            pause(result.delay)

    def iterate(
        self,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], Page],
        pages: Pagination[Page, Item],
        /,
    ) -> Iterator[Item]:
        """Yield the items of every page, beginning with the page of `request`. Raises VisionAPIError."""
        from .pagination import Paginator

        paginator = Paginator(request, pages, self.settings.base_url)
        while paginator.request is not None:
            try:
                items = Reader(paginator.add_page).call(partial(self.call, operation, paginator.request, parse))
            except NotFoundError as error:
                paginator.handle_missing_page(error)
            else:
                yield from items

    def close(self) -> None:
        """Close the connections, also for sessions that share them."""
        if (transport := self.connections.close()) is not None:
            transport.close()

    def _attempt(self, call: Call[T]) -> httpx.Response | BaseException:
        """Send one request, and return its response or the exception."""
        place = end = None
        try:
            _, limiter = self.connections.get()
            place = limiter.acquire(call.remaining()) if limiter else None
            with place or nullcontext(0.0) as queued, (end := deadline(call.extend(queued))), redacted_logs(call):
                call.credentials.resolve()
                if call.credentials.tokens:
                    from .token_requests import take_token

                    take_token(self, call)
                transport, _ = self.connections.get()  # again: the client may have been closed meanwhile
                request = call.sign(call.build())
                if self.connections.proxy:
                    request.extensions["trace"] = call.note_progress
                response = transport.handle_request(request)
                try:
                    return read_content(response, self.settings.max_response_bytes, call.remaining)
                finally:
                    response.close()
        except BaseException as error:  # noqa: BLE001  (handle_outcome retries or raises)
            if not isinstance(error, Exception):
                # An interrupt may have come before the end of a block, and a garbage collector would end it too late.
                for each in (end, place):
                    if each:
                        each.gen.close()
                self.connections.leave()
            return error


class AsyncSession:
    """Sends the calls of an async client and returns their parsed responses."""

    def __init__(self, settings: Settings, connections: Connections[httpx.AsyncBaseTransport, AsyncLimiter]) -> None:
        """Make a session; sessions may share `connections`."""
        self.settings = settings
        self.connections = connections

    async def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /) -> T:
        """Send a request of a generated client and return its parsed response. Raises VisionAPIError."""
        from visionapis._transport.loops import running_loop

        check_stopped()
        call = Call(self.settings, operation, request, parse, self.connections.secrets, self.connections.proxy)
        del request  # holds file names and contents, which tracebacks with local variables would show
        running_loop()
        call.prepare()
        while True:
            result = call.handle_outcome(await self._attempt(call))
            if not isinstance(result, RetryAfter):
                return result
            await pause_async(result.delay)

    async def iterate(
        self,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], Page],
        pages: Pagination[Page, Item],
        /,
    ) -> AsyncIterator[Item]:
        """Yield the items of every page, beginning with the page of `request`. Raises VisionAPIError."""
        from .pagination import Paginator

        paginator = Paginator(request, pages, self.settings.base_url)
        while paginator.request is not None:
            try:
                fetch = partial(self.call, operation, paginator.request, parse)
                items = await Reader(paginator.add_page).call_async(fetch)
            except NotFoundError as error:
                paginator.handle_missing_page(error)
            else:
                for item in items:
                    yield item

    async def aclose(self) -> None:
        """Close the connections, also for sessions that share them."""
        from visionapis._transport.loops import running_loop

        running_loop()
        if (transport := self.connections.close()) is not None:
            await transport.aclose()

    async def _attempt(self, call: Call[T]) -> httpx.Response | BaseException:
        """Send one request, and return its response or the exception."""
        import asyncio

        try:
            if gate := GATE.get():
                start = time.monotonic()
                await gate.acquire()
                call.extend(time.monotonic() - start)
            _, limiter = self.connections.get()
            async with (
                limiter.acquire(call.remaining()) if limiter else nullcontext(0.0) as queued,
                asyncio.timeout(call.extend(queued)),
            ):
                await call.credentials.aresolve()
                if call.credentials.tokens:
                    from .token_requests import take_token_async

                    await take_token_async(self, call)
                if gate:
                    await gate.before_send()
                transport, _ = self.connections.get()  # again: the client may have been closed meanwhile
                with redacted_logs(call):
                    request = call.sign(call.build())
                    request.extensions["trace"] = call.trace
                    response = await transport.handle_async_request(request)
                    try:
                        return await aread_content(response, self.settings.max_response_bytes, call.remaining)
                    finally:
                        await response.aclose()
        except BaseException as error:  # noqa: BLE001  (handle_outcome retries or raises)
            return error
