"""Base classes of the clients of all vendors."""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from functools import cached_property, partial
from inspect import iscoroutinefunction
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar, Unpack, cast

from visionapis._transport.pool import make_async_connections, make_connections
from visionapis.errors import ConfigurationError
from visionapis.options import AsyncClientOptions, ClientOptions, RequestOptions
from visionapis.types import ApiKey, AsyncApiKey, RawResponse

from .batches import BatchOptions
from .call import RESPONSES
from .option_types import check_options
from .session import AsyncSession, Session
from .settings import apply_options
from .vendor import ImageLoader, VendorAPI, hide_secrets, make_limits, make_settings

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx

P = ParamSpec("P")
T = TypeVar("T")


class Client:
    """A client that keeps connections open until it is closed."""

    _session: Session

    def __init__(self, api: VendorAPI, api_key: ApiKey | None, options: ClientOptions) -> None:
        options = check_options(options, ClientOptions)
        if iscoroutinefunction(api_key):
            raise ConfigurationError("api_key is an asynchronous function", hint="use an async client")
        settings = make_settings(api, api_key, options)
        connections = make_connections(settings.base_url, settings.proxy, options, make_limits(options))
        self._open(Session(settings, connections))
        self._load = ImageLoader(api.vendor, options)
        self._batch_options = partial(BatchOptions.of, limit=options.get("max_concurrency"))

    def with_options(self, **options: Unpack[RequestOptions]) -> Self:
        """Return a copy with other options; it shares connections and limits, so closing one closes both."""
        _, options = hide_secrets(None, options)
        options = check_options(options, RequestOptions)
        copied = _copy(self)
        copied._open(Session(apply_options(self._session.settings, options), self._session.connections))
        return copied

    def raw_response(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Call a method of this client, and return its result together with the HTTP response.

        If the method makes several requests, the response is that of the last one. Raises what the method raises.

        `client.raw_response(client.tasks.list, page_size=5).headers`
        """
        with _collected() as responses:
            value = method(*args, **kwargs)
        return _raw(value, responses)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _open(self, session: Session) -> None:
        self._session = session
        # The next class in the MRO is the vendor's generated Resources.
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
    """An async client that keeps connections open until it is closed."""

    _session: AsyncSession

    def __init__(self, api: VendorAPI, api_key: AsyncApiKey | None, options: AsyncClientOptions) -> None:
        options = check_options(options, AsyncClientOptions)
        settings = make_settings(api, api_key, options)
        connections = make_async_connections(settings.base_url, settings.proxy, options, make_limits(options))
        self._open(AsyncSession(settings, connections))
        self._load = ImageLoader(api.vendor, options)
        self._batch_options = partial(BatchOptions.of, limit=options.get("max_concurrency"))

    def with_options(self, **options: Unpack[RequestOptions]) -> Self:
        """Return a copy with other options; it shares connections and limits, so closing one closes both."""
        _, options = hide_secrets(None, options)
        options = check_options(options, RequestOptions)
        copied = _copy(self)
        copied._open(AsyncSession(apply_options(self._session.settings, options), self._session.connections))
        return copied

    async def raw_response(
        self, method: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]:
        """Call a method of this client, and return its result together with the HTTP response.

        If the method makes several requests, the response is that of the last one. Raises what the method raises.

        `(await client.raw_response(client.tasks.list, page_size=5)).headers`
        """
        with _collected() as responses:
            value = await method(*args, **kwargs)
        return _raw(value, responses)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._session.aclose()

    def _open(self, session: AsyncSession) -> None:
        self._session = session
        # The next class in the MRO is the vendor's generated AsyncResources.
        cast("Callable[[AsyncSession], None]", super().__init__)(session)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return _name(self)


AnyClient = TypeVar("AnyClient", bound=Client | AsyncClient)


def _copy(client: AnyClient) -> AnyClient:
    """Return a copy without the cached resources, which refer to the session of the original."""
    copied = copy.copy(client)
    for name in list(vars(copied)):
        if isinstance(getattr(type(client), name, None), cached_property):
            del vars(copied)[name]
    return copied


def _name(client: Client | AsyncClient) -> str:
    # A traceback may show a client whose constructor has not set the session yet.
    session = getattr(client, "_session", None)
    return f"<{type(client).__name__} {session and session.settings.base_url}>"


@contextmanager
def _collected() -> Generator[list[httpx.Response]]:
    """Collect the responses of the calls within the block."""
    responses: list[httpx.Response] = []
    token = RESPONSES.set(responses)
    try:
        yield responses
    finally:
        RESPONSES.reset(token)
    if (outer := RESPONSES.get()) is not None:
        outer += responses


def _raw(value: T, responses: list[httpx.Response]) -> RawResponse[T]:
    if not responses:
        raise ConfigurationError(
            "the method sent no request", hint="an iterator sends its first request when it is iterated over"
        )
    last = responses[-1]
    return RawResponse(value, last.status_code, last.headers, last.content)
