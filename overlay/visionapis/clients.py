"""What the clients of all vendors have in common."""

from __future__ import annotations

import copy
import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Literal, ParamSpec, TypedDict, TypeVar, cast

from .answers import Rules
from .connections import connect, connect_async
from .errors import ConfigurationError, PictureError
from .hosts import is_private
from .keys import Keyring, find_key, without_frames
from .limits import Limits
from .pictures import PictureURL, is_quick, load
from .redaction import hide
from .retry import Retry
from .session import ANSWERS, AsyncSession, Session, Settings, check_timeout, parse_base_url

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Generator
    from types import TracebackType
    from typing import Self, Unpack

    import httpx

    from .keys import Key, Put
    from .pictures import Picture
    from .retry import Attempt, Effect
    from .sources import PictureSource

P = ParamSpec("P")
T = TypeVar("T")


class CallOptions(TypedDict, total=False):
    """What a client and its copies can be told about their calls."""

    timeout: float
    """Seconds for a whole call, from the first attempt to the answer's last byte, waits included; 60."""
    max_retries: int
    """How often a failed call is sent again where that is harmless; 2."""
    allow: Collection[Effect]
    """`billable`, `mutating`: effects that may happen twice when a call is sent again; none."""
    max_wait: float
    """The longest wait in seconds that a server can ask for; 120. After more, the error is raised at once."""
    on_attempt: Callable[[Attempt], None] | None
    """Called after each attempt of a call, in the same thread or task. What it raises is logged and changes nothing."""


class CommonOptions(CallOptions, total=False):
    """What every client takes besides its key."""

    base_url: str | None
    """The server; else the environment's `<VENDOR>_BASE_URL`, else the vendor's own."""
    max_picture_bytes: int | None
    """The largest picture to send; else the vendor's limit, where it publishes one."""
    max_in_flight: int | None
    """How many requests may be under way at a time, over all threads or tasks; no limit."""
    requests_per_minute: int | None
    """How many requests may be sent in any minute, over all threads or tasks; no limit."""
    proxy: str | None
    """The proxy's address; else the one that the environment names (`HTTPS_PROXY` and the like)."""


class Options(CommonOptions, total=False):
    """What every synchronous client takes besides its key."""

    transport: httpx.BaseTransport | None
    """Replaces the network, for example `emulator.transport()`; it is closed with the client."""


class AsyncOptions(CommonOptions, total=False):
    """What every asynchronous client takes besides its key."""

    transport: httpx.AsyncBaseTransport | Literal["httpx", "aiohttp"] | None
    """Replaces the network, or names what speaks to it: `aiohttp`, an extra, is faster with many calls at once."""


@dataclass(frozen=True)
class Vendor:
    """A vendor's server, as far as its contract does not tell."""

    name: str
    """As the names of variables begin, for example `ROBOFLOW`."""
    put: Put
    formats: frozenset[str]
    """The formats of pictures that the server reads, by the names that `formats.sniff` gives them."""
    urls: tuple[str, ...] = ()
    """The schemes of the URLs from which the server fetches pictures."""
    key_name: str = "API_KEY"
    """As the name of the key's variable ends."""
    rules: Rules = field(default_factory=Rules)
    max_picture_bytes: int | None = None
    key_optional: bool = False


class Given:
    """The arguments of a constructor, out of sight of tracebacks: made first, so that no frame shows a secret."""

    def __init__(self, api_key: Key | None, options: Options | AsyncOptions, *, vendor: str, default_url: str) -> None:
        """Empties `options`: a misspelt one may hold a secret too."""
        self.options = options.copy()
        cast("dict[str, object]", options).clear()
        self.key = api_key if callable(api_key) else hide(api_key)
        self.proxy = hide(self.options.get("proxy"))
        given = self.options.get("base_url")
        self.url = parse_base_url(given or os.environ.get(f"{vendor}_BASE_URL") or default_url)

    def settings(self, vendor: Vendor) -> Settings:
        """The settings of a client of `vendor`. Raises ConfigurationError, and TypeError for an unknown option."""
        _check_names(self.options, Options)
        if self.url is None:
            raise ConfigurationError(
                "base_url is http:// or https://, a host, at most a port and a path; no key, no query"
            )
        variable = f"{vendor.name}_{vendor.key_name}"
        key = find_key(self.key, variable, optional=vendor.key_optional)
        if key and self.url.scheme == "http" and not is_private(self.url.host):
            raise ConfigurationError("over http:// a key can be read by everyone on the way; use https://")
        keyring = Keyring(self.url, key, vendor.put, variable) if key else None
        settings = Settings(self.url, timeout=60.0, retry=Retry(), keyring=keyring, rules=vendor.rules)
        return changed(settings, self.options)

    def limits(self) -> Limits:
        """The limits of a client. Raises ConfigurationError."""
        return Limits(self.options.get("max_in_flight"), self.options.get("requests_per_minute"))


class Loader:
    """Makes pictures, as callers have them, into what the vendor's server takes."""

    def __init__(self, vendor: Vendor, given: Given) -> None:
        self._vendor = vendor
        self._max_bytes = given.options.get("max_picture_bytes") or vendor.max_picture_bytes

    def __call__(self, picture: Picture) -> PictureSource | PictureURL:
        """A picture that is sent, or one that the server fetches. Raises PictureError."""
        return _loaded(self._try(picture))

    def source(self, picture: Picture) -> PictureSource:
        """A picture that is sent. Raises PictureError, also for a URL."""
        loaded = self(picture)
        if isinstance(loaded, PictureURL):
            raise PictureError("this call sends the picture itself, not its URL; there may be another call for URLs")
        return loaded

    async def later(self, picture: Picture) -> PictureSource | PictureURL:
        """As when it is called; in a thread where it takes long."""
        import asyncio

        return _loaded(self._try(picture) if is_quick(picture) else await asyncio.to_thread(self._try, picture))

    def _try(self, picture: Picture) -> PictureSource | PictureURL | BaseException:
        vendor = self._vendor
        try:
            return load(picture, formats=vendor.formats, max_bytes=self._max_bytes, urls=vendor.urls)
        except PictureError as error:
            # The local variables of the frames below hold names of files and parts of pictures.
            return without_frames(error)


def _loaded(result: PictureSource | PictureURL | BaseException) -> PictureSource | PictureURL:
    if isinstance(result, BaseException):
        raise result
    return result


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """An answer as it came, with what was read from it."""

    value: T
    """What the method returns."""
    status: int
    headers: httpx.Headers = field(repr=False)
    content: bytes = field(repr=False)


class Client:
    """A client that holds connections until it is closed."""

    _session: Session

    def __init__(self, vendor: Vendor, given: Given) -> None:
        settings = given.settings(vendor)
        transport = cast("httpx.BaseTransport | None", given.options.get("transport"))
        self._open(Session(settings, connect(settings.base_url, transport, given.proxy, given.limits())))
        self._load = Loader(vendor, given)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """A copy with other options, which shares connections and limits: to close one is to close both."""
        _check_names(options, CallOptions)
        copied = _copy(self)
        copied._open(Session(changed(self._session.settings, options), self._session.connections))
        return copied

    def with_raw_response(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """What a method of this client returns, with the answer that it was read from.

        When the method makes several requests, the answer is the last one's. Raises what the method raises.

        `client.with_raw_response(client.tasks.list, page_size=5).headers`
        """
        with _collected() as answers:
            value = method(*args, **kwargs)
        return _raw(value, answers)

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def _open(self, session: Session) -> None:
        self._session = session
        # The next class in line is the vendor's facade.
        cast("Callable[[Session], None]", super().__init__)(session)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return _name(self)


class AsyncClient:
    """A client that does not block, and holds connections until it is closed."""

    _session: AsyncSession

    def __init__(self, vendor: Vendor, given: Given) -> None:
        settings = given.settings(vendor)
        transport = cast("httpx.AsyncBaseTransport | str | None", given.options.get("transport"))
        self._open(AsyncSession(settings, connect_async(settings.base_url, transport, given.proxy, given.limits())))
        self._load = Loader(vendor, given)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """A copy with other options, which shares connections and limits: to close one is to close both."""
        _check_names(options, CallOptions)
        copied = _copy(self)
        copied._open(AsyncSession(changed(self._session.settings, options), self._session.connections))
        return copied

    async def with_raw_response(
        self, method: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]:
        """What a method of this client returns, with the answer that it was read from; see `Client`."""
        with _collected() as answers:
            value = await method(*args, **kwargs)
        return _raw(value, answers)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._session.aclose()

    def _open(self, session: AsyncSession) -> None:
        self._session = session
        # The next class in line is the vendor's facade.
        cast("Callable[[AsyncSession], None]", super().__init__)(session)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return _name(self)


def _check_names(options: CallOptions, known: type[CallOptions]) -> None:
    """What Python itself does for arguments that are written out."""
    if unknown := sorted(options.keys() - known.__annotations__.keys()):
        raise TypeError(f"there is no option {', '.join(unknown)}")


def changed(settings: Settings, options: CallOptions) -> Settings:
    """The settings with what `options` name. Raises ConfigurationError."""
    retry = replace(
        settings.retry,
        max_retries=options.get("max_retries", settings.retry.max_retries),
        allow=frozenset(options.get("allow", settings.retry.allow)),
        max_wait=options.get("max_wait", settings.retry.max_wait),
    )
    return replace(
        settings,
        timeout=check_timeout(options.get("timeout", settings.timeout)),
        retry=retry,
        on_attempt=options.get("on_attempt", settings.on_attempt),
    )


AnyClient = TypeVar("AnyClient", bound=Client | AsyncClient)


def _copy(client: AnyClient) -> AnyClient:
    """A copy without the resources, which know their session."""
    copied = copy.copy(client)
    for name in list(vars(copied)):
        if isinstance(getattr(type(client), name, None), cached_property):
            del vars(copied)[name]
    return copied


def _name(client: Client | AsyncClient) -> str:
    # Without a session while it is being made, when a traceback may show it.
    session = getattr(client, "_session", None)
    return f"<{type(client).__name__} {session and session.settings.base_url}>"


@contextmanager
def _collected() -> Generator[list[httpx.Response]]:
    """The answers of the calls that are made within."""
    answers: list[httpx.Response] = []
    token = ANSWERS.set(answers)
    try:
        yield answers
    finally:
        ANSWERS.reset(token)
    if (outer := ANSWERS.get()) is not None:
        outer += answers


def _raw(value: T, answers: list[httpx.Response]) -> RawResponse[T]:
    if not answers:
        raise ConfigurationError("the method made no request; an iterator makes its first one when it is iterated over")
    last = answers[-1]
    return RawResponse(value, last.status_code, last.headers, last.content)
