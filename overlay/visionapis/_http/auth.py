"""API keys: where they come from, and how requests carry them."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast
from urllib.parse import quote

import httpx

from visionapis.errors import ConfigurationError

from .redaction import Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Self

Origin: TypeAlias = tuple[bytes, bytes, int | None]
"""A scheme, host and port; the port is None if it is the scheme's own."""

SIGNER = "visionapis.signer"
"""The extension of a request that holds its `Signer`."""


# Here and wherever no value is compared or printed, a dataclass generates its constructor only: each generated method
# is compiled at every import, which takes a third of the time of importing a client.
@dataclass(eq=False, repr=False)
class RequestParts:
    """The parts of a request where a key can be, as they are sent."""

    method: str
    target: bytes
    """Path and query."""
    headers: list[tuple[bytes, bytes]]
    stream: object
    """The body, a stream of httpx."""


class AuthScheme(Protocol):
    """How requests to a vendor carry the key."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        ...

    def as_curl(self, variable: str, key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl, for a multipart form or another body, with the key in a variable."""
        ...


@dataclass(eq=False, repr=False)
class HeaderAuth:
    """The key in the header `Authorization`, after a prefix such as `Bearer`."""

    prefix_for: Callable[[str], str]

    @classmethod
    def with_prefix(cls, prefix: str) -> Self:
        """Make a scheme with the same prefix for every key."""
        return cls(lambda _: prefix)

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        request.headers = [*request.headers, (b"Authorization", f"{self.prefix_for(key)} {key}".encode())]

    def as_curl(self, variable: str, key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        return f'-H "Authorization: {self.prefix_for(key.reveal())} ${variable}"'


@dataclass(eq=False, repr=False)
class BasicAuth:
    """The key as the user name of HTTP Basic authentication, with an empty password."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        token = base64.b64encode(f"{key}:".encode())
        request.headers = [*request.headers, (b"Authorization", b"Basic " + token)]

    def as_curl(self, variable: str, _key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        return f'-u "${variable}:"'


@dataclass(eq=False, repr=False)
class QueryAuth:
    """The key as a query parameter."""

    name: str

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request, in place of a parameter with its name."""
        path, _, query = request.target.partition(b"?")
        start = f"{self.name}=".encode()
        kept = [pair for pair in query.split(b"&") if pair and not pair.startswith(start)]
        request.target = path + b"?" + b"&".join([*kept, start + quote(key, safe="").encode()])

    def as_curl(self, variable: str, _key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        return f'--url-query "{self.name}=${variable}"'


class FormAuth(QueryAuth):
    """The key as a part of a multipart form; as a query parameter if the request has another body, or none."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        media_type, _, boundary = _header(request, b"content-type").partition(b"; boundary=")
        if media_type != b"multipart/form-data":
            super().__call__(request, key)
            return
        part = f'--{boundary.decode()}\r\nContent-Disposition: form-data; name="{self.name}"\r\n\r\n{key}\r\n'
        _add_prefix(request, part.encode())

    def as_curl(self, variable: str, key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        in_query = super().as_curl(variable, key, multipart=multipart)
        return f'--form-string "{self.name}=${variable}"' if multipart else in_query


class BodyAuth(QueryAuth):
    """The key as the first field of a JSON object; as a query parameter if the request has another body, or none."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        if _header(request, b"content-type") != b"application/json":
            super().__call__(request, key)
            return
        field = json.dumps({self.name: key}, separators=(",", ":"))
        is_empty = int(_header(request, b"content-length")) == len(b"{}")
        _add_prefix(request, f"{field[:-1]}{'' if is_empty else ','}".encode(), replaced=1)

    def add_to_json(self, document: str, variable: str, /) -> str:
        """Return a JSON object that is quoted for the shell with the key in it, from an environment variable."""
        rest = document.removeprefix("'{")
        return f"""'{{"{self.name}": "'"${variable}"'"{"" if rest == "}'" else ", "}{rest}"""


class Signer:
    """Adds the key to a request when it is sent, if it is sent to the origin of the key. Its repr shows no key."""

    __slots__ = ("_key", "_origin", "_scheme")

    def __init__(self, origin: Origin, scheme: AuthScheme, key: Secret) -> None:
        """Make a signer of requests to one scheme, host and port."""
        self._origin = origin
        self._scheme = scheme
        self._key = key

    def sign(self, origin: Origin, request: RequestParts) -> None:
        """Add the key to a request that is about to be sent to `origin`."""
        if origin == self._origin:
            self._scheme(request, self._key.reveal())


class Authenticator:
    """Authenticates requests to one origin; requests to other origins do not get the key."""

    def __init__(self, origin: httpx.URL, key: Secret | Callable[[], str], scheme: AuthScheme, variable: str) -> None:
        """Make an authenticator for the scheme, host and port of `origin`; a callable `key` returns the key."""
        self._key = key
        self.scheme = scheme
        self.variable = variable
        self._origin = origin_of(origin)

    @property
    def fixed_key(self) -> Secret | None:
        """The key, or None if a function returns it."""
        return self._key if isinstance(self._key, Secret) else None

    def resolve(self) -> Secret:
        """Return the key for one call. Raises ConfigurationError, without the key in it, if the key is invalid."""
        if isinstance(self._key, Secret):
            return self._key
        return check_key(_call_provider(self._key), "the return value of api_key()")

    async def aresolve(self) -> Secret:
        """Return the key as `resolve` does; the function may be asynchronous."""
        if isinstance(self._key, Secret):
            return self._key
        return check_key(await _await_provider(self._key), "the return value of api_key()")

    def attach(self, request: httpx.Request, key: Secret) -> None:
        """Let the transport add the key when it sends the request; see `visionapis._transport.signing`.

        What is above the transport, such as instrumentation, sees the request without the key.
        """
        request.extensions[SIGNER] = Signer(self._origin, self.scheme, key)


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
    if isinstance(argument, Secret):
        if not isinstance(cast("object", argument.reveal()), str):
            kind = type(argument.reveal()).__name__
            raise ConfigurationError(f"api_key must be a str or a function that returns one, not {kind}")
        if argument.reveal():
            return check_key(argument, source)
    if callable(argument):
        return argument
    if argument is None and optional:
        return None
    raise ConfigurationError("no API key", hint=f"set {variable} in the environment, or pass api_key=")


def _call_provider(provider: Callable[[], str]) -> Secret:
    try:
        found = Secret(provider())
    except Exception as error:  # noqa: BLE001  (a caller's own function may raise anything)
        reason = type(error).__name__
    else:
        if isinstance(cast("object", found.reveal()), Awaitable):
            getattr(found.reveal(), "close", bool)()  # a coroutine that is not closed warns that it was not awaited
            raise ConfigurationError("api_key is an asynchronous function", hint="use an async client")
        return found
    # Without the cause: its text is the caller's own, and may quote the key.
    raise ConfigurationError(f"api_key() raised {reason}")


async def _await_provider(provider: Callable[[], str]) -> Secret:
    try:
        found = Secret(provider())
        if isinstance(cast("object", found.reveal()), Awaitable):
            found = Secret(await cast("Awaitable[str]", found.reveal()))
    except Exception as error:  # noqa: BLE001  (a caller's own function may raise anything)
        reason = type(error).__name__
    else:
        return found
    raise ConfigurationError(f"api_key() raised {reason}")


def check_key(key: Secret, source: str) -> Secret:
    """Return the key. Raises ConfigurationError, which names where it came from, if it cannot be sent."""
    if not _is_valid_key(key.reveal()):
        raise ConfigurationError(f"invalid API key in {source}: it must be non-empty ASCII text without whitespace")
    return key


def _is_valid_key(value: object) -> bool:
    return isinstance(value, str) and value != "" and value.isascii() and value.isprintable() and " " not in value


def _header(request: RequestParts, name: bytes) -> bytes:
    """Return the value of a header, or nothing."""
    return next((value for each, value in request.headers if each.lower() == name), b"")


def _add_prefix(request: RequestParts, prefix: bytes, *, replaced: int = 0) -> None:
    """Put bytes in front of the body, in place of its first `replaced` bytes."""
    length = b"%d" % (int(_header(request, b"content-length")) + len(prefix) - replaced)
    request.headers = [
        (name, length if name.lower() == b"content-length" else value) for name, value in request.headers
    ]
    request.stream = _PrefixedBody(prefix, request.stream, replaced)


class _PrefixedBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body with bytes in front of it, in place of the first bytes of its first chunk."""

    def __init__(self, prefix: bytes, rest: object, replaced: int) -> None:
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


def origin_of(url: httpx.URL) -> Origin:
    """Return the scheme, host and port of a URL, as httpcore has them."""
    return url.raw_scheme, url.raw_host, url.port
