"""How long it takes until emulators answer."""

from __future__ import annotations

import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from .programs import announced
from .rows import Row

BOUND = 0.5
ROUNDS = 7
STARTS = 3

EMULATE = Path(sys.executable).with_name("visionapis")
KEY = "test-key"

# What each answers when nothing is registered, in the order in which addresses are announced.
FIRST: list[tuple[str, dict[str, str], int]] = [
    (f"/?type=cache&apikey={KEY}", {}, 200),
    ("/ImageCategorization/Models/", {"authorization": "Basic dGVzdC1rZXk6"}, 200),
    (f"/shades/1?api_key={KEY}&image=https://pictures.example.com/1.jpg", {}, 404),
    ("/account/v2/workspace/", {"authorization": f"Token {KEY}"}, 200),
]


def measure() -> list[Row]:
    """`visionapis emulate`, in a new process each time, until each of the four has answered a request."""
    start()  # compiles what it imports
    # The best of some: what else the machine does only ever makes one slower.
    seconds = [min(start() for _ in range(STARTS)) for _ in range(ROUNDS)]
    what = "start of all four, Python's own included, to the first answers"
    return [Row(what, "the bound", "s", seconds, [BOUND], at_most=1.0)]


def start() -> float:
    """Seconds from the start of the program to the last of the first answers. Raises RuntimeError for a wrong one."""
    begin = time.perf_counter()
    with announced([EMULATE, "emulate"], len(FIRST)) as addresses:
        for address, (path, headers, expected) in zip(addresses, FIRST, strict=True):
            status = _status(address + path, headers)
            if status != expected:
                raise RuntimeError(f"{path.partition('?')[0]}: {status}, where {expected} is right")
        return time.perf_counter() - begin


def _status(url: str, headers: dict[str, str]) -> int:
    # What a request of httpx takes would count.
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status
