"""The one place where generated requests meet the network."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack
from urllib.request import getproxies, proxy_bypass

import httpx

from . import answers
from .errors import CallTimeoutError, ConfigurationError, DecodeError, TransportError, VisionAPIError
from .keys import AsyncKeyedTransport, KeyedTransport
from .version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_generated.operation import Operation

    from .keys import Keyring

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": f"visionapis/{__version__}",
}


@dataclass(frozen=True)
class Settings:
    """Where calls go and how long they may take; everything that does not change between calls."""

    base_url: httpx.URL
    timeout: float
    keyring: Keyring | None
    advice: Mapping[int, str]

    def build(self, operation: Operation, request: dict[str, Any]) -> httpx.Request:
        """The request without the key.

        `Content-Type` of a multipart body is left to httpx, which draws a random boundary.
        """
        address = str(self.base_url).rstrip("/") + request["url"]
        timeout = httpx.Timeout(self.timeout).as_dict()
        headers = {**HEADERS, **request.get("headers", {})}
        rest = {name: value for name, value in request.items() if name not in {"method", "url", "headers"}}
        return httpx.Request(
            request["method"],
            address,
            headers=headers,
            extensions={"timeout": timeout, "operation": operation},
            **rest,
        )

    def read(self, operation: Operation, response: httpx.Response, parse: Callable[[httpx.Response], T]) -> T:
        """What `parse` makes of the answer, or a typed error."""
        secret = self.keyring.key if self.keyring else None
        return answers.read(operation, response, parse, advice=self.advice, secret=secret)

    def failure(self, operation: Operation, error: Exception) -> VisionAPIError:
        """The typed error for what a transport raised."""
        place = f"{self.base_url.scheme}://{self.base_url.netloc.decode()}"
        if isinstance(error, (httpx.TimeoutException, TimeoutError)):
            return CallTimeoutError(
                f"{operation.name}: no whole answer from {place} within {self.timeout:g} s; "
                "try again, or raise timeout",
                operation=operation.name,
            )
        if isinstance(error, httpx.DecodingError):
            return DecodeError(
                f"{operation.name}: the answer from {place} is compressed in a way that cannot be undone",
                operation=operation.name,
            )
        if isinstance(error, httpx.ConnectError):
            what = f"{place} cannot be reached ({error}); is base_url right, and the server running?"
        elif isinstance(error, httpx.RemoteProtocolError):
            what = f"{place} closed the connection before the answer was whole; try again"
        else:
            what = f"the connection to {place} broke ({type(error).__name__}); try again"
        return TransportError(f"{operation.name}: {what}", operation=operation.name)


class Session:
    """Sends calls over one transport, and gives back what their answers mean."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None) -> None:
        """`transport` replaces the network; it is closed with the session."""
        self._settings = settings
        inner = transport or httpx.HTTPTransport(proxy=_proxy(settings.base_url))
        self._transport = KeyedTransport(inner, settings.keyring) if settings.keyring else inner

    def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T]) -> T:
        """Send a request of the generated client and read its answer. Raises VisionAPIError."""
        built = self._settings.build(operation, request)
        try:
            response = self._exchange(built)
        except (httpx.HTTPError, httpx.StreamError) as error:
            failure = self._settings.failure(operation, error)
        else:
            return self._settings.read(operation, response, parse)
        # Raised outside the handler: what the transport raised leads to the request with the key.
        raise failure

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    def _exchange(self, request: httpx.Request) -> httpx.Response:
        deadline = time.monotonic() + self._settings.timeout
        response = self._transport.handle_request(request)
        chunks: list[bytes] = []
        try:
            for chunk in response.iter_bytes():
                chunks.append(chunk)
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the answer came too slowly")
        finally:
            response.close()
        return _whole(response, b"".join(chunks))


class AsyncSession:
    """Sends calls over one transport without blocking, and gives back what their answers mean."""

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None) -> None:
        """`transport` replaces the network; it is closed with the session."""
        self._settings = settings
        inner = transport or httpx.AsyncHTTPTransport(proxy=_proxy(settings.base_url))
        self._transport = AsyncKeyedTransport(inner, settings.keyring) if settings.keyring else inner

    async def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T]) -> T:
        """Send a request of the generated client and read its answer. Raises VisionAPIError."""
        built = self._settings.build(operation, request)
        try:
            response = await self._exchange(built)
        except (httpx.HTTPError, httpx.StreamError, TimeoutError) as error:
            failure = self._settings.failure(operation, error)
        else:
            return self._settings.read(operation, response, parse)
        # Raised outside the handler: what the transport raised leads to the request with the key.
        raise failure

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        import anyio  # here, because synchronous callers need not load it

        with anyio.fail_after(self._settings.timeout):
            response = await self._transport.handle_async_request(request)
            try:
                chunks = [chunk async for chunk in response.aiter_bytes()]
            finally:
                await response.aclose()
        return _whole(response, b"".join(chunks))


async def off_loop(function: Callable[[Unpack[Ts]], T], *arguments: *Ts) -> T:
    """The result of a function that blocks, without blocking: in a thread."""
    from anyio import to_thread  # as above

    return await to_thread.run_sync(function, *arguments)


def check_base_url(base_url: str) -> httpx.URL:
    """The address of an API, taken apart. Raises ConfigurationError when it is none."""
    try:
        url = httpx.URL(base_url)
    except (httpx.InvalidURL, TypeError):
        url = httpx.URL("")
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo or url.query or url.fragment:
        raise ConfigurationError(
            "base_url is http:// or https://, a host, and at most a port and a path; it holds no key and no query"
        )
    return url


def check_timeout(timeout: float) -> float:
    """Seconds for a whole call. Raises ConfigurationError unless there is an end to them."""
    if not 0 < timeout < float("inf"):
        raise ConfigurationError(
            f"timeout is a number of seconds above 0, not {timeout!r}; a call never waits for ever"
        )
    return timeout


def _proxy(url: httpx.URL) -> str | None:
    """The proxy that the environment names for this address."""
    return None if proxy_bypass(url.host) else getproxies().get(url.scheme)


def _whole(response: httpx.Response, content: bytes) -> httpx.Response:
    """The answer with its body in memory, no longer compressed."""
    headers = response.headers.copy()
    for name in ("content-encoding", "content-length", "transfer-encoding"):
        headers.pop(name, None)
    return httpx.Response(response.status_code, headers=headers, content=content)
