"""Faults of the answer as a whole: another one in its place, or the true one damaged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from visionapis_testing.contracts.contract import Operation

from .fault import Fault
from .response import Answer

_STATUSES = range(200, 600)

# RFC 9110, 5.5 and 5.6.2: without line breaks, and what a server could not send.
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_HEADER = "what HTTP can carry as a header"
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True)
class _Replacement(Fault):
    """Another answer in place of the server's own."""

    acted: bool = field(default=False, kw_only=True)
    """Whether the server gets the request and acts on it, and only its answer is replaced."""

    @property
    def reaches_server(self) -> bool:
        """As `acted` says."""
        return self.acted


@dataclass(frozen=True)
class Status(_Replacement):
    """A status with a body and headers; any number that HTTP can carry, registered or not."""

    status: int = 503
    body: str = ""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    retry_after: str | None = None
    """Value of the header Retry-After: seconds, or a date."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(self.status in _STATUSES, "status", "from 200 to 599")
        self._require(_can_be_sent(self.content_type), "content_type", _HEADER)
        self._require(_can_be_sent(self.retry_after or ""), "retry_after", _HEADER)
        named = all(_HEADER_NAME.fullmatch(name) and _can_be_sent(value) for name, value in self.headers.items())
        self._require(named, "headers", _HEADER)

    def alter(self, answer: Answer, operation: Operation | None) -> Answer:
        """Return the status."""
        headers = {"content-type": self.content_type, **self.headers}
        if self.retry_after is not None:
            headers["retry-after"] = self.retry_after
        return Answer.of(self.status, headers.items(), self.body.encode())


@dataclass(frozen=True)
class WebPage(_Replacement):
    """A web page, as a proxy or a login page in between answers."""

    status: int = 200
    body: str = "<!doctype html><html><body><h1>Sign in</h1></body></html>"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(self.status in _STATUSES, "status", "from 200 to 599")

    def alter(self, answer: Answer, operation: Operation | None) -> Answer:
        """Return the page."""
        return Answer(self.status, [("content-type", "text/html; charset=utf-8")], self.body.encode())


@dataclass(frozen=True)
class Redirect(_Replacement):
    """A redirect to another place."""

    location: str = "https://elsewhere.invalid/"
    status: Literal[301, 302, 303, 307, 308] = 302

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(_can_be_sent(self.location), "location", _HEADER)

    def alter(self, answer: Answer, operation: Operation | None) -> Answer:
        """Return the redirect."""
        return Answer(self.status, [("location", self.location)], b"")


@dataclass(frozen=True)
class InvalidJSON(Fault):
    """The document ends in the middle; the answer's length is that of what is there."""

    def alter(self, answer: Answer, operation: Operation | None) -> Answer:
        """Return half the document."""
        return replace(answer, body=answer.body[: len(answer.body) // 2] + b"{")


@dataclass(frozen=True)
class WrongContentType(Fault):
    """The true body under another content type."""

    content_type: str = "text/plain"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(_can_be_sent(self.content_type), "content_type", _HEADER)

    def alter(self, answer: Answer, operation: Operation | None) -> Answer:
        """Return the answer with its content type changed."""
        others = [(name, value) for name, value in answer.headers if name.lower() != "content-type"]
        return replace(answer, headers=[*others, ("content-type", self.content_type)])


@dataclass(frozen=True)
class WrongKeyAccepted(Fault):
    """A server that takes any key. Only an emulator can be one; a missing key is refused as ever."""


def _can_be_sent(value: str) -> bool:
    """Whether a header can have a value."""
    return bool(_HEADER_VALUE.fullmatch(value)) and value == value.strip()
