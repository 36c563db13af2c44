"""Overviews of ledgers for people: as much as fits a page, in bounded memory."""

from __future__ import annotations

import heapq
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .queries import read_job, read_spending, stored
from .records import BILLION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from .schema import State

MAX_LABELS = 30
MAX_UNCERTAIN = 60
MAX_REASONS = 20

BINS = 10

# A duplicate has the state and the result of the first item with its bytes.
_STATES = """
SELECT paid.state, count(*), sum(item.id <> paid.id)
FROM items AS item JOIN items AS paid ON paid.id = coalesce(item.first, item.id) GROUP BY 1
"""
_LABELS = """
SELECT *, count(*) OVER () FROM (
    SELECT best_label(labels) AS name, count(*) AS images, avg(best_confidence(labels))
    FROM items JOIN results ON results.item = coalesce(items.first, items.id) GROUP BY 1
)
WHERE name IS NOT NULL ORDER BY images DESC, name LIMIT ?
"""
_RESULTS = "SELECT id, first, labels FROM items JOIN results ON results.item = coalesce(items.first, items.id)"
_LABELLED = "SELECT name, coalesce(image, name), labels FROM items JOIN results ON item = id WHERE id = ?"
_REASONS = """
SELECT state, reason(detail, name, image), count(*) AS images, min(id)
FROM items WHERE detail IS NOT NULL GROUP BY 1, 2 ORDER BY images DESC, min(id) LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class LabelCount:
    """The images whose best label is this one."""

    name: str
    images: int
    confidence: float | None
    """The mean of their confidences."""


@dataclass(frozen=True, slots=True)
class UncertainImage:
    """An image whose best label has a low confidence."""

    name: str
    image: str
    """Its path or URL; empty for one that was in memory."""
    labels: Sequence[tuple[str, float]]
    """Its two best labels, with their confidences."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Images that have no result for the same reason."""

    state: State
    type: str
    """The name of the error."""
    message: str
    """Its text, in which an image has no name."""
    images: int
    example: str
    """The name of the first of them."""

    @property
    def text(self) -> str:
        """The error in a line."""
        return f"{self.type}: {self.message}"


@dataclass(frozen=True, slots=True)
class Overview:
    """The content of a ledger, summed up."""

    job: Mapping[str, Any]
    """The values that describe the job."""
    states: Mapping[State, int]
    """The number of images by what became of them; a duplicate counts as the image that was sent."""
    duplicates: int
    calls: int
    cost: float | None
    """The cost of the calls; None without a price."""
    labels: Sequence[LabelCount]
    """The most frequent labels."""
    distinct_labels: int
    bins: Sequence[int]
    """The number of images by the confidence of the best label, in tenths."""
    uncertain: Sequence[UncertainImage]
    """The least confident images, each of those with the same bytes once."""
    reasons: Sequence[Reason]
    """The most frequent reasons."""

    @property
    def total(self) -> int:
        """The number of images that are listed."""
        return sum(self.states.values())

    @property
    def labelled(self) -> int:
        """The number of images with a result."""
        return self.states.get("done", 0)

    @property
    def open(self) -> int:
        """The number of images that a run would send, or that one is sending now."""
        return sum(self.states.get(state, 0) for state in ("pending", "claimed", "sent"))


def read_overview(connection: sqlite3.Connection) -> Overview:
    """Return the overview of a ledger at this moment; the job may be running."""
    connection.create_function("best_label", 1, _best_label, deterministic=True)
    connection.create_function("best_confidence", 1, _best_confidence, deterministic=True)
    connection.execute("BEGIN")  # all queries see the same moment
    try:
        job = read_job(connection)
        states = connection.execute(_STATES).fetchall()
        calls, cost = read_spending(connection)
        labels = connection.execute(_LABELS, (MAX_LABELS,)).fetchall()
        bins = [0] * BINS
        least = heapq.nsmallest(MAX_UNCERTAIN, _confidences(connection, bins))
        uncertain = [_uncertain(*connection.execute(_LABELLED, (item,)).fetchone()) for _, item in least]
        reasons = read_reasons(connection)
    finally:
        connection.execute("COMMIT")
    return Overview(
        job=job,
        states={state: count for state, count, _ in states},
        duplicates=sum(count for _, _, count in states),
        calls=calls,
        cost=None if job.get("options", {}).get("price") is None else cost / BILLION,
        labels=[LabelCount(json.loads(name), images, confidence) for name, images, confidence, _ in labels],
        distinct_labels=labels[0][-1] if labels else 0,
        bins=bins,
        uncertain=uncertain,
        reasons=reasons,
    )


def read_reasons(connection: sqlite3.Connection) -> list[Reason]:
    """Return the most frequent reasons for which images have no result."""
    connection.create_function("reason", 3, _reason, deterministic=True)
    rows = connection.execute(_REASONS, (MAX_REASONS,)).fetchall()
    return [_make_reason(connection, *row) for row in rows]


def _make_reason(connection: sqlite3.Connection, state: State, reason: str, images: int, first: int) -> Reason:
    kind, message = json.loads(reason)
    (name,) = connection.execute("SELECT name FROM items WHERE id = ?", (first,)).fetchone()
    return Reason(state, kind, message, images, stored(name))


def _confidences(connection: sqlite3.Connection, bins: list[int]) -> Iterator[tuple[float, int]]:
    """Yield the confidence and the id of each image that has one and was sent; count them, and duplicates, in bins."""
    for item, first, labels in connection.execute(_RESULTS):
        confidence = _best_confidence(labels)
        if confidence is not None and not math.isnan(confidence):
            bins[int(max(min(confidence * BINS, BINS - 1), 0))] += 1
            if first is None:
                yield confidence, item


def _uncertain(name: str | bytes, image: str | bytes, labels: str) -> UncertainImage:
    best = [(each["name"], each["confidence"]) for each in json.loads(labels)[:2]]
    return UncertainImage(stored(name), stored(image), best)


# Functions for SQLite. Texts are JSON there: it cannot hold all that a server may send, such as half of a character.


@lru_cache(maxsize=1)  # SQLite asks for the name and the confidence of the same labels
def _best(labels: str) -> Mapping[str, Any] | None:
    found = json.loads(labels)
    return found[0] if found else None


def _best_label(labels: str) -> str | None:
    best = _best(labels)
    return json.dumps(best["name"]) if best else None


def _best_confidence(labels: str) -> float | None:
    best = _best(labels)
    return best["confidence"] if best else None


def _reason(detail: str, name: str | bytes, image: str | bytes | None) -> str:
    """Return the type and the message of an error, the same for all images that it happens to."""
    error = json.loads(detail)
    return json.dumps([error["type"], _without_image(str(error["message"]), stored(name if image is None else image))])


def _without_image(message: str, image: str) -> str:
    """Return a message in which "the image" is in the place of its quoted path, also a whole one, or of its URL."""
    if not image:  # it was in memory
        return message
    if "://" in image:
        message = message.replace(image, "the image")
        image = image.partition("?")[0]
    inner = repr(image)[1:-1]
    for quote in "'\"":
        end = message.find(f"{inner}{quote}")
        start = message.rfind(quote, 0, max(end, 0))
        if start >= 0 and (start + 1 == end or Path(message[start + 1 : end]).is_absolute()):
            return f"{message[:start]}the image{message[end + len(inner) + 1 :]}"
    return message
