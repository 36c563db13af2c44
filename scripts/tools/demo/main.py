"""Teaches and asks the emulators of all vendors through their typed clients, over sockets, and shows what came of it.

The pictures are scanned digits, and what is drawn with them. Nothing leaves this machine.
"""

from __future__ import annotations

import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from threadpoolctl import threadpool_limits

from visionapis import VisionAPIError

from .digits import digits
from .imagerecognize import imagerecognize
from .nanonets import nanonets
from .page import page
from .roboflow import roboflow
from .table import table
from .ximilar import ximilar

if TYPE_CHECKING:
    from .trial import Trial, Vendor

FOLDER = Path(__file__).resolve().parents[3] / ".demo"

VENDORS: dict[str, Vendor] = {
    "Roboflow": roboflow,
    "Ximilar": ximilar,
    "Nanonets": nanonets,
    "ImageRecognize": imagerecognize,
}


def main(folder: Path = FOLDER) -> int:
    """Exit status 0 when every vendor's answers are good enough, else 1. Pictures and page are kept in the folder."""
    console, start = Console(highlight=False), time.monotonic()
    with console.status("Writing 1,797 pictures ..."):
        pictures = digits(folder / "digits")
    trials: list[Trial] = []
    failures: list[str] = []
    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn())
    # The recognizer's matrices are small: with threads of their own they mostly wait for each other.
    with Progress(*columns, console=console) as progress, threadpool_limits(1):
        for name, vendor in VENDORS.items():
            try:
                trials += vendor(pictures, progress)
            except VisionAPIError as error:
                failures.append(f"{name}: {error}")
    errors = (outcome.error for trial in trials for outcome in trial.outcomes if outcome.error)
    failures += map(str, islice(errors, 3))
    shown = folder / "digits.html"
    shown.write_text(page(trials, failures), encoding="utf-8")
    console.print(table(trials))
    for failure in failures:
        console.print(f"Failed: {failure}", markup=False)
    link = f"[link={shown.as_uri()}]{shown}[/link]"
    console.print(
        f"Every picture and what it was taken for, after {time.monotonic() - start:.0f} s: {link}", soft_wrap=True
    )
    return 0 if not failures and all(trial.met for trial in trials) else 1


if __name__ == "__main__":
    sys.exit(main())
