"""An ASGI application that forwards all requests to one server, and passes its responses on as they are."""

import asyncio
from collections.abc import Callable
from time import perf_counter, time

import h11
import httpx
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from visionapis_testing.emulator.request_targets import AUTHORITY, raw_target
from visionapis_testing.faults.asgi import Connection, connection_of

from .bodies import KeptBody, Memory, RequestBody
from .exchanges import UNFINISHED, ForwardedExchange, Headers
from .failures import MARK, Failure
from .upstream import Upstream

_CUT_OFF = "the server did not finish its response"
_DISCONNECTED = "the client disconnected"

# https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
_HOP_BY_HOP = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade"),
    }
)

# The proxy asks the client to continue when the server is connected; `Host` is the server's.
_OWN_REQUEST_HEADERS = frozenset({b"expect", b"host"})


class RecordingProxy:
    """Forwards requests to one server; each exchange is given to `record` when it ends."""

    def __init__(
        self,
        upstream: Upstream,
        transport: httpx.AsyncBaseTransport,
        record: Callable[[ForwardedExchange], object],
        *,
        timeout: float,
    ) -> None:
        """`timeout` is in seconds, for each connection attempt, and for each pause of the server."""
        self._upstream = upstream
        self._transport = transport
        self._record = record
        self._memory = Memory()
        # Requests may wait for a connection as long as others take.
        self._timeout = httpx.Timeout(timeout, pool=None).as_dict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one request and return its response."""
        if scope["type"] != "http":
            return
        if refusal := self._refusal(scope):
            await refusal.send(send)
            return
        sent = KeptBody(self._memory)
        body = RequestBody(receive, sent)
        exchange = ForwardedExchange(
            scope["method"], raw_target(scope), scope["headers"], sent, KeptBody(self._memory), time()
        )
        begun = perf_counter()
        forwarding = asyncio.create_task(self._forward(scope, body, exchange, send))
        disconnection = asyncio.create_task(body.disconnection())
        try:
            await asyncio.wait((forwarding, disconnection), return_when=asyncio.FIRST_COMPLETED)
            if forwarding.done() or exchange.problem != UNFINISHED:
                await forwarding
                if exchange.problem == _CUT_OFF:
                    await disconnection  # else uvicorn complains of an incomplete response
            else:
                exchange.problem = _DISCONNECTED
        finally:
            forwarding.cancel()
            disconnection.cancel()
            await asyncio.gather(forwarding, disconnection, return_exceptions=True)
            exchange.elapsed = exchange.elapsed or perf_counter() - begun
            self._record(exchange)

    def _refusal(self, scope: Scope) -> Failure | None:
        authority: bytes | None = scope.get("extensions", {}).get(AUTHORITY)
        if scope["method"] == "CONNECT":
            return Failure(405, "no_tunnel", f"this proxy forwards requests to {self._upstream.route.origin}")
        if authority is not None and not self._upstream.serves(authority.decode("latin-1"), scope["server"][1]):
            return Failure(421, "other_host", f"this proxy forwards requests to {self._upstream.route.origin} alone")
        if not scope["raw_path"].startswith(b"/") and scope["raw_path"] != b"*":
            return Failure(400, "bad_target", "the target of a request must begin with a slash")
        return None

    async def _forward(self, scope: Scope, body: RequestBody, exchange: ForwardedExchange, send: Send) -> None:
        begun = perf_counter()
        headers = _forwarded(exchange.request_headers, _OWN_REQUEST_HEADERS)
        if _is_chunked(exchange.request_headers):
            headers.append((b"transfer-encoding", b"chunked"))
        try:
            request = self._upstream.request(exchange.method, exchange.target, headers, body)
            request.extensions["timeout"] = self._timeout
            response = await self._transport.handle_async_request(request)
        except ClientDisconnect:
            exchange.problem = _DISCONNECTED
            return
        except Exception as error:  # noqa: BLE001  (every client gets a response, whatever failed)
            failure = Failure.of(error, self._upstream.route)
            exchange.problem = f"{failure.status_code} of the proxy: {failure.reason}"
            await failure.send(send)
            return
        finally:
            body.release()
        if not body.is_read:
            exchange.sent.omit("a request that the server did not read to its end")
        exchange.status_code, exchange.response_headers = response.status_code, response.headers.raw
        try:
            await _pass_on(response, exchange, send, connection_of(scope))
            exchange.elapsed, exchange.problem = perf_counter() - begun, _problem(response)
            await send({"type": "http.response.body", "body": b""})
        except ClientDisconnect:
            exchange.problem = _DISCONNECTED
        except (httpx.TransportError, h11.LocalProtocolError):
            exchange.problem = _CUT_OFF
            _close(scope)
        finally:
            await response.aclose()


async def _pass_on(
    response: httpx.Response, exchange: ForwardedExchange, send: Send, connection: Connection | None
) -> None:
    """Send a response as it arrives. Raises ClientDisconnect, and httpx.TransportError when the server cuts it off."""
    headers = _forwarded(response.headers.raw, frozenset())
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    # The head waits for no body: the next piece may come much later.
    await send({"type": "http.response.body", "body": b"", "more_body": True})
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)  # noqa: S101  (that of an asynchronous transport)
    async for chunk in stream:
        exchange.received.add(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await asyncio.sleep(0)  # others go on, even if the server is always ready
        if connection and connection.transport.is_closing():
            raise ClientDisconnect


def _problem(response: httpx.Response) -> str:
    """Return why a complete response is not the server's; empty if it is."""
    return f"{response.status_code} of another proxy" if MARK.decode() in response.headers else ""


def _close(scope: Scope) -> None:
    """Close the connection to the client, after all that it gets of the response."""
    connection = connection_of(scope)
    if connection is None:
        raise ConnectionError(_CUT_OFF)
    connection.transport.close()


def _forwarded(headers: Headers, own: frozenset[bytes]) -> list[tuple[bytes, bytes]]:
    """Return the headers that are not those of one connection."""
    left_out = _HOP_BY_HOP | own | {name.strip().lower() for name in _values(headers, b"connection")}
    if _is_chunked(headers):
        left_out |= {b"content-length"}
    return [(name, value) for name, value in headers if name.lower() not in left_out]


def _is_chunked(headers: Headers) -> bool:
    return any(name.lower() == b"transfer-encoding" for name, _ in headers)


def _values(headers: Headers, wanted: bytes) -> list[bytes]:
    return [each for name, value in headers if name.lower() == wanted for each in value.split(b",")]
