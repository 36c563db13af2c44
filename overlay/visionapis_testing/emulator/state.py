"""State that every emulated server has, whatever its vendor."""

import hashlib
import uuid
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from sys import getsizeof
from typing import Any, cast

from .clock import Clock
from .images import ImageURLs


class Ids:
    """Ids that look random but are derived from a counter: equal requests in equal order get equal responses."""

    def __init__(self) -> None:
        self._count = 0

    def next(self) -> uuid.UUID:
        """Return the next id."""
        self._count += 1
        return uuid.UUID(bytes=hashlib.sha256(self._count.to_bytes(8, "big")).digest()[:16], version=4)

    def reset(self) -> None:
        """Restart the counter."""
        self._count = 0


@dataclass(kw_only=True)
class State:
    """Clock, ids and registered image URLs; each vendor's state adds its models, tasks and so on."""

    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    image_urls: ImageURLs = field(default_factory=ImageURLs)

    def reset(self) -> None:
        """Forget everything that was registered or received."""
        self.clock.reset()
        self.ids.reset()
        self.image_urls.reset()

    def snapshot(self) -> Mapping[str, Any]:
        """Return a copy of everything but the functions that the emulator was created with."""
        return deepcopy({name: value for name, value in vars(self).items() if not callable(value)})

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Return to a snapshot."""
        vars(self).update(deepcopy(snapshot))


def memory_size(value: object) -> int:
    """Return the bytes of memory that a JSON value takes, its members included.

    Recursive: meant for values whose depth is bounded.
    """
    size = getsizeof(value)
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return size + sum(map(getsizeof, members)) + sum(map(memory_size, members.values()))
    if isinstance(value, list | tuple):
        return size + sum(map(memory_size, cast("list[object]", value)))
    return size
