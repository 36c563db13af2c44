"""Locating and changing fields of a JSON document."""

from __future__ import annotations

import copy
from collections import deque
from typing import TYPE_CHECKING, Any, cast

from visionapis_testing.contracts.pointers import unescape
from visionapis_testing.errors import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Path = tuple[str | int, ...]
"""Keys and indexes from the root of a document to a value."""


def objects(document: Any) -> Iterator[Path]:
    """Return the paths of all objects, outermost first."""
    return (path for path, value in _walk(document) if isinstance(value, dict))


def members(document: Any) -> Iterator[Path]:
    """Return the paths of all members of objects, outermost first."""
    return (path for path, _ in _walk(document) if path and isinstance(path[-1], str))


def strings(document: Any) -> Iterator[Path]:
    """Return the paths of all strings, outermost first."""
    return (path for path, value in _walk(document) if path and isinstance(value, str))


def locate(document: Any, pointer: str) -> Path:
    """Return the path of a JSON pointer (RFC 6901). Raises FaultError if the document has nothing there."""
    path: list[str | int] = []
    for part in pointer.split("/")[1:]:
        name = unescape(part)
        key: Any = int(name) if isinstance(document, list) and name.isdecimal() else name
        try:
            document = cast("Any", document)[key]
        except (LookupError, TypeError):
            raise FaultError(f"the response has nothing at {pointer}") from None
        path.append(key)
    return tuple(path)


def changed(document: Any, path: Path, change: Callable[[Any, str | int], None]) -> Any:
    """Return a copy of a document with the value at a path changed by `change(container, key)`."""
    document = copy.copy(document)
    first, *rest = path
    if rest:
        document[first] = changed(document[first], tuple(rest), change)
    else:
        change(document, first)
    return document


def _walk(document: Any) -> Iterator[tuple[Path, Any]]:
    queue: deque[tuple[Path, Any]] = deque([((), document)])
    while queue:
        path, value = queue.popleft()
        yield path, value
        if isinstance(value, dict):
            queue.extend(((*path, name), member) for name, member in cast("dict[str, Any]", value).items())
        elif isinstance(value, list):
            queue.extend(((*path, index), item) for index, item in enumerate(cast("list[object]", value)))
