"""Load on a server, generated in a process of its own with little CPU time."""

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
    """POST requests with JSON, and a value that each response must have."""

    path: str
    headers: dict[str, str]
    bodies: Sequence[dict[str, Any]]
    """The requests' bodies, sent in turn."""
    location: Sequence[str | int]
    """The keys and indexes of the value in a response."""
    values: Sequence[object]
    """The value for each body."""

    def per_second(self, url: str, calls: int) -> float:
        """Return the responses per second of a server. Raises RuntimeError for a wrong response.

        The best of several batches counts: other work of the machine only ever makes one slower.
        """
        job = json.dumps({**asdict(self), "url": url, "calls": calls})
        result = subprocess.run([sys.executable, __file__], input=job, capture_output=True, text=True, check=False)
        if result.returncode:
            raise RuntimeError(f"{url}: {result.stderr.strip().splitlines()[-1]}")
        return float(result.stdout)

    def requests(self, host: str) -> list[tuple[bytes, object]]:
        """Return the bytes of each request, with the value that its response must have."""
        found: list[tuple[bytes, object]] = []
        for body, value in zip(self.bodies, self.values, strict=True):
            content = json.dumps(body).encode()
            headers = {"host": host, **self.headers, "content-type": "application/json", "content-length": len(content)}
            lines = [f"POST {self.path} HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items())]
            found.append(("\r\n".join(lines).encode() + _END + content, value))
        return found


class Connection(asyncio.Protocol):
    """Sends requests one after another, and checks each response."""

    def __init__(self, requests: Iterator[tuple[bytes, object]], location: Sequence[str | int]) -> None:
        """Create a connection; `requests` is shared with other connections."""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._location = location
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Check a response once it is complete."""
        self._data += data
        head, end, body = self._data.partition(_END)
        _, declared, rest = head.lower().partition(b"\r\ncontent-length:")
        if not end or (declared and len(body) < int(rest.partition(b"\r\n")[0])):
            return
        self._data = b""
        try:
            self._check(head, body)
        except Exception as error:  # noqa: BLE001  (raised where the future is awaited)
            self.done.set_exception(error)
        else:
            self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail, unless all requests are done."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed a connection"))

    def send(self) -> None:
        """Send the next request, or finish when there are no more."""
        try:
            request, self._value = next(self._requests)
        except StopIteration:
            self.done.set_result(None)
        else:
            self._transport.write(request)

    def _check(self, head: bytes, body: bytes) -> None:
        if not head.startswith(b"HTTP/1.1 200 "):
            raise ValueError(f"{head.splitlines()[0]!r} {body[:500]!r}")
        value = reduce(getitem, self._location, json.loads(body))
        if value != self._value:
            raise ValueError(f"{value!r}, expected {self._value!r}")


async def main() -> None:
    """Read a job from stdin, send its requests, and print the responses per second."""
    job = json.load(sys.stdin)
    url, calls = job.pop("url"), job.pop("calls")
    load = Load(**job)
    print(calls / min([await _seconds(load, url, calls) for _ in range(BATCHES)]))


async def _seconds(load: Load, address: str, calls: int) -> float:
    """Return the time of some calls, in seconds, over connections that are already open."""
    server = urlsplit(address).netloc
    host, _, port = server.partition(":")
    requests = islice(cycle(load.requests(server)), calls)
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: Connection(requests, load.location), host, int(port))
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
