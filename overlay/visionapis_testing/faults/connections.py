"""Faults of the connection: whether, when and in which pieces a response arrives."""

from dataclasses import dataclass
from typing import Literal

from .fault import Fault


@dataclass(frozen=True)
class ConnectionRefused(Fault):
    """No server is listening: the connection is refused."""

    @property
    def reaches_server(self) -> bool:
        """Always False: nothing is sent."""
        return False


@dataclass(frozen=True)
class ConnectionDropped(Fault):
    """The connection breaks before the request's body is read, halfway through it, or after it.

    The server processes the request only if it breaks after the body. `mode` is `reset` (TCP RST, which the client
    notices at once) or `close` (TCP FIN).
    """

    at: Literal["before_body", "in_body", "after_body"] = "after_body"
    mode: Literal["reset", "close"] = "reset"

    @property
    def reaches_server(self) -> bool:
        """Whether the request is read to its end, and so processed."""
        return self.at == "after_body"

    @property
    def body_fraction(self) -> float:
        """The fraction of the request's body that the server reads."""
        return {"before_body": 0.0, "in_body": 0.5, "after_body": 1.0}[self.at]


@dataclass(frozen=True)
class StaleConnection(Fault):
    """The server closes a reused connection at the next request, as after an idle timeout.

    The server does not process that request. The first request on a connection succeeds and is not counted.
    """

    @property
    def reaches_server(self) -> bool:
        """Always False: the server had closed the connection."""
        return False


@dataclass(frozen=True)
class Latency(Fault):
    """The server processes the request and responds `seconds` late."""

    seconds: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(0 <= self.seconds < float("inf"), "seconds", "a finite number, 0 or more")


@dataclass(frozen=True)
class SlowResponse(Fault):
    """The response's headers or body arrive byte by byte, with `pause` seconds before each."""

    part: Literal["headers", "body"] = "body"
    pause: float = 0.05

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(0 <= self.pause < float("inf"), "pause", "a finite number, 0 or more")


@dataclass(frozen=True)
class TruncatedResponse(Fault):
    """The connection is closed after a fraction of the body that content-length announces."""

    fraction: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(0 <= self.fraction < 1, "fraction", "0 or more and below 1")
