"""Train emulators of all vendors on digit images, classify others with the vendors' clients, and report the results.

Prints a table and writes an HTML report to `.demo/`. Nothing is sent to another machine.

Exit status: 0 when every client reached the accuracy wanted without an error, else 1.
"""

from __future__ import annotations

import sys
import time
from itertools import islice
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from threadpoolctl import threadpool_limits

from visionapis import VisionAPIError

from .digits import digits
from .page import page
from .trial import TARGET, Trial
from .vendors import VENDORS

FOLDER = Path(__file__).resolve().parents[3] / ".demo"


def main(folder: Path = FOLDER) -> int:
    """Run the demo, keep images and report in a folder, and return the exit status."""
    console, start = Console(highlight=False), time.monotonic()
    with console.status("Writing 1,797 images ..."):
        samples = digits(folder / "digits")
    trials: list[Trial] = []
    failures: list[str] = []
    columns = (TextColumn("{task.description:26}"), BarColumn(), MofNCompleteColumn())
    # The classifier's matrices are too small for several threads.
    with Progress(*columns, console=console) as progress, threadpool_limits(1):
        for vendor in VENDORS:
            try:
                trials += vendor(samples, progress)
            except VisionAPIError as error:
                failures.append(str(error))
    failures += islice((str(each.error) for trial in trials for each in trial.predictions if each.error), 3)
    report = folder / "digits.html"
    report.write_text(page(trials, failures), encoding="utf-8")
    console.print(_table(trials))
    for failure in failures:
        console.print(f"Failed: {failure}", markup=False)
    console.print(
        f"Done in {time.monotonic() - start:.0f} s. Report: [link={report.as_uri()}]{report}[/link]", soft_wrap=True
    )
    return 0 if not failures and all(trial.passed for trial in trials) else 1


def _table(trials: list[Trial]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("client", no_wrap=True)
    for heading in ("trained", "classified", "requests", "per image", "correct", "target"):
        table.add_column(heading, justify="right", no_wrap=True)
    for trial in trials:
        accuracy, style = f"{trial.accuracy:.1%}", None if trial.passed else "red"
        table.add_row(trial.client, *trial.cells, accuracy, f"≥ {TARGET:.0%}", style=style)
    return table


if __name__ == "__main__":
    sys.exit(main())
