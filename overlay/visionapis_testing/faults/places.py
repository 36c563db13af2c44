"""Fields of a JSON document: where they are, and the document with one of them changed."""

from __future__ import annotations

import copy
from collections import deque
from typing import TYPE_CHECKING, Any, cast

from visionapis_testing.contracts.pointers import unescaped
from visionapis_testing.errors import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Place = tuple[str | int, ...]
"""Names and indexes that lead from a document's root to a value in it."""


def objects(document: Any) -> Iterator[Place]:
    """Yield the place of every object, outermost first."""
    return (place for place, value in _walk(document) if isinstance(value, dict))


def members(document: Any) -> Iterator[Place]:
    """Yield the place of every object's every member, outermost first."""
    return (place for place, _ in _walk(document) if place and isinstance(place[-1], str))


def texts(document: Any) -> Iterator[Place]:
    """Yield the place of every text, outermost first."""
    return (place for place, value in _walk(document) if place and isinstance(value, str))


def locate(document: Any, pointer: str) -> Place:
    """Return the place that a JSON pointer (RFC 6901) leads to. Raises FaultError when there is none."""
    place: list[str | int] = []
    for part in pointer.split("/")[1:]:
        name = unescaped(part)
        key: Any = int(name) if isinstance(document, list) and name.isdecimal() else name
        try:
            document = cast("Any", document)[key]
        except (LookupError, TypeError):
            raise FaultError(f"the answer has nothing at {pointer}: give the pointer of a field that it has") from None
        place.append(key)
    return tuple(place)


def changed(document: Any, place: Place, change: Callable[[Any, str | int], None]) -> Any:
    """Return a document in which `change` was made to the container at a place; the given one stays as it is.

    `change` gets the container and the last part of the place.
    """
    document = copy.copy(document)
    first, *rest = place
    if rest:
        document[first] = changed(document[first], tuple(rest), change)
    else:
        change(document, first)
    return document


def _walk(document: Any) -> Iterator[tuple[Place, Any]]:
    waiting: deque[tuple[Place, Any]] = deque([((), document)])
    while waiting:
        place, value = waiting.popleft()
        yield place, value
        if isinstance(value, dict):
            waiting.extend(((*place, name), member) for name, member in cast("dict[str, Any]", value).items())
        elif isinstance(value, list):
            waiting.extend(((*place, index), item) for index, item in enumerate(cast("list[object]", value)))
