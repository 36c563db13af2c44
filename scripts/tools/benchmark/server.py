"""A server in a process of its own that returns the same response to every request, faster than any client sends."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = b"\r\n\r\n"


@contextmanager
def serve(body: bytes, *, delay: float = 0.0) -> Iterator[str]:
    """Serve `body` as JSON after a delay in seconds, and yield the URL."""
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.seek(0)
        with Popen([sys.executable, __file__, str(delay)], stdin=file, stdout=PIPE, text=True) as process:
            try:
                yield next(iter(process.stdout or ())).strip()
            finally:
                process.terminate()


class Connection(asyncio.Protocol):
    """Responds to each request of a connection, a delay after its last byte."""

    def __init__(self, response: bytes, delay: float) -> None:
        """Create a connection; `response` includes the head."""
        self._response = response
        self._delay = delay
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Respond to every complete request."""
        self._data += data
        while (end := self._data.find(_END)) >= 0:
            head = self._data[:end].lower()
            _, declared, rest = head.partition(b"\r\ncontent-length:")
            size = end + len(_END) + (int(rest.partition(b"\r\n")[0]) if declared else 0)
            if len(self._data) < size:
                return
            self._data = self._data[size:]
            if self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._transport.write, self._response)
            else:
                self._transport.write(self._response)


async def main() -> None:
    """Serve the bytes of stdin, after the delay in seconds that is the argument, and print the URL."""
    delay = float(sys.argv[1])
    body = sys.stdin.buffer.read()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    response = head.encode() + body
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(response, delay), "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
