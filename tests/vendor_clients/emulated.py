"""An emulator that `visionapis emulate` runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class ReceivedRequest:
    """A request that the emulator received, as its control API lists it."""

    operation_id: str | None
    status_code: int
    query: dict[str, list[str]]
    media_type: str | None
    body_bytes: int
    json: Any


@dataclass(frozen=True)
class Emulated:
    """A running emulator."""

    url: str
    next_line: Callable[[], str]
    """Waits for the next line that the emulator prints to stderr, and returns it."""

    def printed(self, pattern: str) -> str:
        """Wait for a line on stderr that matches, and return its first group."""
        while line := self.next_line():
            if match := re.match(pattern, line):
                return match[1]
        raise AssertionError(f"the emulator did not print {pattern}")

    @property
    def requests(self) -> Sequence[ReceivedRequest]:
        """The received requests; a response that violates the contract would have status 500."""
        listed: list[dict[str, Any]] = self._control("GET", "requests")["requests"]
        return [
            ReceivedRequest(**{name: each[name] for name in ReceivedRequest.__dataclass_fields__}) for each in listed
        ]

    def verify(self) -> None:
        """Assert that no response violated the contract."""
        assert [request for request in self.requests if request.status_code == 500] == []

    def reset(self) -> None:
        """Return to the state that the command line gave."""
        self._control("POST", "reset")

    def _control(self, method: str, path: str) -> Any:
        response = httpx.request(method, httpx.URL(self.url).join(f"/__visionapis__/{path}"))
        assert response.is_success, response.text
        return response.json()
