"""A raw socket server for what no transport can fake: real resets, half answers, drips, connections that are kept."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import h11

from visionapis_testing.errors import FaultError

from .calls import identify
from .connections import ConnectionLost, ConnectionRefused, Drip, HalfAnswer, KeepAliveLost, Latency
from .plan import FaultPlan
from .reader import Reader
from .response import NOTHING, Answer, refusal
from .responses import WrongKeyAccepted
from .sockets import PATIENCE, reset_on_close
from .transport import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from types import TracebackType
    from typing import Self

    from visionapis_testing.contracts.contract import Contract, Operation

    from .fault import Fault

    Headers = Sequence[tuple[str, str]]
    Application = Callable[[str, str, Headers, bytes], tuple[int, Headers, bytes]]

_PIECE = 65_536
_BACKLOG = 128
_INSTEAD: dict[type[Fault], str] = {
    ConnectionRefused: "a FaultTransport can, and FaultServer.refusing() for all",
    WrongKeyAccepted: "an emulator can",
}


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as it arrived, as far as it was read. Its text form shows no key and no body."""

    method: str
    target: str = field(repr=False)
    headers: Headers = field(repr=False)
    """Names as they were sent."""
    body: bytes = field(repr=False)
    raw: bytes = field(repr=False)
    """Every byte of the request that was read."""
    connection: int
    """The connection that it came on, counted from 1."""
    complete: bool
    """Whether it was read to its end."""


class FaultServer:
    """An HTTP/1.1 server on the loopback, in threads, while its context is open; it injects a plan's faults.

    Refusing connections is not a fault of one request here, where nothing is known of it yet: see `refusing`.
    """

    def __init__(
        self,
        plan: FaultPlan | None = None,
        *,
        answer: bytes | Application = b"{}",
        contract: Contract | None = None,
    ) -> None:
        """`answer` is the JSON that every request gets, or is called with method, target, headers and body.

        `contract` tells the operation of a request, and which fields of an answer are required.
        """
        self.plan = FaultPlan() if plan is None else plan
        self._answer = answer
        self._contract = contract
        self._requests: list[RawRequest] = []
        self._open: dict[socket.socket, threading.Thread] = {}
        self._connections = 0
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._bind(0)
        self._listener.listen(_BACKLOG)

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def requests(self) -> Sequence[RawRequest]:
        """What arrived, oldest first."""
        with self._lock:
            return tuple(self._requests)

    def __enter__(self) -> Self:
        self._accept_in_thread()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._stop_listening()
        with self._lock:
            left = dict(self._open)
        for connection, thread in left.items():
            _shut(connection, socket.SHUT_RDWR)
            thread.join()

    @contextmanager
    def refusing(self) -> Generator[None]:
        """Refuse connections, as an address does where nothing listens, while the context is open."""
        self._stop_listening()
        self._bind(self._port)  # which refuses, too, and keeps others from taking the port meanwhile
        try:
            yield
        finally:
            self._listener.listen(_BACKLOG)
            self._accept_in_thread()

    def _bind(self, port: int) -> None:
        self._listener = socket.socket()
        if os.name == "posix":  # on Windows the option would let others take the port
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", port))
        self._port: int = self._listener.getsockname()[1]

    def _accept_in_thread(self) -> None:
        self._accepting = threading.Thread(target=self._accept, args=[self._listener], name="fault server", daemon=True)
        self._accepting.start()

    def _stop_listening(self) -> None:
        _shut(self._listener, socket.SHUT_RDWR)  # wakes the thread that waits there; closing alone does not
        self._listener.close()
        self._accepting.join()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connections += 1
                arguments = (connection, self._connections)
                thread = threading.Thread(target=self._serve, args=arguments, name="fault server", daemon=True)
                self._open[connection] = thread
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            reader = Reader(connection)
            reused = False
            while self._exchange(connection, reader, number, reused=reused):
                reader, reused = Reader(connection, reader.rest), True
        except (OSError, h11.RemoteProtocolError):
            pass  # the client has gone, or speaks no HTTP
        finally:
            with self._lock:
                del self._open[connection]
            connection.close()

    def _exchange(self, connection: socket.socket, reader: Reader, number: int, *, reused: bool) -> bool:
        """Answer a request; whether there can be another one on its connection."""
        head = reader.read_head()
        if head is None:
            return False
        method, target = head.method.decode("ascii"), head.target.decode("latin-1")
        call = identify(method, target, self._contract, reused=reused)
        fault = self.plan.take(call)
        reader.read_body(head, fault.read if isinstance(fault, ConnectionLost) else 1.0)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw_items()]
        request = RawRequest(method, target, headers, reader.body, reader.raw, number, reader.complete)
        with self._lock:
            self._requests.append(request)
        try:
            answer = self._altered(request, fault, call.operation)
        except FaultError as error:
            fault, answer = None, refusal(error)
        return self._deliver(connection, answer, fault, bodiless=method == "HEAD") and reader.keeps_alive

    def _altered(self, request: RawRequest, fault: Fault | None, operation: Operation | None) -> Answer:
        if fault is None:
            return self._true_answer(request)
        if isinstance(fault, (ConnectionRefused, WrongKeyAccepted)):
            raise FaultError(f"{fault.kind}: not for one request to this server; {_INSTEAD[type(fault)]}")
        return fault.alter(self._true_answer(request) if fault.reaches_server else NOTHING, operation)

    def _true_answer(self, request: RawRequest) -> Answer:
        if isinstance(self._answer, bytes):
            return Answer(200, [("content-type", "application/json")], self._answer)
        return Answer.of(*self._answer(request.method, request.target, request.headers, request.body))

    def _deliver(self, connection: socket.socket, answer: Answer, fault: Fault | None, *, bodiless: bool) -> bool:
        head, body = answer.head(), b"" if bodiless else answer.body
        match fault:
            case ConnectionLost(how="reset"):
                reset_on_close(connection)
                return False
            case ConnectionLost() | KeepAliveLost():
                self._close(connection)
                return False
            case HalfAnswer():
                connection.sendall(head + cut(answer, fault)[0])
                self._close(connection)
                return False
            case Drip(part="headers"):
                self._drip(connection, head, fault.pause)
                connection.sendall(body)
            case Drip():
                connection.sendall(head)
                self._drip(connection, body, fault.pause)
            case _:
                if isinstance(fault, Latency):
                    self._stopped.wait(fault.seconds)
                connection.sendall(head + body)
        return True

    def _drip(self, connection: socket.socket, data: bytes, pause: float) -> None:
        for index in range(len(data)):
            if self._stopped.wait(pause):
                return
            connection.sendall(data[index : index + 1])

    @staticmethod
    def _close(connection: socket.socket) -> None:
        """End this side, and read what is left: closing a socket with unread bytes would send a reset."""
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(PATIENCE)
        while connection.recv(_PIECE):
            pass


def _shut(connection: socket.socket, how: int) -> None:
    with suppress(OSError):  # it is closed already
        connection.shutdown(how)
