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
        url = httpx.URL(str(received.base_url)).copy_with(raw_path=_target(scope))
        request = httpx.Request(received.method, url, headers=received.headers.raw, content=await received.body())
        answer = self._answer(request, await self._send(self._request(request)))
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        await Response(answer.content, answer.status_code, headers)(scope, receive, send)


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


def over_network(client: httpx.Client) -> Sender:
    """Have the server answer that a request's URL names."""

    async def send(request: httpx.Request) -> httpx.Response:
        return client.send(request)  # noqa: ASYNC212 - schemathesis sends one request at a time, each in a loop of its own

    return send
