"""The one place where generated requests meet the network."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpx

from . import answers
from .bodies import build
from .deadline import deadline, watch
from .errors import CallTimeoutError, ConfigurationError, DecodeError, PictureError, TransportError, VisionAPIError
from .keys import AsyncKeyedTransport, KeyedTransport
from .redaction import Secret
from .version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_generated.operation import Operation

    from .keys import Keyring

T = TypeVar("T")

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

    @property
    def place(self) -> str:
        """The server as messages name it."""
        return f"{self.base_url.scheme}://{self.base_url.netloc.decode()}"

    def build(self, operation: Operation, request: dict[str, Any]) -> httpx.Request:
        """The request without the key.

        `Content-Type` of a multipart body is left to httpx, which draws a random boundary.
        """
        address = str(self.base_url).rstrip("/") + request["url"]
        timeout = httpx.Timeout(self.timeout).as_dict()
        headers = {**HEADERS, **request.get("headers", {})}
        rest = {name: value for name, value in request.items() if name not in {"method", "url", "headers"}}
        return build(
            request["method"],
            address,
            headers=headers,
            extensions={"timeout": timeout, "operation": operation},
            **rest,
        )

    def read(
        self,
        operation: Operation,
        request: dict[str, Any],
        response: httpx.Response,
        parse: Callable[[httpx.Response], T],
    ) -> T:
        """What `parse` makes of the answer, or a typed error without the key and without addresses of pictures."""
        parameters = request.get("params", {}).values()
        secrets = [Secret(value) for value in parameters if isinstance(value, str) and "://" in value]
        if self.keyring:
            secrets.append(self.keyring.key)
        return answers.read(operation, response, parse, advice=self.advice, secrets=secrets)

    def failure(self, operation: Operation, error: Exception) -> VisionAPIError:
        """The typed error for whatever kept an answer from coming."""
        kind: type[VisionAPIError] = TransportError
        if isinstance(error, (httpx.TimeoutException, TimeoutError)):
            kind = CallTimeoutError
            what = f"no whole answer from {self.place} within {self.timeout:g} s; try again, or raise timeout"
        elif isinstance(error, PictureError):  # while the picture was read
            kind = PictureError
            what = str(error)
        elif isinstance(error, (httpx.InvalidURL, UnicodeError)):
            kind = ConfigurationError
            what = "base_url, the model or a parameter cannot stand in an address: too long, or with odd characters"
        elif isinstance(error, httpx.DecodingError):
            kind = DecodeError
            what = f"the answer from {self.place} is compressed in a way that cannot be undone"
        elif isinstance(error, httpx.ConnectError):
            what = f"{self.place} cannot be reached ({error}); is base_url right, and the server running?"
        elif isinstance(error, httpx.RemoteProtocolError) and str(error).startswith(("Server disc", "peer closed")):
            what = f"{self.place} closed the connection before the answer was whole; try again"
        elif isinstance(error, httpx.ProtocolError):
            what = f"{self.place} does not speak HTTP as it should; are scheme and port of base_url right?"
        else:
            what = f"the connection to {self.place} broke ({type(error).__name__}); try again"
        return kind(f"{operation.name}: {what}", operation=operation.name)


class Session:
    """Sends calls over one transport, and gives back what their answers mean."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None) -> None:
        """`transport` replaces the network; it is closed with the session. Raises ConfigurationError."""
        self._settings = settings
        inner = transport or _made(lambda proxy: watch(httpx.HTTPTransport(proxy=proxy)), settings.base_url)
        self._transport = KeyedTransport(inner, settings.keyring) if settings.keyring else inner
        self._closed = False

    def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T]) -> T:
        """Send a request of the generated client and read its answer. Raises VisionAPIError."""
        if self._closed:  # httpx's transports would open new connections, which nobody closes
            raise ConfigurationError(f"{operation.name}: this client is closed; make a new one")
        try:
            response = self._exchange(self._settings.build(operation, request))
        except Exception as error:  # noqa: BLE001  (a caller catches VisionAPIError, whatever a transport raises)
            failure = self._settings.failure(operation, error)
        else:
            return self._settings.read(operation, request, response, parse)
        # Raised outside the handler: what the transport raised leads to the request with the key.
        raise failure

    def close(self) -> None:
        """Close every connection."""
        self._closed = True
        self._transport.close()

    def _exchange(self, request: httpx.Request) -> httpx.Response:
        with deadline(self._settings.timeout):
            response = self._transport.handle_request(request)
            try:
                content = b"".join(response.iter_bytes())
            finally:
                response.close()
        return _whole(response, content)


class AsyncSession:
    """Sends calls over one transport without blocking, and gives back what their answers mean."""

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None) -> None:
        """`transport` replaces the network; it is closed with the session. Raises ConfigurationError."""
        self._settings = settings
        inner = transport or _made(lambda proxy: httpx.AsyncHTTPTransport(proxy=proxy), settings.base_url)
        self._transport = AsyncKeyedTransport(inner, settings.keyring) if settings.keyring else inner
        self._closed = False

    async def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T]) -> T:
        """Send a request of the generated client and read its answer. Raises VisionAPIError."""
        if self._closed:  # httpx's transports would open new connections, which nobody closes
            raise ConfigurationError(f"{operation.name}: this client is closed; make a new one")
        try:
            response = await self._exchange(self._settings.build(operation, request))
        except Exception as error:  # noqa: BLE001  (a caller catches VisionAPIError, whatever a transport raises)
            failure = self._settings.failure(operation, error)
        else:
            return self._settings.read(operation, request, response, parse)
        # Raised outside the handler: what the transport raised leads to the request with the key.
        raise failure

    async def aclose(self) -> None:
        """Close every connection."""
        self._closed = True
        await self._transport.aclose()

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        async with asyncio.timeout(self._settings.timeout):
            response = await self._transport.handle_async_request(request)
            try:
                content = b"".join([chunk async for chunk in response.aiter_bytes()])
            finally:
                await response.aclose()
        return _whole(response, content)


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


def _made(make: Callable[[str | None], T], url: httpx.URL) -> T:
    """A transport for an address, through the proxy that the environment names for it."""
    proxy = None if proxy_bypass(url.host) else getproxies().get(url.scheme)
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    try:
        return make(proxy)
    except (ImportError, OSError, ValueError) as error:
        reason = f"{type(error).__name__}"
    raise ConfigurationError(
        f"no connection can be made ({reason}); check {url.scheme.upper()}_PROXY and SSL_CERT_FILE in the environment"
    )


def _whole(response: httpx.Response, content: bytes) -> httpx.Response:
    """The answer with its body in memory, no longer compressed."""
    headers = response.headers.copy()
    for name in ("content-encoding", "content-length", "transfer-encoding"):
        headers.pop(name, None)
    return httpx.Response(response.status_code, headers=headers, content=content)
