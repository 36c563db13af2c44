"""The table: a row for each trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .trial import Trial


def table(trials: Sequence[Trial]) -> Table:
    """A row for each trial, in red where it is not good enough."""
    summary = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    summary.add_column("question")
    for heading in ("taught", "asked", "calls", "p50"):
        summary.add_column(heading, justify="right", no_wrap=True)
    summary.add_column("answers", no_wrap=True)
    summary.add_column("wanted", no_wrap=True)
    for trial in trials:
        summary.add_row(
            f"{trial.vendor}: {trial.question}",
            f"{trial.taught:,}",
            f"{len(trial.outcomes):,}",
            f"{len(trial.calls):,}",
            f"{trial.milliseconds:.1f} ms",
            "\n".join(score.text for score in trial.scores),
            "\n".join(score.bar for score in trial.scores),
            style=None if trial.met else "red",
        )
    return summary
