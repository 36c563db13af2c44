"""The hashes of the items of a ledger, in 12 bytes each.

An index in the database would write a page of it per item, since hashes come in no order: four fifths of all that a job
writes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHARDS = 4096


class Fingerprints:
    """Finds the items that may have a hash: by its first eight bytes."""

    def __init__(self, known: Iterable[tuple[int, bytes]]) -> None:
        """Add items with their hashes."""
        # Each pair of arrays is sorted by the first one, and small: to insert into it takes less than a microsecond.
        self._shards = [(array("Q"), array("I")) for _ in range(_SHARDS)]
        for item, digest in known:
            self.add(item, digest)

    def add(self, item: int, digest: bytes) -> None:
        """Add an item with its hash."""
        key = int.from_bytes(digest[:8], "big")
        keys, items = self._shards[key % _SHARDS]
        position = bisect_left(keys, key)
        keys.insert(position, key)
        items.insert(position, item)

    def remove(self, item: int, digest: bytes) -> None:
        """Remove an item that was added with this hash."""
        key = int.from_bytes(digest[:8], "big")
        keys, items = self._shards[key % _SHARDS]
        position = bisect_left(keys, key)
        while items[position] != item:
            position += 1
        del keys[position], items[position]

    def find(self, digest: bytes) -> list[int]:
        """Return the items whose hash begins as this one; hardly ever another one than that with this very hash."""
        key = int.from_bytes(digest[:8], "big")
        keys, items = self._shards[key % _SHARDS]
        position = bisect_left(keys, key)
        found: list[int] = []
        while position < len(keys) and keys[position] == key:
            found.append(items[position])
            position += 1
        return found
