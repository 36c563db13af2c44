"""Faults of the connection: whether, when and in which pieces an answer comes."""

from dataclasses import dataclass
from typing import Literal

from .fault import Fault


@dataclass(frozen=True)
class ConnectionRefused(Fault):
    """Nothing listens: the connection is never made."""

    @property
    def reaches_server(self) -> bool:
        """Nothing was sent."""
        return False


@dataclass(frozen=True)
class ConnectionLost(Fault):
    """The connection breaks before the request's body is read, in the middle of it, or after it, before the answer.

    After the body the server has acted; earlier it has not. `reset` tells the client at once (TCP RST), `close` ends
    the server's side in an orderly way (TCP FIN).
    """

    moment: Literal["before_body", "in_body", "after_body"] = "after_body"
    how: Literal["reset", "close"] = "reset"

    @property
    def reaches_server(self) -> bool:
        """Only a whole request is acted on."""
        return self.moment == "after_body"

    @property
    def read(self) -> float:
        """The part of the request's body that the server reads, as a fraction."""
        return {"before_body": 0.0, "in_body": 0.5, "after_body": 1.0}[self.moment]


@dataclass(frozen=True)
class KeepAliveLost(Fault):
    """The server closes a connection that served before, on the next request, as it does after a time without any.

    The server has not acted. The first request on a connection is let pass, and not counted.
    """

    @property
    def reaches_server(self) -> bool:
        """The server had given up on the connection."""
        return False


@dataclass(frozen=True)
class Latency(Fault):
    """The server acts, and its answer comes so many seconds late."""

    seconds: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(0 <= self.seconds < float("inf"), "seconds", "0 or more")


@dataclass(frozen=True)
class Drip(Fault):
    """The answer's headers or body come byte by byte, with a pause in seconds before each."""

    part: Literal["headers", "body"] = "body"
    pause: float = 0.05

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(0 <= self.pause < float("inf"), "pause", "0 or more")


@dataclass(frozen=True)
class HalfAnswer(Fault):
    """The headers promise the whole body; the connection is closed after a fraction of it."""

    fraction: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(0 <= self.fraction < 1, "fraction", "0 or more and below 1")
