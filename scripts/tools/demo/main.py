"""Train emulators of all vendors on digit images, and compare them on others, as `visionapis compare` does.

Prints a table and writes an HTML report to `.demo/`. Nothing is sent to another machine.

Exit status: 0 when every vendor labelled all images with the accuracy wanted, else 1.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from threadpoolctl import threadpool_limits

from visionapis import VisionAPIError
from visionapis._vendors import vendors
from visionapis_bulk import ItemSettled, JobOptions
from visionapis_bulk.compare.budget import Limits
from visionapis_bulk.compare.page import write_page
from visionapis_bulk.compare.run import ComparisonRun
from visionapis_bulk.compare.targets import parse_targets
from visionapis_bulk.compare.truth import open_truth
from visionapis_cli.compare_table import lines

from .digits import digits
from .vendors import VENDORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis_bulk import Event
    from visionapis_bulk.compare.report import Report
    from visionapis_bulk.compare.targets import Target

FOLDER = Path(__file__).resolve().parents[3] / ".demo"
KEY = "demo-key"
MIN_ACCURACY = 0.95


def main(folder: Path = FOLDER) -> int:
    """Run the demo, keep images, ledgers and report in a folder, and return the exit status."""
    console, start = Console(highlight=False), time.monotonic()
    with console.status("Writing 1,797 images ..."):
        samples = digits(folder / "digits")
    failures: list[str] = []
    targets: list[str] = []
    report: Report | None = None
    columns = (TextColumn("{task.description:26}"), BarColumn(), MofNCompleteColumn())
    # The classifier's matrices are too small for several threads.
    with Progress(*columns, console=console) as progress, threadpool_limits(1), ExitStack() as servers:
        for vendor in VENDORS:
            try:
                url, target = servers.enter_context(vendor(samples, KEY, progress))
            except VisionAPIError as error:
                failures.append(str(error))
                continue
            targets.append(target)
            facts = vendors()[target.partition(":")[0]]
            variables = {facts.url_variable: url, facts.key_variable: KEY}
            servers.enter_context(mock.patch.dict(os.environ, variables))
        if targets:
            report = _compare(folder, targets, progress)
    if report:
        write_page(report, folder / "digits.html")
        for line in lines(report):
            console.print(line, markup=False, soft_wrap=True)
        failures += _failures(report)
    for failure in failures:
        console.print(f"Failed: {failure}", markup=False)
    page = folder / "digits.html"
    console.print(
        f"Done in {time.monotonic() - start:.0f} s. Report: [link={page.as_uri()}]{page}[/link]", soft_wrap=True
    )
    return 1 if failures else 0


def _compare(folder: Path, targets: Sequence[str], progress: Progress) -> Report:
    """Label the images that were not trained on with each target, in a ledger for each, and compare the results."""
    images, ledgers = folder / "digits" / "unseen", folder / "digits.jobs"
    shutil.rmtree(ledgers, ignore_errors=True)  # of emulators that are gone
    truth = open_truth(str(images))
    bars = {text: progress.add_task(f"{text.partition(':')[0]}: label", total=len(truth.images)) for text in targets}

    def show(target: Target, event: Event) -> None:
        if isinstance(event, ItemSettled):
            progress.advance(bars[target.text])

    run = ComparisonRun(
        str(images), truth, parse_targets(targets), ledgers, limits=Limits(), options=JobOptions(), on_event=show
    )
    return asyncio.run(run.run())


def _failures(report: Report) -> list[str]:
    """Return what is not as it should be: a target that failed, images without a result, a low accuracy."""
    found = [f"{report.failed}: {report.error}"] if report.failed else []
    for target, results in zip(report.targets, report.results, strict=True):
        states = (f"{count} {state}" for state, count in results.states.items() if state != "done")
        if without := ", ".join(states):
            found.append(f"{target}: not all images have a result: {without}")
    found += [
        f"{score.target}: the accuracy of {score.accuracy:.1%} is below {MIN_ACCURACY:.0%}"
        for score in (report.comparison.scores if report.comparison else ())
        if score.accuracy < MIN_ACCURACY
    ]
    return found


if __name__ == "__main__":
    sys.exit(main())
