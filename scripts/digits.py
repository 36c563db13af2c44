"""Classifies scanned digits through the typed client, against an emulator that learnt others of them.

The pictures are scikit-learn's `load_digits`: 1,797 digits that people wrote by hand, 8 x 8 grey pixels each.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean, quantiles
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

import page
from visionapis import AsyncRoboflow, Label, Roboflow, VisionAPIError
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / ".demo" / "digits"
PAGE = ROOT / ".demo" / "digits.html"
MODEL = "digits/1"
KEY = "demo-key"
UNSEEN = 400
ENLARGEMENT = 8
IN_FLIGHT = 8
REQUIRED_ACCURACY = 0.95


@dataclass(frozen=True)
class Outcome:
    """What the client said of one picture."""

    picture: Path
    top: Label | None
    error: VisionAPIError | None
    seconds: float

    @property
    def truth(self) -> str:
        """The digit that was written: the folder's name."""
        return self.picture.parent.name

    @property
    def right(self) -> bool:
        """Whether the best label is the digit that was written."""
        return self.top is not None and self.top.name == self.truth


def main() -> int:
    """Exit status 0 when the sync and the async client both name enough digits rightly, else 1."""
    console = Console(highlight=False)
    if not PICTURES.exists():
        with console.status("Writing 1,797 pictures ..."):
            write_pictures()
    known, unseen = (sorted(PICTURES.glob(f"{part}/*/*.png")) for part in ("known", "unseen"))
    emulator = RoboflowEmulator(profile="serverless", api_key=KEY)
    with console.status(f"Learning {len(known):,} digits ..."):
        emulator.register(MODEL, [(picture, picture.parent.name) for picture in known])
    outcomes = {}
    columns = (TextColumn("{task.description:13}"), BarColumn(), MofNCompleteColumn())
    with emulator.serve() as url, Progress(*columns, console=console) as progress:
        console.print(f"Model {MODEL} learnt {len(known):,} digits; emulator at {url}")
        for name, classify in (("Roboflow", one_by_one), ("AsyncRoboflow", side_by_side)):
            task = progress.add_task(name, total=len(unseen))
            outcomes[name] = classify(url, unseen, partial(progress.advance, task))
    PAGE.write_text(page.render(outcomes["Roboflow"]), encoding="utf-8")
    console.print(table(outcomes))
    for error in [outcome.error for several in outcomes.values() for outcome in several if outcome.error][:3]:
        console.print(f"Failed: {error}", markup=False)
    console.print(f"Every digit and what it was taken for: [link={PAGE.as_uri()}]{PAGE.relative_to(ROOT)}[/link]")
    return 0 if all(accuracy(several) >= REQUIRED_ACCURACY for several in outcomes.values()) else 1


def write_pictures() -> None:
    """Writes every digit as a PNG file: `known/<digit>/` for the model to learn, `unseen/<digit>/` to classify.

    The folder appears when it is complete, so that an interrupted run leaves nothing half-made.
    """
    from PIL import Image, ImageOps
    from sklearn.datasets import load_digits

    digits = load_digits()
    PICTURES.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PICTURES.parent) as name:
        new = Path(name) / "digits"
        for number, (pixels, label) in enumerate(zip(digits.images, digits.target, strict=True)):
            part = "known" if number < len(digits.target) - UNSEEN else "unseen"
            folder = new / part / str(label)
            folder.mkdir(parents=True, exist_ok=True)
            ink = Image.fromarray((255 - pixels * (255 / 16)).astype("uint8"))
            paper = ImageOps.expand(ink, border=1, fill="white")
            ImageOps.scale(paper, ENLARGEMENT).save(folder / f"{number:04}.png")
        new.rename(PICTURES)


def one_by_one(url: str, pictures: Sequence[Path], advance: Callable[[], None]) -> list[Outcome]:
    """Classifies with the sync client."""
    outcomes = []
    with Roboflow(KEY, base_url=url) as client:
        for picture in pictures:
            top, error, start = None, None, time.perf_counter()
            try:
                top = client.classify(picture, model=MODEL).top
            except VisionAPIError as failure:
                error = failure
            outcomes.append(Outcome(picture, top, error, time.perf_counter() - start))
            advance()
    return outcomes


def side_by_side(url: str, pictures: Sequence[Path], advance: Callable[[], None]) -> list[Outcome]:
    """Classifies with the async client, several calls at a time."""

    async def classify_all() -> list[Outcome]:
        slots = asyncio.Semaphore(IN_FLIGHT)
        async with AsyncRoboflow(KEY, base_url=url) as client:

            async def classify(picture: Path) -> Outcome:
                async with slots:
                    top, error, start = None, None, time.perf_counter()
                    try:
                        top = (await client.classify(picture, model=MODEL)).top
                    except VisionAPIError as failure:
                        error = failure
                    advance()
                    return Outcome(picture, top, error, time.perf_counter() - start)

            return await asyncio.gather(*map(classify, pictures))

    return asyncio.run(classify_all())


def accuracy(outcomes: Sequence[Outcome]) -> float:
    """The share of pictures that were named rightly; one that failed counts as wrong."""
    return fmean(outcome.right for outcome in outcomes)


def table(outcomes: dict[str, list[Outcome]]) -> Table:
    """A row for each client."""
    summary = Table("client", "at a time")
    for heading in ("calls", "errors", "accuracy", "p50", "p95"):
        summary.add_column(heading, justify="right")
    for name, several in outcomes.items():
        percentiles = quantiles([outcome.seconds * 1000 for outcome in several], n=100)
        summary.add_row(
            name,
            str(IN_FLIGHT if name.startswith("Async") else 1),
            str(len(several)),
            str(sum(outcome.error is not None for outcome in several)),
            f"{accuracy(several):.1%}",
            *(f"{percentiles[percent - 1]:.1f} ms" for percent in (50, 95)),
        )
    return summary


if __name__ == "__main__":
    sys.exit(main())
