"""The transport and limits of a client, which it shares with its copies."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import httpx

from visionapis._http.causes import detach
from visionapis._http.limits import AsyncLimiter, Limiter, Limits
from visionapis._http.redaction import Secret
from visionapis._http.values import describe, reveal
from visionapis._locks import InterruptibleLock
from visionapis.errors import ConfigurationError

from .forks import release_inherited_locks
from .proxies import proxy_of, proxy_origin, proxy_secrets
from .tls import make_ssl_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from visionapis.options import AsyncClientOptions, ClientOptions, SharedOptions

Transport = TypeVar("Transport", bound=httpx.BaseTransport | httpx.AsyncBaseTransport)
AnyLimiter = TypeVar("AnyLimiter", bound=Limiter | AsyncLimiter)

if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=release_inherited_locks)


class Connections(Generic[Transport, AnyLimiter]):
    """A transport and the limits on its use."""

    def __init__(
        self,
        transport: Transport,
        make_transport: Callable[[], Transport] | None,
        limits: Limits,
        make_limiter: Callable[[Limits], AnyLimiter],
        proxy: Secret | None = None,
    ) -> None:
        """Make connections over a transport; a forked process makes its own.

        Without `make_transport`, the transport is the caller's, and a forked process cannot use it. `proxy` is the URL
        of the proxy of the transport.
        """
        self.proxy = proxy_origin(proxy)
        """The scheme, host and port of the proxy, if any."""
        self.secrets = proxy_secrets(proxy)
        """Texts that errors and logs of the transport must not repeat, such as the password of the proxy."""
        from .signing import sign_requests

        self._make_transport = make_transport and (lambda: sign_requests(make_transport()))
        self._transport = sign_requests(transport)
        self._make_limiter = make_limiter
        self.limit(limits)
        self._process = os.getpid()
        self._lock = InterruptibleLock()
        self._inherited: list[object] = []
        self._used = False
        self._closed = False

    def limit(self, limits: Limits) -> None:
        """Set the limits, before the first request."""
        self.limits = limits
        self._limiter = self._make_limiter(limits) if limits.any else None

    def get(self) -> tuple[Transport, AnyLimiter | None]:
        """Return the transport and the limiter for one request.

        Raises ConfigurationError after `close`, and for a given transport in a forked process.
        """
        if self._closed:  # httpx's transports would open new connections, which nobody closes
            raise ConfigurationError("the client is closed")
        self._discard_inherited()
        self._used = True
        return self._transport, self._limiter

    def leave(self) -> None:
        """Leave the open connections behind after an interrupt, such as KeyboardInterrupt."""
        from .interrupts import leave_connections

        leave_connections(self._transport)

    def close(self) -> Transport | None:
        """Return the transport, for the caller to close, unless it belongs to the parent process."""
        self._closed = True
        try:
            self._discard_inherited()
        except ConfigurationError:
            return None
        return self._transport

    def _discard_inherited(self) -> None:
        """Discard connections and locks inherited by a fork: the parent, or one of its threads, may use them."""
        if self._process == os.getpid():
            return
        if self._make_transport is None:
            raise ConfigurationError(
                "a client with a transport of your own cannot be used in a forked process",
                hint="create the transport and the client in the process that uses them",
            )
        with self._lock:
            if self._process != os.getpid():
                self._inherited.append(self._transport)  # not closed, which would close the parent's connections
                self.limit(self.limits)
                self._transport = self._make_transport()
                self._process = os.getpid()  # last: other threads check it without the lock

    def __del__(self) -> None:
        # Without these attributes if the transport could not be made.
        if getattr(self, "_used", False) and not self._closed and self._process == os.getpid():
            warnings.warn(
                "a client was not closed; use it in a with statement", ResourceWarning, stacklevel=2, source=self
            )


def make_connections(
    url: httpx.URL, proxy: Secret | None, options: ClientOptions, limits: Limits
) -> Connections[httpx.BaseTransport, Limiter]:
    """Return connections for threads, over `proxy` unless the transport is given. Raises ConfigurationError."""
    given = cast("object", options.get("transport"))
    if given is None:
        return _make(url, proxy, options, _sync_transport, limits, Limiter)
    if not isinstance(given, httpx.BaseTransport):
        raise ConfigurationError(
            f"transport must be an httpx.BaseTransport, such as httpx.HTTPTransport(), not {describe(given)}"
        )
    _check_unused(options)
    if isinstance(given, httpx.HTTPTransport):
        from .backend import enforce_deadline

        enforce_deadline(given)
    return Connections(given, None, limits, Limiter, proxy_of(given))


def make_async_connections(
    url: httpx.URL, proxy: Secret | None, options: AsyncClientOptions, limits: Limits
) -> Connections[httpx.AsyncBaseTransport, AsyncLimiter]:
    """Return connections for tasks, as `make_connections` does."""
    given = reveal(options.get("transport"))
    if given is None or (isinstance(given, str) and given in ASYNC_TRANSPORTS):
        return _make(url, proxy, options, ASYNC_TRANSPORTS[given or "httpx"], limits, AsyncLimiter)
    if not isinstance(given, httpx.AsyncBaseTransport):
        known = " or ".join(repr(name) for name in ASYNC_TRANSPORTS)
        raise ConfigurationError(
            f"transport must be {known}, or an httpx.AsyncBaseTransport such as httpx.AsyncHTTPTransport(), "
            f"not {describe(given, ASYNC_TRANSPORTS)}"
        )
    _check_unused(options)
    own_proxy = proxy_of(given)
    if isinstance(given, httpx.AsyncHTTPTransport):
        from .async_network import OneLoopTransport

        given = OneLoopTransport(given)
    return Connections(given, None, limits, AsyncLimiter, own_proxy)


def _make(
    url: httpx.URL,
    proxy: Secret | None,
    options: SharedOptions,
    make: Callable[[ssl.SSLContext, Secret | None], Transport],
    limits: Limits,
    make_limiter: Callable[[Limits], AnyLimiter],
) -> Connections[Transport, AnyLimiter]:
    def make_transport() -> Transport:
        return _make_transport(
            lambda: make(make_ssl_context(options.get("verify"), options.get("cert")), proxy), url, proxy
        )

    return Connections(make_transport(), make_transport, limits, make_limiter, proxy)


def _check_unused(options: SharedOptions) -> None:
    """Raise ConfigurationError for an option that would not apply to a given transport."""
    for name in ("proxy", "verify", "cert"):
        if options.get(name) is not None:
            raise ConfigurationError(
                f"{name} and transport exclude each other", hint=f"create the transport with its own {name}"
            )


def _sync_transport(context: ssl.SSLContext, proxy: Secret | None) -> httpx.BaseTransport:
    from .network import NetworkTransport

    return NetworkTransport(context, proxy)


def _async_transport(context: ssl.SSLContext, proxy: Secret | None) -> httpx.AsyncBaseTransport:
    from .async_network import AsyncNetworkTransport

    return AsyncNetworkTransport(context, proxy)


def _aiohttp_transport(context: ssl.SSLContext, proxy: Secret | None) -> httpx.AsyncBaseTransport:
    try:
        from .aiohttp import AiohttpTransport
    except ModuleNotFoundError as error:
        raise ConfigurationError("aiohttp is not installed", hint="pip install 'visionapis[aiohttp]'") from error

    return AiohttpTransport(context, proxy)


ASYNC_TRANSPORTS: dict[str, Callable[[ssl.SSLContext, Secret | None], httpx.AsyncBaseTransport]] = {
    "httpx": _async_transport,
    "aiohttp": _aiohttp_transport,
}


def _make_transport(make: Callable[[], Transport], url: httpx.URL, proxy: Secret | None) -> Transport:
    try:
        return make()
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
