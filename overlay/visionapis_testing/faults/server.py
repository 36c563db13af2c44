"""A server on the loopback interface that injects a plan's faults into the responses of any application."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from visionapis_testing.emulator.server import serve

from .asgi import connection_of, respond
from .calls import identify
from .plan import FaultPlan
from .response import PlainResponse
from .transport import require_injectable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from types import TracebackType
    from typing import Self

    from starlette.types import Message, Receive, Scope, Send

    from visionapis_testing.contracts.contract import Contract

    Headers = Sequence[tuple[str, str]]
    Application = Callable[[str, str, Headers, bytes], tuple[int, Headers, bytes]]

T = TypeVar("T")

_HOST = "127.0.0.1"


@dataclass(slots=True)
class RawRequest:
    """A request as far as it was read. Its repr shows no key and no body."""

    method: str
    target: str = field(repr=False)
    """Path and query as they were sent."""
    headers: Headers = field(repr=False)
    """Names are in lower case."""
    connection: int
    """The connection that it came on, counted from 1."""
    body: bytes = field(default=b"", repr=False)
    complete: bool = False
    """Whether the body was read to its end."""

    @property
    def parts(self) -> tuple[str, str, Headers, bytes]:
        """Method, target, headers and body."""
        return self.method, self.target, self.headers, self.body


class FaultServer:
    """An HTTP/1.1 server on the loopback interface, in a thread, while its context is open.

    It breaks connections for real, with the same code as a served emulator. `ConnectionRefused` cannot be a fault of
    one request, because the connection exists before anything is known of the request: see `refusing`.
    """

    def __init__(
        self,
        plan: FaultPlan | None = None,
        *,
        response: bytes | Application = b"{}",
        contract: Contract | None = None,
    ) -> None:
        """Create a server; it listens once its context is entered.

        Args:
            plan: The faults; more can be added through `server.plan`.
            response: The JSON body of every response, or a function that is called with method, target, headers and
                body and returns status, headers and body. It runs in a thread of its own, so it may block.
            contract: Identifies the operation of a request, and the fields that a response must have.
        """
        self.plan = FaultPlan() if plan is None else plan
        self._response = response
        self._contract = contract
        self._requests: list[RawRequest] = []
        self._connections: list[object] = []
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._port = 0

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"http://{_HOST}:{self._port}"

    @property
    def requests(self) -> Sequence[RawRequest]:
        """The requests received, oldest first."""
        with self._lock:
            return tuple(self._requests)

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    @contextmanager
    def refusing(self) -> Generator[None]:
        """Close all connections and refuse new ones while the context is open, as if no server were running."""
        self._stack.close()
        with socket.socket() as held:  # bound, not listening: connections are refused, and nobody else gets the port
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held.bind((_HOST, self._port))
            try:
                yield
            finally:
                held.close()
                self._listen()

    def _listen(self) -> None:
        url = self._stack.enter_context(serve(self._app, _HOST, self._port))
        self._port = int(url.rpartition(":")[2])

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = self._record(scope)

        async def recording() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                received.body += message.get("body", b"")
                received.complete = not message.get("more_body", False)
            return message

        async def handle(request: Request) -> Response:
            if fault:
                require_injectable(fault)
            await request.body()
            return await self._respond(received)

        request = Request(scope, recording)
        reused = (connection := connection_of(scope)) is not None and connection.requests > 1
        call = identify(received.method, received.target, self._contract, reused=reused)
        fault = self.plan.take(call)
        try:
            if fault is None:
                response = await handle(request)
            else:
                response = await respond(request, fault, call.operation, handle)
        except ClientDisconnect:  # the client has disconnected
            with self._lock:
                self._requests.remove(received)
            return
        await response(scope, receive, send)  # a fault may read the rest of the body

    def _record(self, scope: Scope) -> RawRequest:
        target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        connection = connection_of(scope)
        with self._lock:
            if connection not in self._connections:
                self._connections.append(connection)
            number = self._connections.index(connection) + 1
            received = RawRequest(scope["method"], target.decode("latin-1"), headers, number)
            self._requests.append(received)
        return received

    async def _respond(self, received: RawRequest) -> Response:
        if isinstance(self._response, bytes):
            return Response(self._response, media_type="application/json")
        plain = PlainResponse.of(*await _in_thread(partial(self._response, *received.parts)))
        response = Response(status_code=plain.status_code)
        response.body, response.raw_headers = plain.body, plain.raw_headers
        return response


async def _in_thread(function: Callable[[], T]) -> T:
    """Return what the function returns, called in a new thread: those of asyncio are few, and a server waits for them.

    Whoever cancels this does not wait for the thread.
    """
    outcome: Future[T] = Future()
    outcome.set_running_or_notify_cancel()

    def run() -> None:
        try:
            outcome.set_result(function())
        except BaseException as error:  # noqa: BLE001  (raised in the other thread)
            outcome.set_exception(error)

    threading.Thread(target=run, name="response function", daemon=True).start()
    return await asyncio.wrap_future(outcome)
