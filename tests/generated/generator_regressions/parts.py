"""Multipart bodies, parsed by another library than the one that writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.multipart import MultipartParser, parse_options_header

if TYPE_CHECKING:
    from tests.helpers.recording import Received


@dataclass
class Part:
    """A part: its headers by lower-case name, and its content."""

    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def name(self) -> str:
        """The name of the field."""
        return self._disposition()["name"]

    @property
    def file_name(self) -> str | None:
        """The file name; None for a text field."""
        return self._disposition().get("filename")

    def _disposition(self) -> dict[str, str]:
        # Header bytes stand as Latin-1 here, as that library takes them; what clients write is UTF-8.
        _, options = parse_options_header(self.headers["content-disposition"])
        return {name.decode(): value.decode() for name, value in options.items()}


class Reader:
    """Collects the parts that the parser finds."""

    def __init__(self) -> None:
        """Start without parts."""
        self.parts: list[Part] = []
        self.ended = False
        self._name = self._value = b""

    def read(self, boundary: bytes, body: bytes) -> list[Part]:
        """Return the parts of a body."""
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": lambda: self.parts.append(Part()),
                "on_header_field": self._on_name,
                "on_header_value": self._on_value,
                "on_header_end": self._on_header,
                "on_part_data": self._on_data,
                "on_end": self._on_end,
            },
        )
        assert parser.write(body) == len(body)
        parser.finalize()
        assert self.ended, "the body has no last boundary"
        return self.parts

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        name = self._name.decode("latin-1").lower()
        assert name not in self.parts[-1].headers, f"{name} stands there twice"
        self.parts[-1].headers[name] = self._value.decode("latin-1")
        self._name = self._value = b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += data[start:end]

    def _on_end(self) -> None:
        self.ended = True


def boundary(request: Received) -> bytes:
    """Return the boundary in the header of a request."""
    kind, options = parse_options_header(request.headers["content-type"])
    assert kind == b"multipart/form-data"
    return options[b"boundary"]


def read(request: Received) -> list[Part]:
    """Return the parts of a request."""
    return Reader().read(boundary(request), request.body)
