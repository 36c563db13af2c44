"""Virtual time: what takes a vendor's server minutes is over after a few looks at it."""

from datetime import UTC, datetime, timedelta

from visionapis_testing.errors import EmulatorError

_START = datetime(2026, 1, 1, tzinfo=UTC)
_LONGEST = 10**11  # some three thousand years


class Clock:
    """The time of one emulator. It stands still but for ``step`` seconds at each request, and for ``advance``.

    With a step of 1, the default, a job of three seconds is done at the third request after the one that started it.
    Set ``step`` to 0 to move time by ``advance`` alone.
    """

    def __init__(self, step: float = 1.0) -> None:
        self._first_step = step
        self.step = step
        """Seconds that each request takes."""
        self._seconds = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the emulator was made or reset."""
        return self._seconds

    @property
    def now(self) -> datetime:
        """The date and time that answers give, in UTC; it starts with 2026, so that two runs give equal answers."""
        return _START + timedelta(seconds=self._seconds)

    def advance(self, seconds: float) -> None:
        """Let time pass. Raises EmulatorError for less than none, and for more than calendars have."""
        if not 0 <= seconds <= _LONGEST - self._seconds:
            raise EmulatorError(
                f"time runs forward: advance takes 0 or more seconds, up to {_LONGEST:,}, not {seconds:g}"
            )
        self._seconds += seconds

    def tick(self) -> None:
        """Let a request's time pass."""
        self._seconds += self.step

    def reset(self) -> None:
        """Start anew, with the first step."""
        self.step = self._first_step
        self._seconds = 0.0
