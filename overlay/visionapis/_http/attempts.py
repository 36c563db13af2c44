"""Attempts of calls, as hooks receive them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from visionapis_generated.operation import Operation


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request of a call, as `on_attempt` receives it when the request is over."""

    vendor: str
    """The vendor, for example `roboflow`."""
    operation: Operation
    number: int
    """From 1."""
    host: str
    port: int
    elapsed: float
    """Seconds from sending the request to the last byte of the response."""
    status_code: int | None
    """The status of the response; None if no response arrived."""
    error_type: str | None
    """The name of the exception class; None if the attempt succeeded."""
    retry_delay: float | None
    """Seconds until the next attempt; None if this was the last one."""

    @property
    def attributes(self) -> dict[str, str | int]:
        """Attributes for OpenTelemetry, named by its conventions for HTTP clients; they contain no arguments of calls.

        https://opentelemetry.io/docs/specs/semconv/http/http-spans/
        """
        found: dict[str, str | int | None] = {
            "http.request.method": self.operation.method,
            "url.template": self.operation.path,
            "server.address": self.host,
            "server.port": self.port,
            "http.response.status_code": self.status_code,
            "error.type": self.error_type,
            "http.request.resend_count": self.number - 1 or None,
        }
        return {name: value for name, value in found.items() if value is not None}


AttemptHook: TypeAlias = Callable[[Attempt], None]
"""A function that is called after each attempt of a call."""
