"""Exchanges that the proxy forwarded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from .bodies import KeptBody

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]

UNFINISHED = "ended with the proxy"


@dataclass(slots=True, eq=False)
class ForwardedExchange:
    """One request, and the response if there was one."""

    method: str
    target: bytes = field(repr=False)
    """Path and query as they were received, which can have a key."""
    request_headers: Headers = field(repr=False)
    sent: KeptBody
    received: KeptBody
    started: float
    """Seconds since the epoch."""
    elapsed: float = 0.0
    """Seconds until the whole response was received, or the exchange failed."""
    status_code: int | None = None
    """None if the server did not respond; the status of the proxy's own response is not the server's."""
    response_headers: Headers = field(default=(), repr=False)
    problem: str = UNFINISHED
    """Why the response is incomplete; empty if it is complete."""

    def forget(self) -> None:
        """Free the memory of both bodies."""
        self.sent.omit()
        self.received.omit()
