"""Virtual time: a job that takes a vendor's server minutes is done after a few requests."""

from datetime import UTC, datetime, timedelta

from visionapis_testing.errors import EmulatorError

_START = datetime(2026, 1, 1, tzinfo=UTC)
_MAX_SECONDS = 10**11  # about three thousand years


class Clock:
    """The virtual time of one emulator. It moves by ``step`` seconds per request, and by ``advance``.

    With the default step of 1, a job of three seconds is done at the third request after the one that started it.
    With a step of 0 only ``advance`` moves time:

        >>> clock = Clock(step=0)
        >>> clock.advance(60)
        >>> clock.seconds
        60.0
    """

    def __init__(self, step: float = 1.0) -> None:
        self._initial_step = step
        self.step = step
        """Seconds per request."""
        self._seconds = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the emulator was created or reset."""
        return self._seconds

    @property
    def now(self) -> datetime:
        """The date and time in responses, in UTC. It starts at 2026-01-01, so that runs give equal responses."""
        return _START + timedelta(seconds=self._seconds)

    def advance(self, seconds: float) -> None:
        """Move time forward. Raises EmulatorError for a negative number and beyond the year 5000."""
        if not 0 <= seconds <= _MAX_SECONDS - self._seconds:
            raise EmulatorError(f"cannot advance the clock by {seconds:g} seconds: expected 0 to {_MAX_SECONDS:,}")
        self._seconds += seconds

    def tick(self) -> None:
        """Move time forward by one request."""
        self._seconds += self.step

    def reset(self) -> None:
        """Return to the start and the initial step."""
        self.step = self._initial_step
        self._seconds = 0.0
