"""Forwarded exchanges as the contract has them."""

from collections.abc import Iterator

import httpx

from visionapis._observations.bodies import bodies
from visionapis._observations.names import OTHER, PLACEHOLDER, path_template
from visionapis._transport.content import TOO_LARGE, read_content
from visionapis_testing.drift.exchanges import Exchange, parsed
from visionapis_testing.drift.routing import operations, route
from visionapis_testing.drift.traffic import secrets_of
from visionapis_testing.observing.broken_requests import BrokenRequest, broken

from .bodies import MAX_BODY_BYTES, TOO_LONG
from .exchanges import ForwardedExchange, Headers
from .upstream import Upstream

# Of a body in another coding only the status and the content type are counted.
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})

_SUCCESS = range(200, 300)


class Judge:
    """Reads exchanges with one server."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._bodies = bodies(upstream.vendor)

    def exchange(self, forwarded: ForwardedExchange, status_code: int) -> tuple[Exchange, str]:
        """Return a complete exchange with decoded bodies, and why one of them is left out; empty if none is.

        Raises httpx.InvalidURL.
        """
        url = self._upstream.contract_url(forwarded.target)
        reason = forwarded.sent.omitted or forwarded.received.omitted or _unknown_coding(forwarded)
        headers, content = [*forwarded.request_headers], forwarded.sent.content
        request = httpx.Request(forwarded.method, url, headers=headers, content=b"" if reason else content)
        received = b"" if reason else forwarded.received.content
        response, undecoded = _decoded(status_code, [*forwarded.response_headers], received)
        reason = reason or undecoded
        exchange = Exchange(
            url,
            parsed(request),
            response,
            forwarded.started,
            forwarded.elapsed,
            has_body=not reason,
            vendor=self._upstream.vendor,
        )
        return exchange, reason

    def broken(self, exchange: Exchange) -> Iterator[BrokenRequest]:
        """Yield what a request breaks in the contract, although the server accepted it; unknown routes are findings.

        Servers that are not the vendor's may accept requests without a key.
        """
        if exchange.response.status_code not in _SUCCESS:
            return
        contract, request = self._upstream.contract, exchange.request
        found = route(contract, request)
        if found is not None:
            secrets = list(secrets_of(request, contract.secret_parameters))
            for each in broken(contract, request, found, exchange.response.status_code, has_body=exchange.has_body):
                if each.rule != "security" or self._upstream.is_vendors:
                    yield each.without(secrets)

    def is_described(self, forwarded: ForwardedExchange) -> bool:
        """Return whether a contract could describe a request as an operation: not one for a token or for `*`."""
        return forwarded.target.startswith(b"/") and not self._upstream.is_token_request(forwarded.target)

    def template(self, forwarded: ForwardedExchange) -> str:
        """Return the method and the path template of a request, without ids."""
        method = forwarded.method if forwarded.method.isalpha() else OTHER
        try:
            path = self._upstream.contract_url(forwarded.target).path
        except httpx.InvalidURL:
            return f"{method} {PLACEHOLDER}"
        if operation := next(iter(operations(self._upstream.contract, forwarded.method, path)), None):
            return f"{method} {operation.path}"
        return f"{method} {path_template(path, self._bodies.words)}"


def _decoded(status_code: int, headers: list[tuple[bytes, bytes]], content: bytes) -> tuple[httpx.Response, str]:
    """Return a response with its decoded content, and why it has none; empty if it has."""
    unread = httpx.Response(status_code, headers=headers, stream=httpx.ByteStream(content))
    try:
        response = read_content(unread, MAX_BODY_BYTES, lambda: 1.0)
    except httpx.DecodingError:
        return httpx.Response(status_code, headers=headers), "a body that cannot be decoded"
    return response, TOO_LONG if TOO_LARGE in response.extensions else ""


def _unknown_coding(forwarded: ForwardedExchange) -> str:
    """Return what says that a body has a coding that is not decoded here; empty if none has."""
    of_request = _codings(forwarded.request_headers) - {"", "identity"}
    unknown = of_request or _codings(forwarded.response_headers) - _CODINGS
    return "a body with another coding than gzip and deflate" if unknown else ""


def _codings(headers: Headers) -> frozenset[str]:
    listed = httpx.Headers([*headers]).get_list("content-encoding", split_commas=True)
    return frozenset(each.strip().lower() for each in listed)
