"""A line per request, for people who watch an emulator."""

from collections.abc import Callable
from time import perf_counter
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RequestLog:
    """ASGI middleware that writes method, path, status and duration of each request.

    The query is left out, since it can have a key or the signature of a URL.
    """

    def __init__(self, app: ASGIApp, write: Callable[[str], object]) -> None:
        self._app = app
        self._write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, and write its line when the response has been sent or the connection was broken."""
        status = "no response"

        async def send_recorded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        start = perf_counter()
        try:
            await self._app(scope, receive, send_recorded)
        finally:
            path = quote(scope["path"], safe="/:@!$&'()*+,;=~")
            self._write(f"{scope['method']} {path} {status} {(perf_counter() - start) * 1000:.0f} ms")
