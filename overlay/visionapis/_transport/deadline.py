"""The deadline of the sync call of the current thread, for the transport to keep."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


class _Call(threading.local):
    """The end of the call of this thread, on the monotonic clock."""

    end: float | None = None


_CALL = _Call()


@contextmanager
def deadline(seconds: float) -> Generator[None]:
    """Set a deadline, in seconds from now, for all that this thread sends and receives within the block.

    Only transports that went through `enforce_deadline` observe it.
    """
    outer, _CALL.end = _CALL.end, time.monotonic() + seconds
    try:
        yield
    finally:
        _CALL.end = outer


def remaining() -> float | None:
    """Return the seconds until the deadline of this thread, negative after it; None if there is no deadline."""
    return None if _CALL.end is None else _CALL.end - time.monotonic()
