"""Replaced attributes of other objects, and their return."""

from collections.abc import Callable, Mapping
from typing import Any

_MISSING = object()


class Patches:
    """Attributes that were replaced until `undo`."""

    def __init__(self) -> None:
        """Begin without any."""
        self._undo: list[Callable[[], None]] = []

    def replace(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        """Replace an attribute of a class, module or instance by what `make` returns for it."""
        attributes: Mapping[str, Any] = owner.__dict__
        previous = attributes.get(name, _MISSING)
        new = make(getattr(owner, name))
        setattr(owner, name, new)

        def undo() -> None:
            # What replaced it later calls it still, and is left in place: it observes nothing any more.
            if attributes.get(name) is not new:
                return
            if previous is _MISSING:
                delattr(owner, name)
            else:
                setattr(owner, name, previous)

        self._undo.append(undo)

    def defer(self, undo: Callable[[], None]) -> None:
        """Let `undo` call a function, too."""
        self._undo.append(undo)

    def undo(self) -> None:
        """Put everything back, the last replaced first."""
        while self._undo:
            self._undo.pop()()
