"""Keys: where they come from, and how they are put on a request at the last moment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, TypeAlias

import httpx

from .errors import ConfigurationError
from .redaction import Secret, hide

if TYPE_CHECKING:
    from collections.abc import Callable

KeyIn: TypeAlias = Literal["bearer", "query"]
"""Where a request carries the key: the Authorization header, or the query."""


def find_key(argument: Secret | None, variable: str, *, optional: bool) -> Secret | None:
    """The key from the argument, else from the environment; None when neither has one and none is needed.

    Raises ConfigurationError, which does not show it, when it is needed, or cannot be a key.
    """
    key = argument or hide(os.environ.get(variable) or None)
    if key is None and optional:
        return None
    if key is None or not key.reveal():
        raise ConfigurationError(f"this server wants a key: set {variable} in the environment, or pass api_key=")
    if not _is_possible(key.reveal()):
        raise ConfigurationError(
            f"{'api_key' if argument else variable} holds a blank, a line break or a character that no key has; "
            "was more copied than the key?"
        )
    return key


def _is_possible(value: str) -> bool:
    return value.isascii() and value.isprintable() and " " not in value


class Keyring:
    """Puts the key on a copy of each request to one origin; requests to any other stay as they are."""

    def __init__(self, origin: httpx.URL, key: Secret, key_in: KeyIn) -> None:
        """Requests to the scheme, host and port of `origin` get the key."""
        self.key = key
        self._origin = _origin(origin)
        self._put = _PUT[key_in]

    def apply(self, request: httpx.Request) -> httpx.Request:
        """The request with the key; the one passed in never has it, so that no caller, log or error sees it."""
        if _origin(request.url) != self._origin:
            return request
        url, headers = self._put(request, self.key.reveal())
        return httpx.Request(request.method, url, headers=headers, stream=request.stream, extensions=request.extensions)


class KeyedTransport(httpx.BaseTransport):
    """A transport that sends every request with its key."""

    def __init__(self, inner: httpx.BaseTransport, keyring: Keyring) -> None:
        """`inner` sends what comes out; it is closed with this one."""
        self._inner = inner
        self._keyring = keyring

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request with the key."""
        try:
            return self._inner.handle_request(self._keyring.apply(request))
        except BaseException as error:  # noqa: BLE001  (raised again, also when the call is cancelled)
            raise _without_frames(error) from None

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()


class AsyncKeyedTransport(httpx.AsyncBaseTransport):
    """A transport that sends every request with its key, without blocking."""

    def __init__(self, inner: httpx.AsyncBaseTransport, keyring: Keyring) -> None:
        """`inner` sends what comes out; it is closed with this one."""
        self._inner = inner
        self._keyring = keyring

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request with the key."""
        try:
            return await self._inner.handle_async_request(self._keyring.apply(request))
        except BaseException as error:  # noqa: BLE001  (raised again, also when the call is cancelled)
            raise _without_frames(error) from None

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


def _without_frames(error: BaseException) -> BaseException:
    """The error without the frames below, whose local variables hold the request with the key."""
    error.__context__ = None
    return error.with_traceback(None)


def _put_bearer(request: httpx.Request, key: str) -> tuple[httpx.URL, httpx.Headers]:
    headers = request.headers.copy()
    headers["Authorization"] = f"Bearer {key}"
    return request.url, headers


def _put_query(request: httpx.Request, key: str) -> tuple[httpx.URL, httpx.Headers]:
    return request.url.copy_set_param("api_key", key), request.headers


_PUT: dict[KeyIn, Callable[[httpx.Request, str], tuple[httpx.URL, httpx.Headers]]] = {
    "bearer": _put_bearer,
    "query": _put_query,
}


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
