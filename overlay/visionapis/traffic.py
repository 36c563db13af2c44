"""Observation of a client's traffic, for the option `observer`."""

from __future__ import annotations

import logging
import os
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ._locks import ModuleLock
from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import httpx

    from ._http.redaction import Secret
    from ._observations.observer import Observer

LOGGER = logging.getLogger("visionapis")

MAX_BODY_BYTES = 2**18
"""Of a longer response the status and content type are counted, and no fields."""

_LOCK = ModuleLock()


class TrafficObserver:
    """Counts the shapes of responses, by operation, in bounded memory: types, missing fields, enum values, times.

    It keeps no image, key, id, file name or text. Clients, also of several vendors, and threads can share one. Requests
    wait for nothing, and an error in here is logged and raised by no call.
    """

    def __init__(self, *, sample_rate: float = 1.0, max_bodies_per_second: int = 20) -> None:
        """Observe a part of the responses, drawn at random: from 0 to 1.

        Of each operation and status at most `max_bodies_per_second` bodies are read, so that a program with thousands
        of calls per second spends little on it; of further responses the status, content type, headers and latency are
        counted. Raises ConfigurationError.
        """
        if not (_is_number(sample_rate) and 0 <= sample_rate <= 1):
            raise ConfigurationError("sample_rate must be a number from 0 to 1")
        if not (_is_number(max_bodies_per_second) and max_bodies_per_second >= 0):
            raise ConfigurationError("max_bodies_per_second must be a number of at least 0")
        self._sample_rate = sample_rate
        self._max_bodies = max_bodies_per_second
        self._bodies_read: dict[tuple[str, str, int], tuple[int, int]] = {}
        self._observers: dict[str, Observer | None] = {}

    def _record(
        self,
        vendor: str,
        operation_id: str,
        response: httpx.Response,
        elapsed: float,
        key: Secret | None,
        request: Mapping[str, Any],
    ) -> None:
        """Count a response that a client has read, to a request with these arguments. Raises nothing."""
        if self._sample_rate < 1 and random.random() >= self._sample_rate:  # noqa: S311  (a sample is no secret)
            return
        try:
            observer = self._observers[vendor] if vendor in self._observers else self._begin(vendor)
            if observer is not None and observer.knows(operation_id):
                from ._observations.responses import count_response  # loaded with the observer

                now = time.time()
                is_read = self._reads((vendor, operation_id, response.status_code), int(now))
                if key is not None:
                    revealed = key.reveal()
                    observer.hide((revealed, *revealed.split(":")) if ":" in revealed else (revealed,))
                count_response(
                    observer,
                    operation_id,
                    response,
                    response.content if is_read else None,
                    at=now,
                    elapsed=elapsed,
                    sent=request.get("json") if is_read else None,
                    query=request.get("params", ()) if is_read else (),
                    max_bytes=MAX_BODY_BYTES,
                )
        except Exception as error:  # noqa: BLE001  (a call must not fail because it is observed)
            LOGGER.warning("the observer failed: %s", type(error).__name__)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write what was counted until now to `<vendor>.json` in a folder; it replaces a file. Raises OSError."""
        from ._files import write_whole  # imported on first use: most clients have no observer

        Path(folder).mkdir(parents=True, exist_ok=True)
        for vendor, observer in list(self._observers.items()):  # another thread may add a vendor meanwhile
            if observer is not None:
                write_whole(Path(folder, f"{vendor}.json"), observer.observation.dumps())

    def _reads(self, key: tuple[str, str, int], second: int) -> bool:
        """Return whether the body of one more response is read in a second."""
        last, count = self._bodies_read.get(key, (0, 0))
        count = count + 1 if last == second else 1
        self._bodies_read[key] = second, count
        return count <= self._max_bodies

    def _begin(self, vendor: str) -> Observer | None:
        """Return the new observer of a vendor; None if it cannot be made, which is logged once."""
        from ._observations.observer import Observer  # imported on first use: most clients have no observer

        with _LOCK:
            if vendor not in self._observers:
                self._observers[vendor] = None
                self._observers[vendor] = Observer(vendor)
            return self._observers[vendor]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
