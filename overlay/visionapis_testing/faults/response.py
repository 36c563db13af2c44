"""A complete HTTP response and its bytes on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import responses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visionapis_testing.errors import FaultError

# Dropped: they describe the original bytes. The sender adds its own content-length.
_FRAMING = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}

# https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1
_WITHOUT_BODY = (204, 304)


@dataclass(frozen=True, slots=True)
class PlainResponse:
    """Status, headers without those that frame the message, and the uncompressed body."""

    status_code: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    @classmethod
    def of(cls, status_code: int, headers: Iterable[tuple[str, str]], body: bytes) -> PlainResponse:
        """Create a response, dropping the headers that frame the message, and a body that the status cannot have."""
        kept = [(name, value) for name, value in headers if name.lower() not in _FRAMING]
        return cls(status_code, kept, b"" if status_code in _WITHOUT_BODY else body)

    @property
    def media_type(self) -> str:
        """The content type without parameters; empty if there is none."""
        found = (value for name, value in self.headers if name.lower() == "content-type")
        return next(found, "").partition(";")[0].strip()

    @property
    def framed_headers(self) -> list[tuple[str, str]]:
        """The headers and content-length."""
        return [*self.headers, ("content-length", str(len(self.body)))]

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers and content-length, encoded as ASGI expects them."""
        return [(name.lower().encode(), value.encode("latin-1")) for name, value in self.framed_headers]

    def head(self, *extra: tuple[str, str]) -> bytes:
        """Return the status line and headers of HTTP/1.1, including the empty line after them."""
        lines = [f"HTTP/1.1 {self.status_code} {responses.get(self.status_code, 'Unknown')}"]
        lines += [f"{name}: {value}" for name, value in (*self.framed_headers, *extra)]
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


NOTHING = PlainResponse(200, (), b"")
"""A placeholder if the server was not called."""


def error_response(error: FaultError) -> PlainResponse:
    """Return the response of a server that cannot inject a fault: the test's plan is wrong."""
    return PlainResponse(500, [("content-type", "text/plain; charset=utf-8")], str(error).encode())
