"""The progress of `visionapis label`: a bar on a terminal, else a line now and then, or events as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from visionapis._text import printable

from .hints import adapt_hint

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from visionapis_bulk import Event, Progress, Summary
    from visionapis_bulk.schema import State

INTERVAL = 5.0
"""Seconds between lines."""

REASONS = {
    "max_calls": "the limit of calls is reached",
    "max_cost": "the limit of the cost is reached",
    "time_limit": "the time limit is reached",
    "failures": "too many requests failed in a row",
    "rejected": "the server rejects all requests",
    "interrupted": "interrupted",
    "aborted": "aborted",
}


class Display:
    """Prints events as lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._next = INTERVAL

    def __call__(self, event: Event) -> None:
        """Print an event that people want to know of."""
        from visionapis_bulk import Paused, Progress, Stopping

        if isinstance(event, Progress):
            self.show(event)
        elif isinstance(event, Paused):
            self.print(f"the server asks to wait: {event.seconds:.1f} s, then {event.concurrency} requests at a time")
        elif isinstance(event, Stopping):
            again = "; press Ctrl-C again to leave them unknown" if event.reason == "interrupted" else ""
            requests = "1 request" if event.in_flight == 1 else f"{event.in_flight} requests"
            waiting = f"; waiting for {requests} in flight{again}" if event.in_flight else ""
            self.print(f"{REASONS[event.reason]}{waiting}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""

    def show(self, progress: Progress) -> None:
        """Print the progress, if it is time for that."""
        if progress.elapsed >= self._next:
            self._next = progress.elapsed + INTERVAL
            self.print(describe(progress))

    def print(self, line: str) -> None:
        """Print a line to stderr."""
        click.echo(printable(line), err=True)

    def conclude(self, summary: Summary) -> None:
        """Print how a run ended."""
        self.print(describe(summary.progress))
        if summary.error:
            click.echo(f"visionapis: {printable(str(summary.error))}", err=True)
            if hint := adapt_hint(summary.error.hint):
                click.echo(f"hint: {printable(hint)}", err=True)
        if summary.progress.counts["pending"]:
            self.print(f"to go on: visionapis label --resume {self._path}")
            return
        decidable: tuple[State, ...] = ("unknown", "failed")
        for state in decidable:
            if summary.progress.counts[state]:
                self.print(f"about those that are {state}: visionapis label {state} {self._path}")


class Bar(Display):
    """Shows the progress in a line of a terminal."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn
        from rich.progress import Progress as RichProgress

        self._console = Console(stderr=True)
        columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
        self._progress = RichProgress(*columns, console=self._console, transient=True)
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, progress: Progress) -> None:
        """Update the bar."""
        counts = progress.counts
        total = progress.total if progress.listed else None
        completed = progress.total - counts["pending"] - counts["claimed"] - counts["sent"]
        self._progress.update(self._task, total=total, completed=completed, description=describe(progress))

    def print(self, line: str) -> None:
        """Print a line above the bar."""
        self._console.print(printable(line), markup=False, highlight=False)


class Events(Display):
    """Prints every event as a JSON object on a line of stdout."""

    def __call__(self, event: Event) -> None:
        """Print an event."""
        from visionapis_bulk import ItemSettled, Progress, Summary

        document: dict[str, Any] = {"event": _EVENTS[type(event).__name__]}
        if isinstance(event, ItemSettled):
            document |= {"image": event.name, "state": event.state}
            if event.result:
                document["labels"] = [
                    {"name": each.name, "confidence": each.confidence} for each in event.result.labels
                ]
            if event.error:
                document["error"] = {"type": type(event.error).__name__, "message": str(event.error)}
        elif isinstance(event, Summary):
            document |= {"reason": event.reason, **_document(event.progress)}
            document |= {"error": str(event.error)} if event.error else {}
        elif isinstance(event, Progress):
            document |= _document(event)
        else:
            document |= asdict(event)
        click.echo(json.dumps(document))

    def conclude(self, summary: Summary) -> None:
        """Print nothing: the summary was an event."""


_SETTLED: tuple[State, ...] = ("done", "duplicate", "refused", "failed", "unknown")

_EVENTS = {
    "ItemSettled": "item", "Paused": "paused", "Progress": "progress", "Stopping": "stopping", "Summary": "summary",
}  # fmt: skip


def make_display(path: Path, *, as_json: bool) -> Display:
    """Return the display for the streams of this process."""
    if as_json:
        return Events(path)
    return Bar(path) if sys.stderr.isatty() and find_spec("rich") else Display(path)


def describe(progress: Progress) -> str:
    """Return the progress in one line."""
    counts = progress.counts
    settled = progress.total - counts["pending"] - counts["claimed"] - counts["sent"]
    of = f" of {progress.total:,}" if progress.listed else ""
    parts = [f"{settled:,}{of} images"]
    parts += [f"{counts[state]:,} {state}" for state in _SETTLED if counts[state]]
    parts.append(f"{progress.calls:,} call{'s'[: progress.calls != 1]}")
    if progress.cost is not None:
        expected = progress.expected_cost
        of = f" of {expected:.2f} expected" if expected is not None and counts["pending"] else ""
        parts.append(f"cost {progress.cost:.2f}{of}")
    if progress.in_flight:
        parts.append(f"{progress.in_flight} in flight")
    if progress.settled:
        parts.append(f"{progress.rate:.1f}/s")
    if progress.remaining:
        minutes, seconds = divmod(round(progress.remaining), 60)
        hours, minutes = divmod(minutes, 60)
        parts.append(f"{hours}:{minutes:02}:{seconds:02} left")
    return ", ".join(parts)


def _document(progress: Progress) -> dict[str, Any]:
    others = {"rate": progress.rate, "remaining": progress.remaining, "expected_cost": progress.expected_cost}
    return {**asdict(progress), **others}
