"""API keys: where they come from, and how requests carry them."""

from __future__ import annotations

import copy
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias, cast

from visionapis.errors import ConfigurationError

from .auth_schemes import AuthScheme, ClientCredentialsAuth, HeaderAuth
from .redaction import Secret

if TYPE_CHECKING:
    from typing import Self

    import httpx

    from visionapis_generated.operation import Operation

    from .request_parts import RequestParts
    from .tokens import TokenStore

Origin: TypeAlias = tuple[bytes, bytes, int | None]
"""A scheme, host and port; the port is None if it is the scheme's own."""

SIGNER = "visionapis.signer"
"""The extension of a request that holds its `Signer`."""


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

    def __init__(
        self,
        origin: httpx.URL,
        key: Secret | Callable[[], str],
        scheme: AuthScheme,
        variable: str,
        operation_schemes: Mapping[str, AuthScheme | None] | None = None,
        token_url: httpx.URL | None = None,
    ) -> None:
        """Make an authenticator for the scheme, host and port of `origin`; a callable `key` returns the key.

        `operation_schemes` has the schemes of operations that differ from `scheme`, None for those without a key.
        """
        self._key = key
        self.scheme = scheme
        self.variable = variable
        self._origin = origin_of(origin)
        self._known: tuple[Secret, list[Secret]] | None = None
        self.tokens = _token_store(scheme, token_url or origin)
        self._others = {
            name: self._with_scheme(each, token_url or origin) if each else None
            for name, each in (operation_schemes or {}).items()
        }

    def for_operation(self, operation: Operation) -> Authenticator | None:
        """Return the authenticator of an operation, or None if it gets no key."""
        return self._others.get(operation.name, self)

    @property
    def key_headers(self) -> set[str]:
        """The names of the headers, in lower case, that a caller cannot set because they are for keys."""
        names = (each.scheme.header for each in (self, *self._others.values()) if each)
        return {"authorization", *filter(None, names)}

    @property
    def fixed_key(self) -> Secret | None:
        """The key, or None if a function returns it."""
        return self._key if isinstance(self._key, Secret) else None

    def resolve(self) -> Secret:
        """Return the key for one call. Raises ConfigurationError, without the key in it, if the key is invalid."""
        if isinstance(self._key, Secret):
            return self._key
        return check_key(_call_provider(self._key), "the return value of api_key()", self.scheme)

    async def aresolve(self) -> Secret:
        """Return the key as `resolve` does; the function may be asynchronous."""
        if isinstance(self._key, Secret):
            return self._key
        return check_key(await _await_provider(self._key), "the return value of api_key()", self.scheme)

    def secrets(self, key: Secret) -> list[Secret]:
        """Return a key and its parts, which errors and logs must not show."""
        if self._known is None or self._known[0] is not key:
            self._known = (key, self.scheme.secrets(key))
        return self._known[1]

    def attach(self, request: httpx.Request, key: Secret) -> None:
        """Let the transport add the key when it sends the request; see `visionapis._transport.signing`.

        What is above the transport, such as instrumentation, sees the request without the key.
        """
        request.extensions[SIGNER] = Signer(self._origin, self.scheme, key)

    def _with_scheme(self, scheme: AuthScheme, token_url: httpx.URL) -> Self:
        other = copy.copy(self)
        other.scheme, other._known, other._others = scheme, None, {}
        other.tokens = _token_store(scheme, token_url)
        return other


def _token_store(scheme: AuthScheme, url: httpx.URL) -> TokenStore | None:
    if not isinstance(scheme, ClientCredentialsAuth):
        return None
    from .tokens import TokenStore  # imported on first use: most vendors have no tokens

    return TokenStore(scheme, url)


def resolve_api_key(
    argument: Secret | Callable[[], str] | None,
    variable: str,
    *,
    optional: bool,
    scheme: AuthScheme | None = None,
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
            return check_key(argument, source, scheme)
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


def check_key(key: Secret, source: str, scheme: AuthScheme | None = None) -> Secret:
    """Return the key. Raises ConfigurationError, which names where it came from, if it cannot be sent."""
    if problem := (scheme or HeaderAuth.with_prefix("")).problem(key.reveal()):
        raise ConfigurationError(f"invalid API key in {source}: {problem}")
    return key


def origin_of(url: httpx.URL) -> Origin:
    """Return the scheme, host and port of a URL, as httpcore has them."""
    return url.raw_scheme, url.raw_host, url.port
