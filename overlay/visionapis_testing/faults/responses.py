"""Faults of the whole response: a different response, or a damaged one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.errors import FaultError

from .fault import Fault
from .response import PlainResponse

_STATUSES = range(200, 600)

# https://www.rfc-editor.org/rfc/rfc9110#section-5.5, without line breaks and characters that servers cannot send.
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_HEADER = "a valid header value"
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True)
class _Replacement(Fault):
    """A different response in place of the server's own."""

    processed: bool = field(default=False, kw_only=True)
    """Whether the server processes the request before its response is replaced."""

    @property
    def reaches_server(self) -> bool:
        """Whether the server processes the request."""
        return self.processed


@dataclass(frozen=True)
class StatusResponse(_Replacement):
    """A status from 200 to 599, registered or not, with a body and headers."""

    status_code: int = 503
    body: str = ""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    retry_after: str | None = None
    """Value of the Retry-After header: seconds or a date."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(self.status_code in _STATUSES, "status_code", "200 to 599")
        self._require(_is_header_value(self.content_type), "content_type", _HEADER)
        self._require(_is_header_value(self.retry_after or ""), "retry_after", _HEADER)
        named = all(_HEADER_NAME.fullmatch(name) and _is_header_value(value) for name, value in self.headers.items())
        self._require(named, "headers", "valid header names and values")

    def alter(self, response: PlainResponse, operation: Operation | None) -> PlainResponse:
        """Return a response with this status."""
        headers = {"content-type": self.content_type, **self.headers}
        if self.retry_after is not None:
            headers["retry-after"] = self.retry_after
        return PlainResponse.of(self.status_code, headers.items(), self.body.encode())


@dataclass(frozen=True)
class DocumentedResponse(_Replacement):
    """A response with a status that the contract documents for the operation, and its body and headers."""

    status_code: int = 500

    def alter(self, response: PlainResponse, operation: Operation | None) -> PlainResponse:
        """Return the documented response: the first example, else a body drawn from the schema."""
        from visionapis_testing.contracts.documented import documented, statuses  # slow to import

        if operation is None:
            raise FaultError(f"{self.kind}: the request is to no operation of the contract")
        known = statuses(operation)
        expected = f"one of those of {operation.id}: {', '.join(map(str, known))}"
        self._require(self.status_code in known, "status_code", expected)
        found = documented(operation, self.status_code, "")
        content_type = {"content-type": found.media_type} if found.media_type else {}
        return PlainResponse.of(self.status_code, {**found.headers, **content_type}.items(), found.content)


@dataclass(frozen=True)
class HTMLResponse(_Replacement):
    """An HTML page, such as a proxy or a login page returns."""

    status_code: int = 200
    body: str = "<!doctype html><html><body><h1>Sign in</h1></body></html>"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(self.status_code in _STATUSES, "status_code", "200 to 599")

    def alter(self, response: PlainResponse, operation: Operation | None) -> PlainResponse:
        """Return the page."""
        return PlainResponse.of(self.status_code, [("content-type", "text/html; charset=utf-8")], self.body.encode())


@dataclass(frozen=True)
class Redirect(_Replacement):
    """A redirect to another URL."""

    location: str = "https://elsewhere.invalid/"
    status_code: Literal[301, 302, 303, 307, 308] = 302

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(_is_header_value(self.location), "location", _HEADER)

    def alter(self, response: PlainResponse, operation: Operation | None) -> PlainResponse:
        """Return the redirect."""
        return PlainResponse(self.status_code, [("location", self.location)], b"")


@dataclass(frozen=True)
class InvalidJSON(Fault):
    """JSON cut off in the middle, with a matching content-length."""

    def alter(self, response: PlainResponse, operation: Operation | None) -> PlainResponse:
        """Return half of the document."""
        return replace(response, body=response.body[: len(response.body) // 2] + b"{")


@dataclass(frozen=True)
class WrongContentType(Fault):
    """The server's own body with a different content type."""

    content_type: str = "text/plain"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(_is_header_value(self.content_type), "content_type", _HEADER)

    def alter(self, response: PlainResponse, operation: Operation | None) -> PlainResponse:
        """Return the response with its content type changed."""
        others = [(name, value) for name, value in response.headers if name.lower() != "content-type"]
        return replace(response, headers=[*others, ("content-type", self.content_type)])


@dataclass(frozen=True)
class AnyKeyAccepted(Fault):
    """A server that accepts any key. Only emulators can inject it; a missing key is still rejected."""


def _is_header_value(value: str) -> bool:
    """Return whether a header can have this value."""
    return bool(_HEADER_VALUE.fullmatch(value)) and value == value.strip()
