"""A real socket in front of an ASGI application."""

import asyncio
import socket
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress

import h11
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from visionapis_testing.errors import PortUnavailableError
from visionapis_testing.faults.asgi import Connection

_LAST_PORT = 65_535


class _Http(h11.Connection):
    """Lets the head of an answer wait for the body, which is there already: they go out in one piece."""

    _head: Sequence[bytes] = ()

    def send_with_data_passthrough(self, event: h11.Event) -> list[bytes] | None:
        """Return the bytes that are to be sent now."""
        pieces = super().send_with_data_passthrough(event)
        if isinstance(event, h11.Response):
            self._head = pieces or ()
            return []
        if pieces is None:
            return None
        head, self._head = self._head, ()
        return [*head, *pieces]


class _Protocol(H11Protocol):
    """Offers its connection to the application, for faults that ASGI has no word for."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Take a connection."""
        self.conn = _Http(h11.SERVER)
        super().connection_made(transport)
        connection, app = Connection(transport), self.app

        async def with_connection(scope: Scope, receive: Receive, send: Send) -> None:
            connection.offer(scope)
            await app(scope, receive, send)

        self.app = with_connection


class _Server(uvicorn.Server):
    """Ends as soon as it is told to, when nothing is being answered; uvicorn's own looks and waits for 0.2 seconds."""

    def __init__(self, config: uvicorn.Config) -> None:
        """It serves when it is run."""
        super().__init__(config)
        self._stopped: Future[None] = Future()

    def stop(self) -> None:
        """Tell it to end, from another thread."""
        self.should_exit = True
        self._stopped.set_result(None)

    async def main_loop(self) -> None:
        """Wait for the end; the date that answers carry is that of the second."""
        stopped = asyncio.wrap_future(self._stopped)
        while not await self.on_tick(0):
            await asyncio.wait([stopped], timeout=1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all connections; answers under way have a moment to go out."""
        for server in self.servers:
            server.close()
        for connection in tuple(self.server_state.connections):
            connection.shutdown()
        await asyncio.sleep(0)  # now the idle ones are gone
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wait_tasks_to_complete(), self.config.timeout_graceful_shutdown)


@contextmanager
def serve(app: ASGIApp, host: str, port: int, base_path: str = "") -> Generator[str]:
    """Serve from another thread while the context is open; yield the base URL. Port 0 takes any free port.

    Raises PortUnavailableError when the address cannot be listened on.
    """
    if not 0 <= port <= _LAST_PORT:
        raise PortUnavailableError(f"there is no port {port}: choose one up to {_LAST_PORT}, or 0 for any free one.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise PortUnavailableError(
            f"cannot listen on {host} port {port}: {error}. Choose another port, or 0 for any free one."
        ) from error
    # asyncio does this for sockets that were made with an explicit protocol, which create_server does not do. Without
    # it every answer waits for the client's delayed acknowledgement, 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # No access log: its lines would hold keys that stand in the query.
    config = uvicorn.Config(
        app,
        http=_Protocol,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,  # nor has an answer in process one
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name=f"emulator on {host}")
    with listener:
        thread.start()
        try:
            # The socket listens already: a caller that is quicker than the server waits in its queue.
            name = f"[{host}]" if family is socket.AF_INET6 else host
            yield f"http://{name}:{listener.getsockname()[1]}{base_path}"
        finally:
            server.stop()
            thread.join()
