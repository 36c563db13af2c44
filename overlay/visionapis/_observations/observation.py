"""An observation: what was seen of an API, as the JSON document that `observation.schema.json` describes."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias, cast

from .names import OTHER

Json: TypeAlias = dict[str, Any]

VERSION = 1
SCHEMA = Path(__file__).with_name("observation.schema.json")

MAX_CHILDREN = 200
"""Entries of one object; further ones are counted together."""

MAX_PERIODS = 60
"""Periods of one operation's timeline; if there are more, each becomes twice as long, until there are few enough."""

LATENCY_BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the latency's buckets in seconds."""

TIMELINE = "timeline"

_FIRST_SECOND = -62_135_596_800  # of the year 1

_LATENCY_BUCKETS = (*(f"{bound:g}" for bound in LATENCY_BOUNDS), "more")


class Seen:
    """How often something was seen, and when: the leaf of an observation."""

    __slots__ = ("count", "first", "last")

    def __init__(self, count: int, first: str, last: str) -> None:
        """Count `count` times between two times in UTC, such as `2026-11-21T08:00:00Z`."""
        self.count = count
        self.first = first
        self.last = last

    @classmethod
    def of(cls, leaf: Mapping[str, Any]) -> Seen:
        """Return the leaf of a document."""
        return cls(int(leaf["count"]), leaf["first"], leaf["last"])


@dataclass(frozen=True, slots=True)
class Period:
    """A time of some length, a power of two of seconds, of which a whole number has passed since 1970."""

    start: int
    """Seconds since 1970."""
    seconds: int = 1

    @classmethod
    def of(cls, name: str) -> Period:
        """Return the period with a name such as `2026-11-21T08:00:00Z/PT8S`."""
        start, _, length = name.partition("/PT")
        return cls(int(datetime.fromisoformat(start).timestamp()), int(length.removesuffix("S")))

    def lengthened(self, seconds: int) -> Period:
        """Return the longer period that this one is in."""
        return Period(max(self.start // seconds * seconds, _FIRST_SECOND), seconds)

    @property
    def name(self) -> str:
        """The start and the length, as in ISO 8601."""
        return f"{timestamp(self.start)}/PT{self.seconds}S"


class Observation:
    """The counts of one vendor's traffic."""

    def __init__(self, vendor: str, contract_version: str, *, document: Json | None = None) -> None:
        """Begin an observation, or go on with a valid document of one, which is changed."""
        self.vendor = vendor
        empty: Json = {
            "visionapis_observation": VERSION,
            "vendor": vendor,
            "contract_version": contract_version,
            "operations": {},
            "routes": {},
        }
        self.document = empty if document is None else document

    @property
    def responses(self) -> int:
        """The number of responses, those of unknown routes included."""
        calls = (Seen.of(each["calls"]) for each in self.document["operations"].values() if "calls" in each)
        routes = (seen for _, seen in leaves(self.document["routes"]))
        return sum(seen.count for seen in (*calls, *routes))

    def add(self, path: Iterable[str], seen: Seen) -> None:
        """Count something at a path of names, such as `operations`, an id, `responses`, `200`."""
        node = self.document
        for name in path:
            is_full = name not in node and len(node) >= MAX_CHILDREN
            node = node.setdefault(OTHER if is_full else name, {})
        if node:
            node["count"] += seen.count
            node["first"] = min(node["first"], seen.first)
            node["last"] = max(node["last"], seen.last)
        else:
            node.update(count=seen.count, first=seen.first, last=seen.last)

    def merge(self, other: Observation) -> None:
        """Add the counts of another observation of the same vendor; the version is that of the older contract."""
        versions = self.document["contract_version"], other.document["contract_version"]
        self.document["contract_version"] = min(versions, key=_numbers)
        for section in ("operations", "routes"):
            for path, seen in leaves(other.document[section], (section,)):
                if path[2:3] == (TIMELINE,):
                    self.add_to_timeline(path[1], Period.of(path[3]), path[4:], seen)
                else:
                    self.add(path, seen)

    def add_to_timeline(self, operation_id: str, period: Period, path: Iterable[str], seen: Seen) -> None:
        """Count something in the period of an operation's timeline that has a shorter one."""
        operation: Json = self.document["operations"].setdefault(operation_id, {})
        timeline: Json = operation.setdefault(TIMELINE, {})
        seconds = max(Period.of(next(iter(timeline))).seconds if timeline else 1, period.seconds)
        if timeline and Period.of(next(iter(timeline))).seconds < seconds:
            self._lengthen(operation_id, seconds)
        self.add(("operations", operation_id, TIMELINE, period.lengthened(seconds).name, *path), seen)
        while len(operation[TIMELINE]) > MAX_PERIODS:
            seconds *= 2
            self._lengthen(operation_id, seconds)

    def _lengthen(self, operation_id: str, seconds: int) -> None:
        """Merge the periods of a timeline into longer ones."""
        operation = self.document["operations"][operation_id]
        periods: Json = operation[TIMELINE]
        operation[TIMELINE] = {}
        for (name, *path), seen in leaves(periods):
            longer = Period.of(name).lengthened(seconds).name
            self.add(("operations", operation_id, TIMELINE, longer, *path), seen)

    def dumps(self) -> str:
        """Return the document as text, sorted by name."""
        return json.dumps(self.document, indent=1, sort_keys=True) + "\n"


def leaves(node: Json, path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], Seen]]:
    """Yield all counts below a node with their paths."""
    if "count" in node and not isinstance(node["count"], dict):
        yield path, Seen.of(node)
        return
    for name, child in node.items():
        yield from leaves(cast("Json", child), (*path, name))


def _numbers(version: str) -> tuple[list[int], str]:
    return [int(each) for each in re.findall(r"\d{1,9}", version)], version


def timestamp(seconds: float) -> str:
    """Return a time since the epoch as text in UTC."""
    return f"{datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def latency_bucket(seconds: float) -> str:
    """Return the name of the bucket of a latency: its upper bound in seconds."""
    return _LATENCY_BUCKETS[bisect_left(LATENCY_BOUNDS, seconds)]
