"""A whole HTTP answer, and how it looks on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import responses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visionapis_testing.errors import FaultError

# They describe bytes that an altered answer no longer has; whoever sends the answer writes its own length.
_FRAMING = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers without those of the framing, and the body, not compressed."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    @classmethod
    def of(cls, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
        """Take an answer out of its framing."""
        return cls(status, [(name, value) for name, value in headers if name.lower() not in _FRAMING], body)

    @property
    def media_type(self) -> str:
        """The content type without its parameters; empty when there is none."""
        found = (value for name, value in self.headers if name.lower() == "content-type")
        return next(found, "").partition(";")[0].strip()

    @property
    def framed_headers(self) -> list[tuple[str, str]]:
        """The headers with the body's length."""
        return [*self.headers, ("content-length", str(len(self.body)))]

    def head(self, *extra: tuple[str, str]) -> bytes:
        """Status line and headers as HTTP/1.1 has them, with the empty line."""
        lines = [f"HTTP/1.1 {self.status} {responses.get(self.status, 'Unknown')}"]
        lines += [f"{name}: {value}" for name, value in (*self.framed_headers, *extra)]
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


NOTHING = Answer(200, (), b"")
"""Stands for the answer that was never asked for."""


def refusal(error: FaultError) -> Answer:
    """Return what a server answers when a fault cannot be injected: a test that sees it has planned it wrongly."""
    return Answer(500, [("content-type", "text/plain; charset=utf-8")], str(error).encode())
