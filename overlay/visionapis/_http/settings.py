"""The settings of a client that all its calls share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from visionapis.errors import ConfigurationError

from .redaction import Secret

if TYPE_CHECKING:
    import httpx

    from visionapis.options import RequestOptions
    from visionapis.types import AttemptHook

    from .auth import Authenticator
    from .responses import ResponseRules
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

    @cached_property
    def root(self) -> str:
        """The URL to which the paths of requests are appended."""
        return str(self.base_url).rstrip("/")

    @property
    def origin(self) -> str:
        """The server's scheme, host and port, for messages."""
        return f"{self.base_url.scheme}://{self.base_url.netloc.decode()}"


# The options that may be texts; the value of any other one is quoted in messages, so a text there is not accepted.
_TEXTS = {"base_url", "cert", "proxy", "transport", "verify"}


def check_options(options: RequestOptions, known: type[RequestOptions]) -> None:
    """Raise TypeError for an unknown option, as Python does for an unknown argument, and for a text that is a number.

    `options` went through `hide_secrets`.
    """
    if unknown := sorted(options.keys() - known.__annotations__.keys()):
        raise TypeError(f"unknown option: {', '.join(unknown)}")
    if texts := sorted(name for name, value in options.items() if isinstance(value, Secret) and name not in _TEXTS):
        raise TypeError(f"{texts[0]} must not be a string")


def apply_options(settings: Settings, options: RequestOptions) -> Settings:
    """Return the settings with the values of `options`. Raises ConfigurationError."""
    retry = replace(
        settings.retry,
        max_retries=options.get("max_retries", settings.retry.max_retries),
        retry_effects=frozenset(options.get("retry_effects", settings.retry.retry_effects)),
        max_retry_delay=options.get("max_retry_delay", settings.retry.max_retry_delay),
    )
    return replace(
        settings,
        timeout=_check_timeout(options.get("timeout", settings.timeout)),
        retry=retry,
        on_attempt=options.get("on_attempt", settings.on_attempt),
    )


def _check_timeout(timeout: float) -> float:
    if not isinstance(cast("object", timeout), (int, float)) or not 0 < timeout < float("inf"):
        raise ConfigurationError(f"timeout must be a finite number of seconds above 0, not {timeout!r}")
    return timeout
