"""A server that classifies nothing, and writes down every request: a line with the hash of each image.

`python -m tests.bulk.server LOG [--delay SECONDS] [--keys N] [--busy SECONDS]` prints its port.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import os
import time

RESPONSE = {
    "inference_id": "00000000-0000-4000-8000-000000000001",
    "time": 0.03,
    "image": {"width": 8, "height": 4},
    "predictions": [{"class": "seven", "class_id": 7, "confidence": 0.8}],
    "top": "seven",
    "confidence": 0.8,
}


class Server:
    """Counts requests while it responds after a delay."""

    def __init__(self, log: str, *, delay: float = 0.0, keys: int | None = None, busy: float = 0.0) -> None:
        """Accept the key for the first `keys` requests, and respond 429 for `busy` seconds from the first one on."""
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._delay = delay
        self._keys = keys
        self._busy = busy
        self._accepted = 0
        self._start: float | None = None
        self.in_flight = 0
        self.peak = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Respond to the requests of a connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").lower().split("\r\n")
                length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
                body = await reader.readexactly(length)
                self.in_flight += 1
                self.peak = max(self.peak, self.in_flight)
                try:
                    status, document = self._respond(body)
                    if self._delay:
                        await asyncio.sleep(self._delay)
                finally:
                    self.in_flight -= 1
                text = json.dumps(document).encode()
                fields = f"content-type: application/json\r\ncontent-length: {len(text)}\r\n"
                if status.startswith("429"):
                    fields += "retry-after: 0.1\r\n"
                writer.write(f"HTTP/1.1 {status}\r\n{fields}\r\n".encode() + text)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _respond(self, body: bytes) -> tuple[str, object]:
        self._start = self._start or time.monotonic()
        if time.monotonic() - self._start < self._busy:
            return "429 Too Many Requests", {"message": "too many requests"}
        if self._keys is not None and self._accepted >= self._keys:
            return "401 Unauthorized", {"message": "invalid API key"}
        self._accepted += 1
        digest = hashlib.sha256(base64.b64decode(body)).hexdigest()
        os.write(self._log, f"{digest} {self.peak}\n".encode())
        return "200 OK", RESPONSE


async def main() -> None:
    """Serve until the process ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--keys", type=int)
    parser.add_argument("--busy", type=float, default=0.0)
    options = parser.parse_args()
    handler = Server(options.log, delay=options.delay, keys=options.keys, busy=options.busy)
    server = await asyncio.start_server(handler.serve, "127.0.0.1", 0, limit=2**20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
