"""Requests with their responses, wherever they were observed."""

import logging
from dataclasses import dataclass, replace
from typing import Self

import httpx
from starlette.datastructures import Headers

from visionapis_testing.contracts.parsing import ParsedRequest, UnreadableBodyError, media_type, parse_sent

# It warns of malformed forms, which traffic may have, and without a handler that goes to stderr.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """One request and its response."""

    url: httpx.URL
    request: ParsedRequest
    response: httpx.Response
    started: float
    """Seconds since the epoch."""
    elapsed: float | None
    """Seconds until the whole response was received; None if that is unknown."""
    has_body: bool = True
    """Whether the body of the response is known; archives of browsers leave out those of some requests."""
    vendor: str | None = None
    """The vendor, if it is known otherwise than by the host of the URL."""
    is_generated: bool = False
    """Whether a check or a test sent the request: then statuses and latency say nothing about traffic."""

    @classmethod
    def of(
        cls,
        request: httpx.Request,
        response: httpx.Response,
        started: float,
        elapsed: float | None,
        *,
        vendor: str | None = None,
    ) -> Self:
        """Return the exchange of a request and a response, both of which have been read."""
        return cls(request.url, parsed(request), response, started, elapsed, vendor=vendor)


def parsed(request: httpx.Request) -> ParsedRequest:
    """Return a parsed request; a form that cannot be parsed is left out."""
    try:
        return parse_sent(request)
    except UnreadableBodyError:
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"content-type"]
        rest = parse_sent(httpx.Request(request.method, request.url, headers=headers))
        return replace(rest, body=None, media_type=media_type(Headers(raw=request.headers.raw)))
