"""The time until emulators respond after their start."""

from __future__ import annotations

import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from visionapis_generated.nanonets import operations as nanonets
from visionapis_generated.ximilar import operations as ximilar

from .programs import announced
from .rows import Row

BOUND = 0.5
ROUNDS = 7
STARTS = 3

EMULATE = Path(sys.executable).with_name("visionapis")
KEY = "test-key"

# The first request to each and its status, in the order in which their URLs are printed.
FIRST: list[tuple[str, dict[str, str], int]] = [
    (f"/?type=cache&apikey={KEY}", {}, 200),
    (f"{nanonets.IMAGE_CLASSIFICATION_LIST_MODELS.path}/", {"authorization": "Basic dGVzdC1rZXk6"}, 200),
    (f"/shades/1?api_key={KEY}&image=https://images.example.com/1.jpg", {}, 404),
    (ximilar.WORKSPACES_LIST.path, {"authorization": f"Token {KEY}"}, 200),
]


def measure() -> list[Row]:
    """Measure `visionapis emulate`, in a new process each time, until all four emulators have responded."""
    start()  # compiles the modules
    # The best of several: other work of the machine only ever makes one slower.
    seconds = [min(start() for _ in range(STARTS)) for _ in range(ROUNDS)]
    what = "start of all four, Python's own included, to the first responses"
    return [Row(what, "the bound", "s", seconds, [BOUND], at_most=1.0)]


def start() -> float:
    """Return the seconds from the start to the last first response. Raises RuntimeError for a wrong one."""
    begin = time.perf_counter()
    with announced([EMULATE, "emulate"], len(FIRST)) as addresses:
        for address, (path, headers, expected) in zip(addresses, FIRST, strict=True):
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
