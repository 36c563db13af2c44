"""Stands between schemathesis and a server, as an ASGI application: on the way there and back both can be altered."""

from collections.abc import Callable, Coroutine
from typing import TypeAlias

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from visionapis_testing.emulator.event_loop import run

from .scenarios import Case

Sender: TypeAlias = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]
RequestEdit: TypeAlias = Callable[[httpx.Request], httpx.Request]
AnswerEdit: TypeAlias = Callable[[httpx.Request, httpx.Response], httpx.Response]
Locate: TypeAlias = Callable[[httpx.URL], httpx.URL]
"""Where a request is sent in place of the URL that schemathesis has for an application."""

_TOO_MANY_REQUESTS = 429
_OF_THE_TRANSFER = {b"content-length", b"content-encoding", b"transfer-encoding"}


class Relay:
    """An application that has another one, or a server elsewhere, answer."""

    def __init__(
        self,
        send: Sender,
        *,
        request: RequestEdit = lambda request: request,
        answer: AnswerEdit = lambda request, answer: answer,
    ) -> None:
        self._send = send
        self._request = request
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        received = Request(scope, receive)
        url = httpx.URL(str(received.base_url)).copy_with(raw_path=_target(scope))
        request = httpx.Request(received.method, url, headers=received.headers.raw, content=await received.body())
        answer = self._answer(request, await self._send(self._request(request)))
        response = Response(answer.content, answer.status_code)
        # As bytes: httpx reads UTF-8 in them, too, which cannot be written again. The body is decoded, and complete.
        headers = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in _OF_THE_TRANSFER]
        response.raw_headers += headers
        await response(scope, receive, send)


def _target(scope: Scope) -> bytes:
    """Path and query as they were sent: in a decoded path a slash that was encoded has become another one."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return path.partition(b"?")[0] + (b"?" + query if query else b"")


def in_process(app: ASGIApp) -> Sender:
    """Have an ASGI application answer."""
    transport = httpx.ASGITransport(app)

    async def send(request: httpx.Request) -> httpx.Response:
        answer = await transport.handle_async_request(request)
        await answer.aread()
        return answer

    return send


def send_again(case: Case, request: httpx.Request) -> httpx.Response:
    """Send a request of a check's own to where a case was sent."""
    return run(in_process(case.operation.schema.app)(request))


def over_network(client: httpx.Client, locate: Locate, pause: Callable[[float], None]) -> Sender:
    """Have a server elsewhere answer; once more after ``pause`` when it says how long to wait.

    schemathesis is not given the server's URL: it would send probes of its own there, past what guards the client.
    """

    async def send(request: httpx.Request) -> httpx.Response:
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        sent = httpx.Request(request.method, locate(request.url), headers=headers, content=request.content)
        answer = client.send(sent)  # noqa: ASYNC212 - one request at a time, each in a loop of its own
        wait = answer.headers.get("retry-after", "")
        if answer.status_code == _TOO_MANY_REQUESTS and wait.isdecimal():
            pause(float(wait))
            answer = client.send(sent)  # noqa: ASYNC212 - as above
        return answer

    return send


def located(base_url: str, prefix: str) -> Locate:
    """Make what puts a request under a base URL; ``prefix`` is what the contract's own paths begin with."""
    base = httpx.URL(base_url)
    before = base.raw_path.rstrip(b"/")

    def locate(url: httpx.URL) -> httpx.URL:
        return base.copy_with(raw_path=before + url.raw_path.removeprefix(prefix.encode()))

    return locate
