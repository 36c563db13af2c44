"""Stands between schemathesis and a server, as an ASGI application: on the way there and back both can be altered."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Sender: TypeAlias = Callable[[httpx.Request], Awaitable[httpx.Response]]
RequestEdit: TypeAlias = Callable[[httpx.Request], httpx.Request]
AnswerEdit: TypeAlias = Callable[[httpx.Request, httpx.Response], httpx.Response]


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
        request = httpx.Request(
            received.method, str(received.url), headers=received.headers.raw, content=await received.body()
        )
        answer = self._answer(request, await self._send(self._request(request)))
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        await Response(answer.content, answer.status_code, headers)(scope, receive, send)


def in_process(app: ASGIApp) -> Sender:
    """Have an ASGI application answer."""
    transport = httpx.ASGITransport(app)

    async def send(request: httpx.Request) -> httpx.Response:
        answer = await transport.handle_async_request(request)
        await answer.aread()
        return answer

    return send


def over_network(client: httpx.Client, base_url: str) -> Sender:
    """Have the server at a base URL answer: the request's path stands behind the URL's."""
    base = httpx.URL(base_url)

    async def send(request: httpx.Request) -> httpx.Response:
        target = base.raw_path.rstrip(b"/") + request.url.raw_path
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        sent = httpx.Request(request.method, base.copy_with(raw_path=target), headers=headers, content=request.content)
        return client.send(sent)  # noqa: ASYNC212 - schemathesis sends one request at a time, each in a loop of its own

    return send
