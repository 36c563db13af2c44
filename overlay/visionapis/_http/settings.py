"""The settings of a client that all its calls share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from visionapis.options import DEFAULT_MAX_RESPONSE_BYTES

from .headers import merge_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from visionapis.options import BaseOptions
    from visionapis.traffic import TrafficObserver
    from visionapis.types import AttemptHook

    from .auth import Authenticator
    from .redaction import Secret
    from .response_rules import ResponseRules
    from .retry import RetryPolicy


@dataclass(eq=False, repr=False)
class Settings:
    """The settings of a client, or of a copy of it."""

    vendor: str
    base_url: httpx.URL
    timeout: float
    retry: RetryPolicy
    authenticator: Authenticator | None
    rules: ResponseRules
    on_attempt: AttemptHook | None = None
    observer: TrafficObserver | None = None
    headers: Mapping[str, Secret] = field(default_factory=dict[str, "Secret"])
    """Headers of the caller, by their names in lower case."""
    max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES
    proxy: Secret | None = None
    """The URL of the proxy; None also if the caller made the transport."""

    @cached_property
    def root(self) -> str:
        """The URL to which the paths of requests are appended."""
        return str(self.base_url).rstrip("/")

    @property
    def origin(self) -> str:
        """The server's scheme, host and port, for messages."""
        return f"{self.base_url.scheme}://{self.base_url.netloc.decode()}"


def apply_options(settings: Settings, options: BaseOptions) -> Settings:
    """Return the settings with the values of `options`, which `check_options` returned. Raises ConfigurationError."""
    headers, authenticator = settings.headers, settings.authenticator
    key_headers = authenticator.key_headers if authenticator else set[str]()
    for name in ("default_headers", "headers"):
        added = cast("Mapping[str, Secret]", options.get(name, {}))
        headers = merge_headers(name, headers, added, key_headers=key_headers)
    retry = replace(
        settings.retry,
        max_retries=options.get("max_retries", settings.retry.max_retries),
        retry_effects=frozenset(options.get("retry_effects", settings.retry.retry_effects)),
        max_retry_delay=options.get("max_retry_delay", settings.retry.max_retry_delay),
    )
    return replace(
        settings,
        timeout=options.get("timeout", settings.timeout),
        retry=retry,
        on_attempt=options.get("on_attempt", settings.on_attempt),
        observer=options.get("observer", settings.observer),
        headers=headers,
    )
