"""Changes over time that no single message shows: of refusals, latency and the size of pages."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from visionapis._observations.observation import LATENCY_BOUNDS, Seen, latency_bucket

from .change_points import Count, change_point
from .finding import Kind, status_text, total

Json: TypeAlias = dict[str, Any]

MIN_PAGES = 3
"""How many full pages of a size there must be before a change, and after it."""

_SUCCESS = range(200, 300)

_BUCKETS = [*map(latency_bucket, LATENCY_BOUNDS), "more"]

_MIN_SLOW = LATENCY_BOUNDS.index(0.25)
"""The lowest bound of slow calls; no call below it is slow, however much faster it was before."""

_MEDIAN = 0.5


@dataclass(frozen=True, slots=True)
class Trend:
    """A change of an operation over time."""

    kind: Kind
    message: str
    detail: str
    """The status, the latency in seconds that most calls exceed, or the new size."""
    seen: Seen
    """The calls since the change that have it."""
    of: int
    """The number of calls since the change."""


def trends(operation: Json, documented: Collection[str]) -> Iterator[Trend]:
    """Yield what changed in the observation of an operation; undocumented statuses are left out, as found by others."""
    timeline: Json = operation.get("timeline", {})
    for status in sorted({status for period in timeline.values() for status in period.get("statuses", {})}):
        if status in documented and int(status) not in _SUCCESS:
            yield from _frequent(timeline, status, operation.get("refusals", {}).get(status, {}))
    yield from _slower(timeline)
    yield from _resized(operation.get("page_sizes", {}))


def _frequent(timeline: Json, status: str, messages: Json) -> Iterator[Trend]:
    periods = [period.get("statuses", {}) for _, period in sorted(timeline.items())]
    point = change_point([Count(_sum(each), _sum(each, {status})) for each in periods])
    if point:
        before, after = point.before, point.after
        told = max(messages, key=lambda each: messages[each]["count"], default="")
        reason = f" ({told})" if told else ""
        text = (
            f"status {status_text(int(status))}{reason} was rare and is now frequent: "
            f"{after.hits} of {after.calls} calls, {before.hits} of {before.calls} before"
        )
        since = {str(number): each[status] for number, each in enumerate(periods[point.index :]) if status in each}
        yield Trend("frequent_status", text, status, total(since), after.calls)


def _slower(timeline: Json) -> Iterator[Trend]:
    """Yield the shift of the median latency by at least two buckets, to the slowest that it exceeds now."""
    periods = [each for _, each in sorted(timeline.items()) if each.get("latency")]
    latencies: list[Json] = [each["latency"] for each in periods]
    for index in reversed(range(_MIN_SLOW, len(LATENCY_BOUNDS))):
        slow, fast = set(_BUCKETS[index + 1 :]), set(_BUCKETS[: index - 1])
        point = change_point([Count(_sum(each), _sum(each, slow)) for each in latencies])
        if not point or point.after.share <= _MEDIAN:
            continue
        before = latencies[: point.index]
        if sum(_sum(each, fast) for each in before) > _MEDIAN * point.before.calls:
            bound = _BUCKETS[index]
            text = (
                f"most calls take more than {bound} s, and took at most {_BUCKETS[index - 2]} s before: "
                f"{point.after.hits} of {point.after.calls} calls are slower, {point.before.hits} of "
                f"{point.before.calls} were"
            )
            slower = {
                str(number): {name: seen for name, seen in each.items() if name in slow}
                for number, each in enumerate(latencies[point.index :])
            }
            yield Trend("latency", text, bound, total(slower), point.after.calls)
            return


def _resized(sizes: Json) -> Iterator[Trend]:
    found = sorted(((Seen.of(seen), size) for size, seen in sizes.items()), key=lambda each: each[0].last)
    if not found:
        return
    new, size = found[-1]
    old = [(seen, size) for seen, size in found[:-1] if seen.last < new.first and seen.count >= MIN_PAGES]
    if old and new.count >= MIN_PAGES:
        before, usual = max(old, key=lambda each: each[0].count)
        text = f"pages have {size} items, and had {usual} before ({before.count} pages until {before.last})"
        yield Trend("page_size", text, size, new, new.count)


def _sum(counts: Json, names: Collection[str] | None = None) -> int:
    return sum(cast("int", seen["count"]) for name, seen in counts.items() if names is None or name in names)
