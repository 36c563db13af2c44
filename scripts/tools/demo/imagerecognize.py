"""ImageRecognize: there is no training; the emulator answers with what was registered."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Any

from visionapis import ImageRecognize, VisionAPIError
from visionapis_testing import ImageRecognizeEmulator

from .digits import SLACK, scenes, sheets
from .trial import KEY, Mark, Outcome, Score, Trial, Watched, failed, share

if TYPE_CHECKING:
    from rich.progress import Progress

    from visionapis import Box, Classification

    from .digits import Digits
    from .trial import Sample

SCENES = 24
KNOWN = 6
UNSEEN = 4


def imagerecognize(digits: Digits, progress: Progress) -> list[Trial]:
    """Which digits stand on a sheet, and where."""
    drawn = scenes(SCENES)
    known = [sheet for scene in drawn for sheet in sheets(scene, digits.known, KNOWN)]
    unseen = [sheet for scene in drawn for sheet in sheets(scene, digits.unseen, UNSEEN)]
    emulator = ImageRecognizeEmulator(api_key=KEY)
    for sheet in progress.track(known, description="ImageRecognize: register sheets"):
        objects = [(mark.name, 100.0, [_corner(mark.box)] if mark.box else []) for mark in sheet.marks]
        emulator.register(sheet.content, objects=objects)
    watched = Watched()
    with emulator.serve() as url, ImageRecognize(KEY, base_url=url, on_attempt=watched) as client:
        pictures = (sheet.picture for sheet in progress.track(unseen, description="ImageRecognize: classify sheets"))
        outcomes = [_seen(sheet, each) for sheet, each in zip(unseen, client.classify_many(pictures), strict=True)]
    emulator.verify()
    overlaps = [_overlap(outcome.sample, outcome.found) for outcome in outcomes]
    return [
        Trial(
            "ImageRecognize",
            "which digits, and where?",
            len(known),
            outcomes,
            watched.calls,
            [
                share(outcomes, "of sheets"),
                Score(fmean(overlaps), "overlap", at_least=0.5, percent=False),
            ],
            f"{SCENES} scenes, each a few digits in certain cells of a sheet. {KNOWN} sheets of each were registered "
            f"with names and boxes; {UNSEEN} others, of other scans and with every digit moved by up to {2 * SLACK} "
            "pixels, were asked about. The emulator finds no digits: it answers with a registered sheet of the scene "
            "that is most like the one asked, names and boxes as registered. So names are right where the scene is, "
            "and boxes are off by as much as the digits were moved. Overlap is intersection over union, in the mean.",
        )
    ]


def _seen(sheet: Sample, result: Classification[Any] | VisionAPIError) -> Outcome:
    if isinstance(result, VisionAPIError):
        return failed(sheet, result)
    found = tuple(Mark(label.name, box) for label in result.labels for box in label.boxes)
    right = sorted(mark.name for mark in found) == sorted(sheet.names)
    overlap = _overlap(sheet, found)
    return Outcome(sheet, found, right, f"overlap {overlap:.2f}", 1 - overlap)


def _corner(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height


def _overlap(sheet: Sample, found: tuple[Mark, ...]) -> float:
    """Intersection over union, in the mean of the digits on the sheet; 0 for one that was not found."""
    places = {mark.name: mark.box for mark in found}
    return fmean(intersection_over_union(mark.box, places.get(mark.name)) for mark in sheet.marks)


def intersection_over_union(one: Box | None, other: Box | None) -> float:
    """The share of both boxes' ground that they share; 0 when one is not there."""
    if not one or not other:
        return 0.0
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    both = max(width, 0) * max(height, 0)
    return both / (one.width * one.height + other.width * other.height - both)
