"""How much memory things take that are held, so that there can be an end to it."""

from sys import getsizeof
from typing import cast


def held_bytes(value: object) -> int:
    """Return how many bytes of memory a value of JSON takes, with all that is in it. It is to be a shallow one."""
    size = getsizeof(value)
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return size + sum(map(getsizeof, members)) + sum(map(held_bytes, members.values()))
    if isinstance(value, list | tuple):
        return size + sum(map(held_bytes, cast("list[object]", value)))
    return size
