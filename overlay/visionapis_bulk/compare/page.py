"""A comparison as one self-contained HTML page, without a script."""

from __future__ import annotations

from functools import cache
from math import isnan
from typing import TYPE_CHECKING

from visionapis._pages.template import load_template
from visionapis_bulk.files import replacing
from visionapis_bulk.pages import charts
from visionapis_bulk.pages.texts import shown
from visionapis_bulk.pages.thumbnails import thumbnail
from visionapis_bulk.records import is_file

from .report import describe_difference, describe_end

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jinja2 import Template

    from .metrics import Score
    from .report import Report
    from .results import ComparedImage

MAX_IMAGES = 500
"""Images that are listed, of those on which targets disagree."""

MAX_THUMBNAILS = 50

MAX_LABELS = 30
"""Labels of a confusion matrix that is shown."""

MAX_MISTAKES = 15


def write_page(report: Report, path: Path) -> None:
    """Write the page; a file that is there stays as it was if that fails. Raises ExportError."""
    text = render(report)
    with replacing(path) as file:
        file.write(text)


def render(report: Report) -> str:
    """Return the page: the targets, how they differ, the images on which they disagree, and each target's charts."""
    disagreements = report.disagreements()
    return _template().render(
        report=report,
        heading=_heading(report),
        scores=report.comparison.scores if report.comparison else (),
        differences=report.comparison.differences if report.comparison else (),
        count=len(disagreements),
        disagreements=disagreements[:MAX_IMAGES],
        thumbnails=_thumbnails(report, disagreements),
    )


def _heading(report: Report) -> str:
    comparison = report.comparison
    if comparison is None:
        return "No image was labelled by every target"
    best = comparison.scores[0]
    if len(comparison.scores) == 1:
        return f"{best.target}: {best.accuracy:.1%} of {comparison.images:,} images are right"
    if comparison.is_clear:
        return f"{best.target} is the best target"
    return "No target is clearly the best"


def _thumbnails(report: Report, images: Sequence[ComparedImage]) -> Mapping[str, str]:
    """Return thumbnails of the first local files by the names of the images."""
    local = [each.name for each in images if is_file(each.name)]
    found = {name: thumbnail(report.base / name) for name in local[:MAX_THUMBNAILS]}
    return {name: uri for name, uri in found.items() if uri}


def _mistakes(score: Score) -> list[tuple[int, str, str]]:
    """Return the most frequent mistakes: the number of images, their label, and the one they were given."""
    found = [
        (count, score.labels[row], score.labels[column])
        for row, counts in enumerate(score.confusion)
        for column, count in enumerate(counts)
        if row != column and count
    ]
    return sorted(found, key=lambda each: (-each[0], each[1:]))[:MAX_MISTAKES]


def _shade(count: int, row: Sequence[int]) -> int:
    """Return how dark a cell of the confusion matrix is, from 0 to 4."""
    return -(-4 * count // sum(row)) if count else 0


@cache
def _template() -> Template:
    return load_template(
        "visionapis_bulk.pages",
        "compare.html.jinja",
        command="visionapis compare",
        styles=["tables.css", "shared.css", "compare.css"],
        names={
            "charts": charts,
            "describe_difference": describe_difference,
            "describe_end": describe_end,
            "isnan": isnan,
            "mistakes": _mistakes,
            "shade": _shade,
            "shown": shown,
            "max_labels": MAX_LABELS,
        },
    )
