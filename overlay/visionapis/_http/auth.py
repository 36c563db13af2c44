"""API keys: where they come from, and how requests carry them."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

import httpx

from visionapis.errors import ConfigurationError

from .redaction import SECRETS_IN_USE, Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Self


class AuthScheme(Protocol):
    """How requests to a vendor carry the key."""

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """Return a copy of the request with the key."""
        ...

    def as_curl(self, method: str, variable: str, /) -> str:
        """Return the same as an option of curl, with the key in an environment variable."""
        ...


# Here and wherever no value is compared or printed, a dataclass generates its constructor only: each generated method
# is compiled at every import, which takes a third of the time of importing a client.
@dataclass(eq=False, repr=False)
class HeaderAuth:
    """The key in the header `Authorization`, after a prefix such as `Bearer`."""

    prefix_for: Callable[[str], str]

    @classmethod
    def with_prefix(cls, prefix: str) -> Self:
        """Make a scheme with the same prefix for every key."""
        return cls(lambda _: prefix)

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """Return a copy of the request with the key."""
        return _copy(
            request, headers=[*request.headers.raw, (b"Authorization", f"{self.prefix_for(key)} {key}".encode())]
        )

    def as_curl(self, _method: str, variable: str, /) -> str:
        """Return the same as an option of curl."""
        return f'-H "Authorization: {self.prefix_for("")} ${variable}"'


@dataclass(eq=False, repr=False)
class BasicAuth:
    """The key as the user name of HTTP Basic authentication, with an empty password."""

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """Return a copy of the request with the key."""
        token = base64.b64encode(f"{key}:".encode())
        return _copy(request, headers=[*request.headers.raw, (b"Authorization", b"Basic " + token)])

    def as_curl(self, _method: str, variable: str, /) -> str:
        """Return the same as an option of curl."""
        return f'-u "${variable}:"'


@dataclass(eq=False, repr=False)
class QueryAuth:
    """The key as a query parameter."""

    name: str

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """Return a copy of the request with the key."""
        return _copy(request, url=request.url.copy_set_param(self.name, key))

    def as_curl(self, _method: str, variable: str, /) -> str:
        """Return the same as an option of curl."""
        return f'--url-query "{self.name}=${variable}"'


@dataclass(eq=False, repr=False)
class FormAuth:
    """The key as a part of a multipart form; as a query parameter if the request has no body."""

    name: str

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """Return a copy of the request with the key."""
        if request.method == "GET":
            return QueryAuth(self.name)(request, key)
        boundary = request.headers["Content-Type"].rpartition("boundary=")[2]
        disposition = f'Content-Disposition: form-data; name="{self.name}"'
        part = f"--{boundary}\r\n{disposition}\r\n\r\n{key}\r\n".encode()
        return _with_prefix(request, part)

    def as_curl(self, method: str, variable: str, /) -> str:
        """Return the same as an option of curl."""
        in_query = QueryAuth(self.name).as_curl(method, variable)
        return in_query if method == "GET" else f'--form-string "{self.name}=${variable}"'


@dataclass(eq=False, repr=False)
class BodyAuth:
    """The key as the first field of a JSON object; as a query parameter if the request has another body, or none."""

    name: str

    def __call__(self, request: httpx.Request, key: str, /) -> httpx.Request:
        """Return a copy of the request with the key."""
        if request.headers.get("Content-Type") != "application/json":
            return QueryAuth(self.name)(request, key)
        field = json.dumps({self.name: key}, separators=(",", ":"))
        return _with_prefix(request, f"{field[:-1]},".encode(), replaced=1)

    def as_curl(self, method: str, variable: str, /) -> str:
        """Return the same as an option of curl, for a request without a JSON body."""
        return QueryAuth(self.name).as_curl(method, variable)

    def add_to_json(self, document: str, variable: str, /) -> str:
        """Return a JSON object that is quoted for the shell with the key in it, from an environment variable."""
        return f"""'{{"{self.name}": "'"${variable}"'", {document.removeprefix("'{")}"""


class Authenticator:
    """Adds the key to requests to one origin; requests to other origins stay as they are."""

    def __init__(self, origin: httpx.URL, key: Secret | Callable[[], str], scheme: AuthScheme, variable: str) -> None:
        """Make an authenticator for the scheme, host and port of `origin`; a callable `key` returns the key."""
        self._key = key
        self.scheme = scheme
        self.variable = variable
        self._origin = _origin(origin)

    def resolve(self) -> Secret:
        """Return the key for one call. Raises ConfigurationError, without the key in it, if the key is invalid."""
        if isinstance(self._key, Secret):
            return self._key
        return _check_key(_call_provider(self._key), "the return value of api_key()")

    def sign(self, request: httpx.Request, key: Secret) -> httpx.Request:
        """Return a copy of the request with the key; the original never has it."""
        return self.scheme(request, key.reveal()) if _origin(request.url) == self._origin else request


def resolve_api_key(
    argument: Secret | Callable[[], str] | None, variable: str, *, optional: bool
) -> Secret | Callable[[], str] | None:
    """Return the key, or the function that returns it, from the argument or else from the environment variable.

    Returns None if there is no key and it is optional. Raises ConfigurationError, without the key in it, if a required
    key is missing or a key is invalid.
    """
    if argument is None and os.environ.get(variable):
        argument, source = Secret(os.environ[variable]), variable
    else:
        source = "api_key"
    if isinstance(argument, Secret) and argument.reveal():
        return _check_key(argument, source)
    if callable(argument):
        return argument
    if argument is None and optional:
        return None
    raise ConfigurationError("no API key", hint=f"set {variable} in the environment, or pass api_key=")


def _call_provider(provider: Callable[[], str]) -> Secret:
    try:
        return Secret(provider())
    except Exception as error:  # noqa: BLE001  (a caller's own function may raise anything)
        reason = type(error).__name__
    # Without the cause: its text is the caller's own, and may quote the key.
    raise ConfigurationError(f"api_key() raised {reason}")


def _check_key(key: Secret, source: str) -> Secret:
    if not _is_valid_key(key.reveal()):
        raise ConfigurationError(f"invalid API key in {source}: it must be non-empty ASCII text without whitespace")
    SECRETS_IN_USE.add(key)
    return key


def _is_valid_key(value: object) -> bool:
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


def _with_prefix(request: httpx.Request, prefix: bytes, *, replaced: int = 0) -> httpx.Request:
    """Return a copy of the request whose body begins with a prefix, in place of its first `replaced` bytes."""
    headers = request.headers.copy()
    headers["Content-Length"] = str(int(headers["Content-Length"]) + len(prefix) - replaced)
    return _copy(request, headers=headers.raw, stream=_PrefixedBody(prefix, request.stream, replaced))


class _PrefixedBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body with bytes in front of it, in place of the first bytes of its first chunk."""

    def __init__(self, prefix: bytes, rest: httpx.SyncByteStream | httpx.AsyncByteStream, replaced: int) -> None:
        self._prefix = prefix
        self._rest = rest
        self._replaced = replaced

    def __iter__(self) -> Iterator[bytes]:
        yield self._prefix
        start = self._replaced
        for chunk in cast("httpx.SyncByteStream", self._rest):
            yield chunk[start:]
            start = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._prefix
        start = self._replaced
        async for chunk in cast("httpx.AsyncByteStream", self._rest):
            yield chunk[start:]
            start = 0


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
