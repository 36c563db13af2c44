"""A server in a process of its own that gives every request the same answer, faster than any client asks."""

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
    """The address of a server that answers with `body`, as JSON, after so many seconds, while the context lasts."""
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.seek(0)
        with Popen([sys.executable, __file__, str(delay)], stdin=file, stdout=PIPE, text=True) as process:
            try:
                yield next(iter(process.stdout or ())).strip()
            finally:
                process.terminate()


class Connection(asyncio.Protocol):
    """Answers each request of one connection, a while after its last byte."""

    def __init__(self, answer: bytes, delay: float) -> None:
        """`answer` is what is written for each request, its head included."""
        self._answer = answer
        self._delay = delay
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what answers are written to."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self._data += data
        while (end := self._data.find(_END)) >= 0:
            head = self._data[:end].lower()
            _, declared, rest = head.partition(b"\r\ncontent-length:")
            size = end + len(_END) + (int(rest.partition(b"\r\n")[0]) if declared else 0)
            if len(self._data) < size:
                return
            self._data = self._data[size:]
            if self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._transport.write, self._answer)
            else:
                self._transport.write(self._answer)


async def main() -> None:
    """Answer with what stands on standard input, after as many seconds as the argument says.

    The address goes to standard output.
    """
    delay = float(sys.argv[1])
    body = sys.stdin.buffer.read()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    answer = head.encode() + body
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answer, delay), "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
