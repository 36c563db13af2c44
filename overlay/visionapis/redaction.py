"""Secrets, and how they stay out of everything that a person or a log reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from typing import NoReturn

PLACEHOLDER = "***"


class Secret:
    """A text that shows itself only to who asks for it, and does not travel in pickles."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """`value` is the text to hide."""
        self._value = value

    def reveal(self) -> str:
        """The text itself."""
        return self._value

    def scrub(self, text: str) -> str:
        """`text` with every occurrence of the secret replaced, as it stands and as URLs spell it."""
        for spelling in {self._value, quote(self._value, safe=""), quote_plus(self._value)}:
            text = text.replace(spelling, PLACEHOLDER)
        return text

    def scrub_all(self, node: object) -> object:
        """A JSON document with the secret replaced in all its texts."""
        if isinstance(node, str):
            return self.scrub(node)
        if isinstance(node, list):
            return [self.scrub_all(item) for item in cast("list[object]", node)]
        if isinstance(node, dict):
            items = cast("dict[str, object]", node).items()
            return {self.scrub(key): self.scrub_all(value) for key, value in items}
        return node

    def __repr__(self) -> str:
        return PLACEHOLDER

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled; make a new client in the other process")
