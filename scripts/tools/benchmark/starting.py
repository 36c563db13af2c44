"""The time until emulators respond after their start."""

from __future__ import annotations

import sys
import time
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import urlsplit

from .programs import announced
from .rows import Row

BOUND = 0.5
ROUNDS = 7
STARTS = 3

EMULATE = Path(sys.executable).with_name("visionapis")

FIRST: dict[str, tuple[str, dict[str, str], int]] = {
    each.name: import_module(f"{__package__}.{each.name}").FIRST
    for each in iter_modules([str(Path(__file__).parent)])
    if each.ispkg
}
"""The first request to each vendor's emulator and its status, from the vendors' packages here."""


def measure() -> list[Row]:
    """Measure `visionapis emulate`, in a new process each time, until all emulators have responded."""
    start()  # compiles the modules
    # The best of several: other work of the machine only ever makes one slower.
    seconds = [min(start() for _ in range(STARTS)) for _ in range(ROUNDS)]
    what = f"start of {len(FIRST)}, Python's own included, to the first responses"
    return [Row(what, "the bound", "s", seconds, [BOUND], at_most=1.0)]


def start() -> float:
    """Return the seconds from the start to the last first response. Raises RuntimeError for a wrong one."""
    begin = time.perf_counter()
    with announced([EMULATE, "emulate", *FIRST], len(FIRST)) as addresses:
        for address, (path, headers, expected) in zip(addresses, FIRST.values(), strict=True):
            status = _status(address + path, headers)
            if status != expected:
                raise RuntimeError(f"{path.partition('?')[0]}: status {status}, expected {expected}")
        return time.perf_counter() - begin


def _status(url: str, headers: dict[str, str]) -> int:
    # httpx would take longer than the emulators.
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status
