"""What the calls of a client go over: a transport, made anew in a forked process, and the limits of the client."""

from __future__ import annotations

import os
import threading
import warnings
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpx

from visionapis._http.limits import AsyncGate, Gate, Limits
from visionapis._http.redaction import hide
from visionapis.errors import ConfigurationError

from .tls import trusted

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis._http.redaction import Secret

Transport = TypeVar("Transport", bound=httpx.BaseTransport | httpx.AsyncBaseTransport)
TheGate = TypeVar("TheGate", bound=Gate | AsyncGate)


class Connections(Generic[Transport, TheGate]):
    """A transport and the limits on its use, shared by a client and its copies."""

    def __init__(
        self, transport: Transport | None, make: Callable[[], Transport], limit: Callable[[], TheGate | None]
    ) -> None:
        """Without a `transport` one is made, and made anew in a forked process."""
        self._make = None if transport else make
        self._transport = transport or make()
        self._limit = limit
        self._gate = limit()
        self._process = os.getpid()
        self._moving = threading.Lock()
        self._left_behind: list[object] = []
        self._used = False
        self._closed = False

    def use(self) -> tuple[Transport, TheGate | None]:
        """The transport for one request, and the gate to pass, if any. Raises ConfigurationError once closed."""
        if self._closed:  # httpx's transports would open new connections, which nobody closes
            raise ConfigurationError("this client is closed; make a new one")
        self._settle()
        self._used = True
        return self._transport, self._gate

    def end(self) -> Transport:
        """The transport to close, which is not used again."""
        self._settle()
        self._closed = True
        return self._transport

    def _settle(self) -> None:
        """Leave behind, in a forked process, what the parent still speaks over, or a lost thread may hold a lock of."""
        if self._process == os.getpid():
            return
        with self._moving:
            if self._process != os.getpid():
                self._left_behind.append(self._transport)
                self._gate = self._limit()
                self._transport = self._make() if self._make else self._transport
                self._process = os.getpid()  # last: other threads look at it without the lock

    def __del__(self) -> None:
        # Without the attributes when making the transport failed.
        if getattr(self, "_used", False) and not self._closed and self._process == os.getpid():
            warnings.warn(
                "a client was not closed; use it in a with statement", ResourceWarning, stacklevel=2, source=self
            )


def connect(
    url: httpx.URL, transport: httpx.BaseTransport | None, proxy: Secret | None, limits: Limits
) -> Connections[httpx.BaseTransport, Gate]:
    """Connections for threads. Raises ConfigurationError."""

    def make() -> httpx.BaseTransport:
        from .backend import watch

        return _made(lambda address: watch(httpx.HTTPTransport(verify=trusted(), proxy=address)), url, proxy)

    return Connections(transport, make, lambda: Gate(limits) if limits.any else None)


def connect_async(
    url: httpx.URL, transport: httpx.AsyncBaseTransport | str | None, proxy: Secret | None, limits: Limits
) -> Connections[httpx.AsyncBaseTransport, AsyncGate]:
    """Connections for tasks; `transport` may be the name of one. Raises ConfigurationError."""
    name = transport if isinstance(transport, str) else "httpx"
    if name not in NAMED:
        raise ConfigurationError(f"a transport is one of httpx's, or one of {sorted(NAMED)}, not {name!r}")

    def make() -> httpx.AsyncBaseTransport:
        return _made(NAMED[name], url, proxy)

    given = None if isinstance(transport, str) else transport
    return Connections(given, make, lambda: AsyncGate(limits) if limits.any else None)


def _over_httpx(proxy: str | None) -> httpx.AsyncBaseTransport:
    return httpx.AsyncHTTPTransport(verify=trusted(), proxy=proxy)


def _over_aiohttp(proxy: str | None) -> httpx.AsyncBaseTransport:
    try:
        from .aiohttp import AiohttpTransport
    except ImportError:
        raise ConfigurationError("this transport is an extra: pip install 'visionapis[aiohttp]'") from None
    return AiohttpTransport(proxy=proxy)


NAMED: dict[str, Callable[[str | None], httpx.AsyncBaseTransport]] = {"httpx": _over_httpx, "aiohttp": _over_aiohttp}


def _made(make: Callable[[str | None], Transport], url: httpx.URL, given: Secret | None) -> Transport:
    """A transport for an address, through the given proxy or the one that the environment names for it."""
    named = getproxies()
    found = None if proxy_bypass(url.netloc.decode()) else hide(named.get(url.scheme) or named.get("all"))
    del named  # which a traceback with local variables would show, with the proxy's password
    proxy = given or found
    try:
        return make(_address(proxy) if proxy else None)
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        reason = f"{type(error).__name__}"
    raise ConfigurationError(
        f"no connection can be made ({reason}); check proxy=, {url.scheme.upper()}_PROXY and SSL_CERT_FILE"
    )


def _address(proxy: Secret) -> str:
    found = proxy.reveal()
    return found if "://" in found else f"http://{found}"
