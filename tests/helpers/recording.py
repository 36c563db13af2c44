"""A server that records requests byte for byte and returns prepared responses."""

from __future__ import annotations

import json
import socket
import struct
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

SINGLE_LABEL = {
    "inference_id": "00000000-0000-4000-8000-000000000001",
    "time": 0.03,
    "image": {"width": 8, "height": 4},
    "predictions": [
        {"class": "seven", "class_id": 7, "confidence": 0.8},
        {"class": "one", "class_id": 1, "confidence": 0.15},
    ],
    "top": "seven",
    "confidence": 0.8,
}


RESET = b"RESET"
"""Reset the connection instead of sending a response."""


def make_response(
    body: bytes | str | dict[str, object],
    *,
    status: str = "200 OK",
    content_type: str = "application/json",
    **headers: str,
) -> bytes:
    """Return a complete HTTP response."""
    if isinstance(body, dict):
        body = json.dumps(body)
    if isinstance(body, str):
        body = body.encode()
    all_headers = {"content-type": content_type, "content-length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in all_headers.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int = 0
    """The number of the connection that it came over, from 1."""

    @property
    def path(self) -> str:
        """Return the path as it was sent, percent-encoded."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """Return the query, decoded."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


class RecordingServer:
    """Return the next of `responses` to each request, and repeat the last one.

    A response can be a function of the request; an empty one closes the connection. Each begins `delay` seconds after
    its request; `pause` is the time between its bytes, in seconds. The first ones wait until `crowd` requests are in
    flight, for 10 seconds at most.
    """

    def __init__(
        self,
        *responses: bytes | Callable[[Received], bytes],
        pause: float = 0.0,
        delay: float = 0.0,
        crowd: int = 0,
        silent: bool = False,
    ) -> None:
        """Pass `silent` for a server that never responds."""
        self.peak = 0
        """The largest number of requests in flight at the same time."""
        self._waiting = 0
        self._lock = threading.Lock()
        self._delay = delay
        self._crowd = crowd
        self._crowded = threading.Event()
        self.received: list[Received] = []
        self._responses: list[bytes | Callable[[Received], bytes]] = list(responses) or [make_response(SINGLE_LABEL)]
        self._pause = pause
        self._silent = silent
        self._stopped = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._socket.settimeout(0.05)
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped.set()
        socket.create_connection(self._socket.getsockname()).close()  # ends accept() at once
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _start(self, target: object, *arguments: object) -> None:
        assert callable(target)
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        number = 0
        while not self._stopped.is_set():
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            number += 1
            self._start(self._serve, connection, number)

    def _serve(self, connection: socket.socket, number: int) -> None:
        with connection:
            connection.settimeout(0.05)
            while request := self._read(connection):
                with self._lock:
                    self._waiting += 1
                    self.peak = max(self.peak, self._waiting)
                    self.received.append(replace(request, connection=number))
                    if self.peak >= self._crowd:
                        self._crowded.set()
                if self._silent:
                    self._stopped.wait()
                    return
                self._crowded.wait(10.0)
                self._stopped.wait(self._delay)
                with self._lock:
                    self._waiting -= 1
                    response = self._responses.pop(0) if len(self._responses) > 1 else self._responses[0]
                reply = response if isinstance(response, bytes) else response(request)
                if reply == RESET:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                try:
                    self._send(connection, reply)
                except OSError:  # the client has gone
                    return
                # Without a copy of the body, which tests of memory would count.
                if b"content-length" not in reply[: reply.find(b"\r\n\r\n")] or self._closes_after(reply):
                    return

    def _send(self, connection: socket.socket, reply: bytes) -> None:
        if not self._pause:
            connection.sendall(reply)
            return
        for index in range(len(reply)):
            connection.sendall(reply[index : index + 1])
            if self._stopped.wait(self._pause):
                return

    @staticmethod
    def _closes_after(reply: bytes) -> bool:
        head, _, body = reply.partition(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return len(body) < int(length.split(b":")[1])

    def _read(self, connection: socket.socket) -> Received | None:
        data = b""
        while b"\r\n\r\n" not in data:
            if (chunk := self._receive(connection)) == b"":
                return None
            data += chunk
        head, _, start = data.partition(b"\r\n\r\n")
        body = bytearray(start)
        request_line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            if (chunk := self._receive(connection)) == b"":
                return None
            body += chunk
        method, target, _ = request_line.split(" ")
        return Received(method, target, headers, bytes(body))

    def _receive(self, connection: socket.socket) -> bytes:
        while not self._stopped.is_set():
            try:
                return connection.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                break
        return b""
