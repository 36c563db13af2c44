"""Results in the ledgers of targets: predictions, calls, cost and latency."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from visionapis_bulk.exports.items import read_items
from visionapis_bulk.options import JobOptions
from visionapis_bulk.queries import read_job, read_spending
from visionapis_bulk.records import BILLION
from visionapis_bulk.schema import ERRORS, connect, describe

from .metrics import Prediction
from .prices import Price

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from visionapis_bulk.schema import State

    from .targets import Target
    from .truth import LabelledImage


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles of the seconds of a call, from the request to the response."""

    p50: float
    p90: float
    p99: float


@dataclass(frozen=True, slots=True)
class Results:
    """The content of the ledger of a target."""

    predictions: Mapping[str, Prediction | None] = field(default_factory=dict[str, "Prediction | None"])
    """By the names of images that are settled; None for one without a result."""
    unknown: frozenset[str] = frozenset()
    """The names of images that were sent without a response; they are not sent again."""
    listed: int = 0
    """The number of images in the ledger."""
    states: Mapping[State, int] = field(default_factory=dict["State", int])
    """The number of images by what became of them, those that were settled."""
    sent: int = 0
    """The number of images that were sent."""
    calls: int = 0
    spent: int = 0
    """The cost of the calls, in billionths."""
    price: Price | None = None
    latency: Latency | None = None
    images: str | None = None
    """The path of the labelled images that the ledger was begun with."""

    @property
    def cost(self) -> float | None:
        """The cost of the calls; None without a price."""
        return None if self.price is None else self.spent / BILLION

    @property
    def cost_per_thousand(self) -> float | None:
        """The cost of 1,000 images, in calls with as many as those so far; None without a price or a call."""
        if self.price is None or not self.sent:
            return None
        return self.price.cost(self.sent, self.calls) / self.sent * 1000 / BILLION

    def spent_at(self, price: Price | None) -> int:
        """Return the cost of the calls in billionths, at least that of what was sent at a price.

        Calls from before a price was given have no cost in the ledger.
        """
        return max(self.spent, price.cost(self.sent, self.calls)) if price else self.spent

    def knows(self, name: str) -> bool:
        """Return whether an image is not to be sent any more."""
        return name in self.predictions or name in self.unknown


@dataclass(frozen=True, slots=True)
class ComparedImage:
    """An image that all targets have settled."""

    name: str
    label: str
    predictions: tuple[Prediction, ...]
    """In the order of the targets."""

    @property
    def labels(self) -> int:
        """The number of different labels that targets give."""
        return len({each.label for each in self.predictions})

    @property
    def wrong(self) -> int:
        """The number of targets whose label is not the true one."""
        return sum(each.label != self.label for each in self.predictions)


def read_results(target: Target, folder: Path, names: Mapping[str, str]) -> Results:
    """Return what the ledger of a target in a folder has; `names` has other names of labels. Raises LedgerError."""
    path = folder / target.file
    if not path.exists():
        return Results()
    try:
        with closing(connect(path, write=False)) as connection:
            return _read(connection, names)
    except ERRORS as error:
        raise describe(error, str(path)) from error


def collect(images: Iterable[LabelledImage], results: Sequence[Results]) -> tuple[list[ComparedImage], int]:
    """Return the images that every target has settled, and the number of those that none could label.

    An image without a label of any target, such as a damaged file, says nothing about the targets.
    """
    found: list[ComparedImage] = []
    unusable = 0
    for image in images:
        if all(image.name in each.predictions for each in results):
            predictions = [each.predictions[image.name] for each in results]
            if any(predictions):
                labels = tuple(each or Prediction() for each in predictions)
                found.append(ComparedImage(image.name, image.label, labels))
            else:
                unusable += 1
    return found, unusable


def _read(connection: sqlite3.Connection, names: Mapping[str, str]) -> Results:
    job: Mapping[str, Any] = read_job(connection)
    calls, spent = read_spending(connection)
    (listed,) = connection.execute("SELECT count(*) FROM items").fetchone()
    seconds = [each for (each,) in connection.execute("SELECT seconds FROM calls WHERE seconds IS NOT NULL")]
    predictions: dict[str, Prediction | None] = {}
    unknown: set[str] = set()
    states = Counter[Any]()
    sent = 0
    for item in read_items(connection):
        states[item.state] += 1
        sent += item.call is not None and item.duplicate_of is None
        if item.state == "unknown":
            unknown.add(item.name)
        else:
            predictions[item.name] = None if item.labels is None else _best(item.labels, names)
    options = JobOptions.from_dict(job.get("options", {}))
    return Results(
        predictions,
        frozenset(unknown),
        listed=listed,
        states=states,
        sent=sent,
        calls=calls,
        spent=spent,
        price=None if options.price is None else Price(options.price, options.price_per),
        latency=Latency(*np.percentile(seconds, (50, 90, 99)).tolist()) if seconds else None,
        images=job.get("notes", {}).get("images"),
    )


def _best(labels: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Prediction:
    if not labels:
        return Prediction()
    best = max(labels, key=lambda label: label["confidence"])
    return Prediction(names.get(best["name"], best["name"]), best["confidence"])
