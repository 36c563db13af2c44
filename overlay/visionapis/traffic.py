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

    def __init__(self, *, sample_rate: float = 1.0) -> None:
        """Observe a part of the responses, drawn at random: from 0 to 1. Raises ConfigurationError."""
        if not 0 <= sample_rate <= 1:
            raise ConfigurationError("sample_rate must be a number from 0 to 1")
        self._sample_rate = sample_rate
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

                if key is not None:
                    observer.hide((key.reveal(),))
                count_response(
                    observer,
                    operation_id,
                    response,
                    response.content,
                    at=time.time(),
                    elapsed=elapsed,
                    sent=request.get("json"),
                    query=request.get("params") or (),
                    max_bytes=MAX_BODY_BYTES,
                )
        except Exception as error:  # noqa: BLE001  (a call must not fail because it is observed)
            LOGGER.warning("the observer failed: %s", type(error).__name__)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write what was counted until now to `<vendor>.json` in a folder; it replaces a file. Raises OSError."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        for vendor, observer in list(self._observers.items()):  # another thread may add a vendor meanwhile
            if observer is not None:
                path = Path(folder, f"{vendor}.json")
                new = path.with_name(f".{path.name}.{os.getpid()}.new")
                try:
                    new.write_text(observer.observation.dumps(), encoding="utf-8", newline="\n")
                    new.replace(path)
                finally:
                    new.unlink(missing_ok=True)

    def _begin(self, vendor: str) -> Observer | None:
        """Return the new observer of a vendor; None if it cannot be made, which is logged once."""
        from ._observations.observer import Observer  # imported on first use: most clients have no observer

        with _LOCK:
            if vendor not in self._observers:
                self._observers[vendor] = None
                self._observers[vendor] = Observer(vendor)
            return self._observers[vendor]
