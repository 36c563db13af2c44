"""Teaches and asks the emulators of all vendors through their typed clients, over sockets, and shows what came of it.

The pictures are scanned digits, and what is drawn with them. Nothing leaves this machine.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from threadpoolctl import threadpool_limits

from trials.digits import digits
from trials.imagerecognize import imagerecognize
from trials.nanonets import nanonets
from trials.page import page
from trials.roboflow import roboflow
from trials.table import table
from trials.ximilar import ximilar
from visionapis import VisionAPIError

if TYPE_CHECKING:
    from trials.trial import Trial, Vendor

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / ".demo" / "digits"
PAGE = ROOT / ".demo" / "digits.html"

VENDORS: dict[str, Vendor] = {
    "Roboflow": roboflow,
    "Ximilar": ximilar,
    "Nanonets": nanonets,
    "ImageRecognize": imagerecognize,
}


def main() -> int:
    """Exit status 0 when every vendor's answers are good enough, else 1."""
    console, start = Console(highlight=False), time.monotonic()
    with console.status("Writing 1,797 pictures ..."):
        pictures = digits(PICTURES)
    trials: list[Trial] = []
    failures: list[str] = []
    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn())
    # The recognizer's matrices are small: with threads of their own they only wait for each other.
    with Progress(*columns, console=console) as progress, threadpool_limits(1):
        for name, vendor in VENDORS.items():
            try:
                trials += vendor(pictures, progress)
            except VisionAPIError as error:
                failures.append(f"{name}: {error}")
    PAGE.write_text(page(trials, failures), encoding="utf-8")
    console.print(table(trials))
    for error in [outcome.error for trial in trials for outcome in trial.outcomes if outcome.error][:3]:
        failures.append(str(error))
    for failure in failures:
        console.print(f"Failed: {failure}", markup=False)
    console.print(f"{time.monotonic() - start:.0f} s. Every picture and what it was taken for: [link={PAGE.as_uri()}]{PAGE.relative_to(ROOT)}[/link]")
    return 0 if len(failures) == 0 and all(trial.met for trial in trials) else 1


if __name__ == "__main__":
    sys.exit(main())
