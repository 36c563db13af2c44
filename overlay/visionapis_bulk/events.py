"""Events of a job while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from visionapis.errors import VisionAPIError
    from visionapis.types import Classification

    from .schema import State

StopReason: TypeAlias = Literal[
    "finished", "max_calls", "max_cost", "time_limit", "failures", "rejected", "interrupted", "aborted"
]
"""Why a run ended.

- `finished`: no item is pending
- `max_calls`, `max_cost`, `time_limit`: a limit is reached
- `failures`: too many calls in a row failed
- `rejected`: the vendor rejects all calls, for example because of the key
- `interrupted`, `aborted`: `Job.stop` or `Job.abort` was called
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a job."""

    counts: Mapping[State, int]
    """The number of items in each state."""
    total: int
    """The number of items that are known."""
    listed: bool
    """Whether these are all items of the source."""
    calls: int
    """Calls that are, or may be, billed, over all runs."""
    cost: float | None
    """Their cost; None without a price."""
    elapsed: float
    """Seconds of this run."""
    settled: int
    """Items that this run settled."""
    in_flight: int
    concurrency: int
    """Calls that may be in flight at present."""

    @property
    def rate(self) -> float:
        """Items settled per second in this run."""
        return self.settled / self.elapsed if self.elapsed else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds until all items are settled, at this rate; None if that is unknown."""
        open_ = self.counts["pending"] + self.counts["claimed"] + self.counts["sent"]
        return open_ / self.rate if self.listed and self.settled else None

    @property
    def expected_cost(self) -> float | None:
        """The cost of the whole job, if the other items cost as much as those so far; None if that is unknown."""
        settled = self.total - self.counts["pending"] - self.counts["claimed"]
        return self.cost / settled * self.total if self.cost is not None and settled and self.listed else None


@dataclass(frozen=True, slots=True)
class ItemSettled:
    """An item has a result, or an error."""

    id: int
    name: str
    state: State
    result: Classification[Any] | None = None
    error: VisionAPIError | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """The vendor asked to wait, and nothing is sent for some seconds."""

    seconds: float
    concurrency: int
    """Calls that may be in flight from then on."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """Nothing more is sent; what is in flight ends."""

    reason: StopReason
    in_flight: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended."""

    reason: StopReason
    progress: Progress
    error: VisionAPIError | None = None
    """The error that ended it, for the reasons `failures` and `rejected`."""


Event: TypeAlias = Progress | ItemSettled | Paused | Stopping | Summary
EventHook: TypeAlias = Callable[[Event], None]
