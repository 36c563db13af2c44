"""The one place where generated requests meet the network."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx

from . import answers
from .bodies import build
from .curl import addresses, as_curl
from .deadline import deadline
from .errors import CallTimeoutError, ConfigurationError, DecodeError, NotFoundError, TransportError, VisionAPIError
from .keys import without_frames
from .limits import NoPlaceError
from .paging import Walk
from .redaction import Secret
from .retry import Attempt, Retry
from .version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from visionapis_generated.operation import Operation, Pages

    from .answers import Rules
    from .connections import Connections
    from .keys import Keyring
    from .limits import AsyncGate, Gate

T = TypeVar("T")
Page = TypeVar("Page")
Item = TypeVar("Item")

HEADERS = [
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"User-Agent", f"visionapis/{__version__}".encode()),
]

# What an answer that was read is left with: its own stream leads to the request with the key.
_READ = httpx.ByteStream(b"")

# The answers of the calls that run where a list was set here.
ANSWERS: ContextVar[list[httpx.Response] | None] = ContextVar("visionapis_answers", default=None)

LOGGER = logging.getLogger("visionapis")

_BODY = ("params", "json", "data", "files", "content")


@dataclass(frozen=True)
class Settings:
    """Where calls go, how long they may take, and what answers mean: everything that does not change between calls."""

    base_url: httpx.URL
    timeout: float
    retry: Retry
    keyring: Keyring | None
    rules: Rules
    on_attempt: Callable[[Attempt], None] | None = None

    @property
    def place(self) -> str:
        """The server as messages name it."""
        return f"{self.base_url.scheme}://{self.base_url.netloc.decode()}"


@dataclass(frozen=True, slots=True)
class Wait:
    """That a call is to be sent again, after so many seconds."""

    seconds: float


class Call(Generic[T]):
    """One call from its first attempt to its end: what to send, and what the outcome means. It sends nothing itself."""

    def __init__(
        self, settings: Settings, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T]
    ) -> None:
        self.operation = operation
        self._settings = settings
        self._request = request
        self._parse = parse
        self._key: Secret | None = None
        self._end = time.monotonic() + settings.timeout
        self._number = 0
        self._started: float | None = None

    def left(self) -> float:
        """Seconds until the call has to be over."""
        return self._end - time.monotonic()

    def build(self) -> httpx.Request:
        """The request without the key, for the next attempt."""
        self._started = time.monotonic()
        left = self.left()
        url, common = _fixed(self._settings.base_url, self.operation.path, self._request["url"])
        own = [(name.encode(), value.encode()) for name, value in self._request.get("headers", {}).items()]
        timeout = {"connect": left, "read": left, "write": left, "pool": left}
        return build(self._request, url, [*common, *own], {"timeout": timeout, "operation": self.operation})

    def keyed(self, request: httpx.Request) -> httpx.Request:
        """A copy of the request that has the key, for which the caller's function is asked once a call."""
        keyring = self._settings.keyring
        if keyring is None:
            return request
        self._key = self._key or keyring.ask()
        return keyring.apply(request, self._key)

    def conclude(self, outcome: httpx.Response | BaseException) -> T | Wait:
        """What the attempt's outcome means: the call's result, or a wait. Raises VisionAPIError.

        Whatever is no ordinary exception, an interrupt for example, is raised as it is.
        """
        self._number += 1
        if isinstance(outcome, BaseException):
            if not isinstance(outcome, Exception):
                self._tell(outcome, outcome, None)
                raise outcome
            error = self._failure(outcome)
        else:
            try:
                value = answers.read(
                    self.operation, outcome, self._parse, rules=self._settings.rules, secrets=self._secrets
                )
            except VisionAPIError as raised:
                error = raised
            else:
                self._tell(outcome, None, None)
                if (seen := ANSWERS.get()) is not None:
                    seen.append(outcome)
                return value
        if error.status == 429 and error.retry_after is None and self._settings.rules.waits:
            error.retry_after = self._settings.rules.waits[min(self._number, len(self._settings.rules.waits)) - 1]
        seconds = None
        if not isinstance(outcome, NoPlaceError):  # which has looked at all the time that is left
            seconds = self._settings.retry.wait(self.operation, self._number, error, self.left())
        self._tell(outcome, error, seconds)
        if seconds is not None:
            return Wait(seconds)
        if not isinstance(error, ConfigurationError):
            curl = as_curl(self._settings.base_url, self._request, self._settings.keyring)
            error.note(attempts=self._number, curl=curl)
        # Raised outside the handler: what the transport raised leads to the request with the key.
        raise error.with_traceback(None)

    def _tell(self, outcome: httpx.Response | BaseException, error: BaseException | None, wait: float | None) -> None:
        started, self._started = self._started, None
        if self._settings.on_attempt is None:
            return
        attempt = Attempt(
            operation=self.operation,
            number=self._number,
            host=self._settings.base_url.host,
            seconds=time.monotonic() - started if started else 0.0,
            status=outcome.status_code if isinstance(outcome, httpx.Response) else None,
            error=type(error).__name__ if error else None,
            wait=wait,
        )
        try:
            self._settings.on_attempt(attempt)
        except Exception:
            # An answer that was paid for, or the error that tells what went wrong, is worth more than the hook.
            LOGGER.exception("on_attempt raised")

    def _secrets(self) -> list[Secret]:
        """The key, and every address in the request, which may be signed."""
        urls = [address for name in _BODY for address in addresses(self._request.get(name))]
        found = [Secret(text) for url in urls for text in (url, url.partition("?")[2])]
        return [self._key, *found] if self._key else found

    def _failure(self, error: Exception) -> VisionAPIError:
        """The typed error for whatever kept an answer from coming."""
        place, timeout = self._settings.place, self._settings.timeout
        kind: type[VisionAPIError] = TransportError
        sent = not isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError))
        if isinstance(error, VisionAPIError):  # before or while the request was sent
            error.operation, error.args = self.operation.name, (f"{self.operation.name}: {error}",)
            return error
        if isinstance(error, NoPlaceError):
            kind, sent = CallTimeoutError, False
            what = f"the client's own limits left no place for it within {timeout:g} s; raise them, or timeout"
        elif isinstance(error, (httpx.TimeoutException, TimeoutError)):
            kind = CallTimeoutError
            what = f"no whole answer from {place} within {timeout:g} s; try again, or raise timeout"
        elif isinstance(error, (httpx.InvalidURL, UnicodeError)):
            kind = ConfigurationError
            what = "base_url, the model or a parameter cannot stand in an address: too long, or with odd characters"
        elif isinstance(error, httpx.DecodingError):
            kind = DecodeError
            what = f"the answer from {place} is compressed in a way that cannot be undone"
        elif isinstance(error, httpx.ConnectError):
            what = f"{place} cannot be reached ({error}); is base_url right, and the server running?"
        elif isinstance(error, httpx.ProxyError):
            what = f"the proxy did not reach {place}; check proxy= and {self._settings.base_url.scheme.upper()}_PROXY"
        elif isinstance(error, httpx.RemoteProtocolError) and str(error).startswith(("Server disc", "peer closed")):
            what = f"{place} closed the connection before the answer was whole; try again"
        elif isinstance(error, httpx.ProtocolError):
            what = f"{place} does not speak HTTP as it should; are scheme and port of base_url right?"
        else:
            what = f"the connection to {place} broke ({type(error).__name__}); try again"
        failure = kind(f"{self.operation.name}: {what}", operation=self.operation.name)
        if isinstance(failure, TransportError):
            failure.sent = sent
        return failure


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


@lru_cache(maxsize=256)
def _fixed(base_url: httpx.URL, template: str, path: str) -> tuple[httpx.URL, list[tuple[bytes, bytes]]]:
    """What is the same in every request for a path: to parse an address takes longer than to decode most answers.

    Raises ConfigurationError for an id that is no segment of a path: the call would go to another one.
    """
    for name, segment in zip(template.split("/"), path.split("/"), strict=True):
        if name.startswith("{") and segment in {"", ".", ".."}:
            raise ConfigurationError(f"{name[1:-1]} is {segment!r}; give the id of what is meant")
    url = httpx.URL(str(base_url).rstrip("/") + path)
    return url, [(b"Host", url.netloc), *HEADERS]


def parse_base_url(base_url: str) -> httpx.URL | None:
    """The address of an API, taken apart; None when it is none."""
    try:
        url = httpx.URL(base_url)
        url.host.encode("idna")
    except (httpx.InvalidURL, TypeError, UnicodeError):
        return None
    good = url.scheme in {"http", "https"} and url.host and not (url.userinfo or url.query or url.fragment)
    return url if good else None


def check_timeout(timeout: float) -> float:
    """Seconds for a whole call. Raises ConfigurationError unless there is an end to them."""
    if not 0 < timeout < float("inf"):
        raise ConfigurationError(
            f"timeout is a number of seconds above 0, not {timeout!r}; a call never waits for ever"
        )
    return timeout
