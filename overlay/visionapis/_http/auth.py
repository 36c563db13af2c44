"""Keys: where they come from, and how they are put on a request at the last moment."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

import httpx

from visionapis.errors import ConfigurationError

from .redaction import KEYS_IN_USE, Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from typing import Self

Key: TypeAlias = "str | Callable[[], str]"
"""A key, or a function without arguments that is asked for one on each call."""


class Put(Protocol):
    """How a vendor wants its key."""

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """A copy of the request that has the key."""
        ...

    def as_curl(self, method: str, variable: str, /) -> str:
        """The same as an option of curl, with the key in a variable of the environment."""
        ...


# Here, as wherever nothing compares or prints a value, a dataclass makes no more than its constructor: each method that
# it makes is compiled at every import, which is a third of the time that importing a client takes.
@dataclass(eq=False, repr=False)
class InHeader:
    """The key in the header `Authorization`, after a word for the scheme."""

    scheme: Callable[[str], str]

    @classmethod
    def after(cls, word: str) -> Self:
        """The same word for every key."""
        return cls(lambda _: word)

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """A copy of the request that has the key."""
        return _copy(request, headers=[*request.headers.raw, (b"Authorization", f"{self.scheme(key)} {key}".encode())])

    def as_curl(self, _method: str, variable: str, /) -> str:
        """The same as an option of curl."""
        return f'-H "Authorization: {self.scheme("")} ${variable}"'


@dataclass(eq=False, repr=False)
class AsUser:
    """The key as the user of HTTP Basic authentication, with an empty password."""

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """A copy of the request that has the key."""
        token = base64.b64encode(f"{key}:".encode())
        return _copy(request, headers=[*request.headers.raw, (b"Authorization", b"Basic " + token)])

    def as_curl(self, _method: str, variable: str, /) -> str:
        """The same as an option of curl."""
        return f'-u "${variable}:"'


@dataclass(eq=False, repr=False)
class InQuery:
    """The key as a parameter of the query."""

    name: str

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """A copy of the request that has the key."""
        return _copy(request, url=request.url.copy_set_param(self.name, key))

    def as_curl(self, _method: str, variable: str, /) -> str:
        """The same as an option of curl."""
        return f'--url-query "{self.name}=${variable}"'


@dataclass(eq=False, repr=False)
class InForm:
    """The key as a part of a multipart form, or as a parameter of the query where there is no body."""

    name: str

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """A copy of the request that has the key."""
        if request.method == "GET":
            return InQuery(self.name)(request, key)
        boundary = request.headers["Content-Type"].rpartition("boundary=")[2]
        disposition = f'Content-Disposition: form-data; name="{self.name}"'
        part = f"--{boundary}\r\n{disposition}\r\n\r\n{key}\r\n".encode()
        headers = request.headers.copy()
        headers["Content-Length"] = str(int(headers["Content-Length"]) + len(part))
        return _copy(request, headers=headers.raw, stream=_Prefixed(part, request.stream))

    def as_curl(self, method: str, variable: str, /) -> str:
        """The same as an option of curl."""
        in_query = InQuery(self.name).as_curl(method, variable)
        return in_query if method == "GET" else f'--form-string "{self.name}=${variable}"'


class Keyring:
    """Puts the key on a copy of each request to one origin; requests to any other stay as they are."""

    def __init__(self, origin: httpx.URL, key: Secret | Callable[[], str], put: Put, variable: str) -> None:
        """Requests to the scheme, host and port of `origin` get the key, or what it gives when it is called."""
        self._key = key
        self.put = put
        self.variable = variable
        self._origin = _origin(origin)

    def ask(self) -> Secret:
        """The key for one call. Raises ConfigurationError, which does not show it, when this cannot be a key."""
        return self._key if isinstance(self._key, Secret) else _checked(_asked(self._key), "what api_key() gives")

    def apply(self, request: httpx.Request, key: Secret) -> httpx.Request:
        """The request with the key; the one passed in never has it, so that no caller, log or error sees it."""
        return self.put(request, key.reveal()) if _origin(request.url) == self._origin else request


def find_key(
    argument: Secret | Callable[[], str] | None, variable: str, *, optional: bool
) -> Secret | Callable[[], str] | None:
    """The key, or what gives it, from the argument or else the environment; None when none is needed or there.

    Raises ConfigurationError, which does not show the key, when one is needed, or this cannot be one.
    """
    if callable(argument):
        return argument
    value = os.environ.get(variable)
    key = argument or (Secret(value) if value else None)
    if key is None and optional:
        return None
    if key is None or not key.reveal():
        raise ConfigurationError(f"this server wants a key: set {variable} in the environment, or pass api_key=")
    return _checked(key, "api_key" if argument else variable)


def without_frames(error: BaseException) -> BaseException:
    """The error without the frames below, whose local variables hold the request with the key."""
    error.__context__ = error.__cause__ = None
    return error.with_traceback(None)


def _asked(ask: Callable[[], str]) -> Secret:
    try:
        return Secret(ask())
    except Exception as error:  # noqa: BLE001  (a caller's own function may raise anything, and quote the key)
        reason = type(error).__name__
    raise ConfigurationError(f"api_key() gave no key: it raised {reason}")


def _checked(key: Secret, source: str) -> Secret:
    if not _is_possible(key.reveal()):
        raise ConfigurationError(
            f"{source} holds a blank, a line break or a character that no key has; was more copied than the key?"
        )
    KEYS_IN_USE.add(key)
    return key


def _is_possible(value: object) -> bool:
    return isinstance(value, str) and value != "" and value.isascii() and value.isprintable() and " " not in value


def _copy(
    request: httpx.Request,
    *,
    url: httpx.URL | None = None,
    headers: list[tuple[bytes, bytes]] | None = None,
    stream: httpx.SyncByteStream | httpx.AsyncByteStream | None = None,
) -> httpx.Request:
    return httpx.Request(
        request.method,
        url or request.url,
        headers=headers or request.headers,
        stream=stream or request.stream,
        extensions=request.extensions,
    )


class _Prefixed(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body with something before it."""

    def __init__(self, prefix: bytes, rest: httpx.SyncByteStream | httpx.AsyncByteStream) -> None:
        self._prefix = prefix
        self._rest = rest

    def __iter__(self) -> Iterator[bytes]:
        yield self._prefix
        yield from cast("httpx.SyncByteStream", self._rest)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._prefix
        async for piece in cast("httpx.AsyncByteStream", self._rest):
            yield piece


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
