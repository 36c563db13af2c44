"""The result of a comparison, for the terminal, the page and programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .metrics import NO_LABEL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from visionapis.errors import VisionAPIError

    from .metrics import Comparison, Difference
    from .results import ComparedImage, Results

EndReason: TypeAlias = Literal["finished", "clear", "limit", "failed", "interrupted", "aborted"]
"""Why a comparison ended.

- `finished`: every target has settled all images
- `clear`: one target is better than every other one
- `limit`: the limit of calls or money allows no further image
- `failed`: a target rejects all calls, or too many failed in a row
- `interrupted`, `aborted`: `stop` or `abort` was called
"""


@dataclass(frozen=True, slots=True)
class Report:
    """How targets compare, on the images that every one of them has settled."""

    source: str
    base: Path
    targets: Sequence[str]
    results: Sequence[Results]
    """The content of each ledger, in the order of the targets."""
    images: Sequence[ComparedImage]
    total: int
    """The number of labelled images."""
    without_label: int
    """The number of images without exactly one label, which are not among them."""
    unusable: int
    """The number of images that no target could label, which are not compared."""
    reason: EndReason
    looks: int | None
    """How often the targets were compared, if the comparison could end early."""
    comparison: Comparison | None
    """None if there is no image that every target has settled."""
    failed: str | None = None
    """The target that ended the comparison."""
    error: VisionAPIError | None = None

    def results_of(self, target: str) -> Results:
        """Return what the ledger of a target has."""
        return self.results[self.targets.index(target)]

    def unmatched(self, target: str) -> Mapping[str, int]:
        """Return the labels of a target that no image has, with the number of images, the most frequent first."""
        known = {image.label for image in self.images} | {NO_LABEL}
        number = self.targets.index(target)
        labels = Counter(image.predictions[number].label for image in self.images)
        return {label: count for label, count in labels.most_common() if label not in known}

    def disagreements(self) -> list[ComparedImage]:
        """Return the images to which targets give different labels, those with most different ones first.

        Of a single target, those to which it gives another label than the true one, the most confident first.
        """
        if len(self.targets) == 1:
            wrong = (image for image in self.images if image.wrong)
            return sorted(wrong, key=lambda image: (-image.predictions[0].confidence, image.name))
        found = [image for image in self.images if image.labels > 1]
        return sorted(found, key=lambda image: (-image.labels, -image.wrong, image.name))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON, without the images on which targets agree."""
        comparison = self.comparison
        return {
            "images": {
                "source": self.source,
                "total": self.total,
                "compared": len(self.images),
                "unusable": self.unusable,
                "without_label": self.without_label,
            },
            "reason": self.reason,
            "looks": self.looks,
            "failed": self.failed,
            "error": str(self.error) if self.error else None,
            "targets": [
                {**asdict(score), **self._usage(score.target)} for score in (comparison.scores if comparison else ())
            ],
            "differences": [
                {**asdict(each), "kappa": None if isnan(each.kappa) else each.kappa, "clear": each.is_clear}
                for each in (comparison.differences if comparison else ())
            ],
            "disagreements": [
                {
                    "image": image.name,
                    "label": image.label,
                    "predictions": {
                        target: asdict(each) for target, each in zip(self.targets, image.predictions, strict=True)
                    },
                }
                for image in self.disagreements()
            ],
        }

    def _usage(self, target: str) -> dict[str, Any]:
        results = self.results_of(target)
        return {
            "calls": results.calls,
            "cost": results.cost,
            "cost_per_1000_images": results.cost_per_thousand,
            "latency": asdict(results.latency) if results.latency else None,
            "states": dict(results.states),
            "unmatched_labels": self.unmatched(target),
        }


def describe_difference(difference: Difference) -> str:
    """Return a difference in words; one inside its interval, or that chance explains, is none."""
    low, high = 100 * difference.interval.low, 100 * difference.interval.high
    interval = f"{100 * difference.accuracy:+.1f} points, 95 % interval {low:+.1f} to {high:+.1f}, "
    interval += f"p {'< 0.001' if difference.p_value < 0.001 else f'= {difference.p_value:.3f}'}"
    if not difference.is_clear:
        return f"no clear difference ({interval})"
    better = difference.first if difference.accuracy > 0 else difference.second
    return f"{better} is better ({interval})"


def describe_end(report: Report) -> str:
    """Return in a sentence why a comparison ended, if that was before all images."""
    compared, total = f"{len(report.images):,}", f"{report.total:,}"
    labelled = "labelled" if len(report.targets) == 1 else "labelled by every target"
    if report.reason == "clear":
        best = report.comparison.scores[0].target if report.comparison else ""
        return (
            f"Stopped early: after {compared} of {total} images {best} is better than the others. The test is exact, "
            "and the error of 5 % is split over all planned looks and all pairs of targets."
        )
    if report.reason == "limit":
        return f"The limit is reached: {compared} of {total} images were {labelled}."
    if report.reason == "failed":
        return f"{report.failed} failed: {compared} of {total} images were {labelled}."
    if report.reason in {"interrupted", "aborted"}:
        return f"Interrupted: {compared} of {total} images were {labelled}."
    if report.looks:
        return f"No target was clearly better before all images were labelled ({report.looks} looks)."
    return ""
