"""Records of a ledger: entries of a source, items, and their ends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .schema import State

BILLION = 10**9
"""Costs are integers: billionths of the unit of the price."""

LOST = json.dumps({"type": "LostResponse", "message": "the job ended before a response was recorded"})
INTERRUPTED = json.dumps({"type": "Interrupted", "message": "the job was interrupted before the response came"})
GIVEN_UP = json.dumps({"type": "GivenUp", "message": "it was sent, and no response was recorded; given up"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An image of a source."""

    name: str
    """The name of the item in events and exports."""
    image: str | None = None
    """Its path or URL, where the name is not that; empty for an image in memory."""
    fields: str | None = None
    """The other columns of its row, as JSON."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry in the ledger."""

    id: int
    name: str
    image: str
    """Its path or URL; the name for an image in memory."""
    digest: bytes | None = None
    """The hash of the bytes that it was claimed with before."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of an item that was sent, or that cannot be sent."""

    item: int
    state: State
    detail: str | None = None
    """The error, as JSON."""
    labels: str | None = None
    """The labels, as JSON; of an item that is done."""
    width: int | None = None
    height: int | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows of a ledger that were changed, as JSON."""

    items: list[tuple[int, State, str | None, int | None, int | None, str | None]]
    """The id, the state, the hash in hexadecimal digits, and the columns `first`, `call` and `detail`."""
    results: list[tuple[int, str, int | None, int | None, str | None]]
    """All columns."""
    calls: list[tuple[int, int, int, float | None]]
    """All columns."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of a job, over all its runs; None means no limit."""

    max_calls: int | None = None
    max_cost: int | None = None
    """In billionths."""


def is_file(image: str) -> bool:
    """Return whether an image is a local file: neither a URL nor data, nor one that was in memory."""
    return bool(image) and "://" not in image and not image.lower().startswith("data:")
