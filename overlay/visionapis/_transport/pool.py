"""The transport and limits of a client, which it shares with its copies."""

from __future__ import annotations

import os
import threading
import warnings
from typing import TYPE_CHECKING, Generic, TypeVar

import httpx

from visionapis._http.causes import detach
from visionapis._http.limits import AsyncLimiter, Limiter, Limits
from visionapis._http.redaction import SECRETS_IN_USE
from visionapis.errors import ConfigurationError

from .proxies import proxy_of, proxy_of_httpx, proxy_origin, proxy_secrets, resolve_proxy
from .tls import default_ssl_context

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis._http.redaction import Secret

Transport = TypeVar("Transport", bound=httpx.BaseTransport | httpx.AsyncBaseTransport)
AnyLimiter = TypeVar("AnyLimiter", bound=Limiter | AsyncLimiter)


class Connections(Generic[Transport, AnyLimiter]):
    """A transport and the limits on its use."""

    def __init__(
        self,
        transport: Transport | None,
        make_transport: Callable[[], Transport],
        make_limiter: Callable[[], AnyLimiter | None],
        proxy: Secret | None,
    ) -> None:
        """Make connections over the given transport, or over a new one, which a forked process replaces.

        `proxy` is the URL of the proxy that a new one uses.
        """
        proxy = proxy or proxy_of(transport)
        self.proxy = proxy_origin(proxy)
        """The scheme, host and port of the proxy, if any."""
        self.secrets = proxy_secrets(proxy)
        """Texts that errors and logs of the transport must not repeat, such as the password of the proxy."""
        for secret in self.secrets:
            SECRETS_IN_USE.add(secret)
        from .signing import sign_requests

        self._make_transport = None if transport else lambda: sign_requests(make_transport())
        self._transport = sign_requests(transport or make_transport())
        self._make_limiter = make_limiter
        self._limiter = make_limiter()
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._inherited: list[object] = []
        self._used = False
        self._closed = False

    def get(self) -> tuple[Transport, AnyLimiter | None]:
        """Return the transport and the limiter for one request. Raises ConfigurationError after `close`."""
        if self._closed:  # httpx's transports would open new connections, which nobody closes
            raise ConfigurationError("the client is closed")
        self._discard_inherited()
        self._used = True
        return self._transport, self._limiter

    def close(self) -> Transport:
        """Return the transport, for the caller to close; it is not used again."""
        self._discard_inherited()
        self._closed = True
        return self._transport

    def _discard_inherited(self) -> None:
        """Discard connections and locks inherited by a fork: the parent, or one of its threads, may use them."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process != os.getpid():
                self._inherited.append(self._transport)  # not closed, which would close the parent's connections
                self._limiter = self._make_limiter()
                self._transport = self._make_transport() if self._make_transport else self._transport
                self._process = os.getpid()  # last: other threads check it without the lock

    def __del__(self) -> None:
        # Without these attributes if the transport could not be made.
        if getattr(self, "_used", False) and not self._closed and self._process == os.getpid():
            warnings.warn(
                "a client was not closed; use it in a with statement", ResourceWarning, stacklevel=2, source=self
            )


def make_connections(
    url: httpx.URL, transport: httpx.BaseTransport | None, proxy: Secret | None, limits: Limits
) -> Connections[httpx.BaseTransport, Limiter]:
    """Return connections for threads. Raises ConfigurationError."""
    resolved = None if transport else resolve_proxy(url, proxy)
    return Connections(
        transport,
        lambda: _make_transport(_sync_transport, url, resolved),
        lambda: Limiter(limits) if limits.any else None,
        resolved,
    )


def make_async_connections(
    url: httpx.URL, transport: httpx.AsyncBaseTransport | str | None, proxy: Secret | None, limits: Limits
) -> Connections[httpx.AsyncBaseTransport, AsyncLimiter]:
    """Return connections for tasks; `transport` may be a key of ASYNC_TRANSPORTS. Raises ConfigurationError."""
    name = transport if isinstance(transport, str) else "httpx"
    if name not in ASYNC_TRANSPORTS:
        raise ConfigurationError(f"unknown transport {name!r}", hint=f"known are {', '.join(sorted(ASYNC_TRANSPORTS))}")
    given = None if isinstance(transport, str) else transport
    resolved = None if given else resolve_proxy(url, proxy)
    return Connections(
        given,
        lambda: _make_transport(ASYNC_TRANSPORTS[name], url, resolved),
        lambda: AsyncLimiter(limits) if limits.any else None,
        resolved,
    )


def _sync_transport(proxy: str | None) -> httpx.BaseTransport:
    from .backend import enforce_deadline

    context = default_ssl_context()
    return enforce_deadline(httpx.HTTPTransport(verify=context, proxy=proxy_of_httpx(proxy, context)))


def _async_transport(proxy: str | None) -> httpx.AsyncBaseTransport:
    context = default_ssl_context()
    return httpx.AsyncHTTPTransport(verify=context, proxy=proxy_of_httpx(proxy, context))


def _aiohttp_transport(proxy: str | None) -> httpx.AsyncBaseTransport:
    try:
        from .aiohttp import AiohttpTransport
    except ModuleNotFoundError as error:
        raise ConfigurationError("aiohttp is not installed", hint="pip install 'visionapis[aiohttp]'") from error

    return AiohttpTransport(proxy=proxy)


ASYNC_TRANSPORTS: dict[str, Callable[[str | None], httpx.AsyncBaseTransport]] = {
    "httpx": _async_transport,
    "aiohttp": _aiohttp_transport,
}


def _make_transport(make: Callable[[str | None], Transport], url: httpx.URL, proxy: Secret | None) -> Transport:
    try:
        return make(proxy.reveal() if proxy else None)
    except ConfigurationError as error:
        raise error.with_traceback(None) from error.__cause__  # the frames below hold the password of the proxy
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        cause = detach(error, [*proxy_secrets(proxy), *([proxy] if proxy else [])])
    if isinstance(cause, ImportError):  # httpx's for a proxy that is socks5://
        raise ConfigurationError(
            f"the proxy {proxy_origin(proxy)} requires the package socksio", hint="pip install 'httpx[socks]'"
        ) from cause
    if isinstance(cause, OSError):
        hint = "check SSL_CERT_FILE and SSL_CERT_DIR"
    else:
        hint = f"check proxy= and {url.scheme.upper()}_PROXY"
    raise ConfigurationError(f"cannot create a transport ({type(cause).__name__})", hint=hint) from cause
