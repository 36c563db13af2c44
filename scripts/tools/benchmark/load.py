"""Requests to a server, as fast as it answers, from a process of their own: little of the machine is taken from it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import cycle, islice
from operator import getitem
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONNECTIONS = 16
BATCHES = 5
_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Load:
    """POST requests with JSON, and what every answer of status 200 must hold."""

    path: str
    headers: dict[str, str]
    bodies: Sequence[dict[str, Any]]
    """Sent in turn."""
    place: Sequence[str | int]
    """Names and indexes that lead to a value in the answer."""
    values: Sequence[object]
    """What stands there, for each body."""

    def per_second(self, url: str, calls: int) -> float:
        """Answers that a server gives a second. Raises RuntimeError where one is wrong.

        It is the best of some batches: what else the machine does only ever makes one slower.
        """
        order = json.dumps({**asdict(self), "url": url, "calls": calls})
        result = subprocess.run([sys.executable, __file__], input=order, capture_output=True, text=True, check=False)
        if result.returncode:
            raise RuntimeError(f"{url}: {result.stderr.strip().splitlines()[-1]}")
        return float(result.stdout)

    def requests(self, host: str) -> list[tuple[bytes, object]]:
        """Bytes of each request, with the value that its answer must hold."""
        found: list[tuple[bytes, object]] = []
        for body, value in zip(self.bodies, self.values, strict=True):
            content = json.dumps(body).encode()
            headers = {"host": host, **self.headers, "content-type": "application/json", "content-length": len(content)}
            lines = [f"POST {self.path} HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items())]
            found.append(("\r\n".join(lines).encode() + _END + content, value))
        return found


class Connection(asyncio.Protocol):
    """Sends a request when the answer to the one before is there and right, until there are no more."""

    def __init__(self, requests: Iterator[tuple[bytes, object]], place: Sequence[str | int]) -> None:
        """The requests are shared with other connections."""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._place = place
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what requests are written to."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Check an answer that is whole."""
        self._data += data
        head, end, body = self._data.partition(_END)
        _, declared, rest = head.lower().partition(b"\r\ncontent-length:")
        if not end or (declared and len(body) < int(rest.partition(b"\r\n")[0])):
            return
        self._data = b""
        try:
            self._check(head, body)
        except Exception as error:  # noqa: BLE001  (whatever it is, the one who waits is told)
            self.done.set_exception(error)
        else:
            self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        """Say so, unless all is done."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server has closed a connection"))

    def send(self) -> None:
        """Send the next request; without one this connection is done."""
        try:
            request, self._value = next(self._requests)
        except StopIteration:
            self.done.set_result(None)
        else:
            self._transport.write(request)

    def _check(self, head: bytes, body: bytes) -> None:
        if not head.startswith(b"HTTP/1.1 200 "):
            raise ValueError(f"{head.splitlines()[0]!r} {body[:500]!r}")
        value = reduce(getitem, self._place, json.loads(body))
        if value != self._value:
            raise ValueError(f"{value!r}, where {self._value!r} is right")


async def main() -> None:
    """Send what standard input orders; how many answers came a second goes to standard output."""
    order = json.load(sys.stdin)
    url, calls = order.pop("url"), order.pop("calls")
    load = Load(**order)
    print(calls / min([await _seconds(load, url, calls) for _ in range(BATCHES)]))


async def _seconds(load: Load, address: str, calls: int) -> float:
    """How long so many calls take, over connections that are made before."""
    server = urlsplit(address).netloc
    host, _, port = server.partition(":")
    requests = islice(cycle(load.requests(server)), calls)
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: Connection(requests, load.place), host, int(port))
        for _ in range(CONNECTIONS)
    ]
    start = time.perf_counter()
    for _, connection in made:
        connection.send()
    await asyncio.gather(*(connection.done for _, connection in made))
    end = time.perf_counter()
    for transport, _ in made:
        transport.close()
    return end - start


if __name__ == "__main__":
    asyncio.run(main())
