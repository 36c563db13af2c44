"""A deadline for a whole synchronous call, which whatever it goes over can ask for."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


class _Call(threading.local):
    """When the call of this thread has to be over, on the monotonic clock."""

    end: float | None = None


_CALL = _Call()


@contextmanager
def deadline(seconds: float) -> Generator[None]:
    """Everything that this thread sends and receives over a watched transport ends within so many seconds."""
    outer, _CALL.end = _CALL.end, time.monotonic() + seconds
    try:
        yield
    finally:
        _CALL.end = outer


def left() -> float | None:
    """Seconds until the call of this thread has to be over, or since then; None when it has no deadline."""
    return None if _CALL.end is None else _CALL.end - time.monotonic()
