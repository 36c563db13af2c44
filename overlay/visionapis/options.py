"""What clients can be told, besides their keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypedDict

from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import httpx

    from ._http.call import Settings
    from ._http.retry import Attempt, Effect


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


def check_names(options: CallOptions, known: type[CallOptions]) -> None:
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
        timeout=_check_timeout(options.get("timeout", settings.timeout)),
        retry=retry,
        on_attempt=options.get("on_attempt", settings.on_attempt),
    )


def _check_timeout(timeout: float) -> float:
    """Seconds for a whole call. Raises ConfigurationError unless there is an end to them."""
    if not 0 < timeout < float("inf"):
        raise ConfigurationError(
            f"timeout is a number of seconds above 0, not {timeout!r}; a call never waits for ever"
        )
    return timeout
