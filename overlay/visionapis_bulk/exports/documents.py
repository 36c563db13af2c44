"""JSON documents that are written a piece at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


def write_array(out: TextIO, values: Iterable[object]) -> int:
    """Write a JSON array, a value per line, and return the number of values."""
    count = 0
    out.write("[")
    for value in values:
        out.write(",\n" if count else "\n")
        out.write(json.dumps(value))
        count += 1
    out.write("\n]" if count else "]")
    return count
