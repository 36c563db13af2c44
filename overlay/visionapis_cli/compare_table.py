"""The result of `visionapis compare` as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visionapis_bulk.compare.report import describe_difference, describe_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visionapis_bulk.compare.metrics import Score
    from visionapis_bulk.compare.report import Report

HEADER = (
    "target", "accuracy", "95 % interval", "ECE", "p50", "p90", "p99", "cost/1,000", "calls", "refused", "failed",
    "unknown",
)  # fmt: skip

MAX_UNMATCHED = 5


def lines(report: Report) -> Iterator[str]:
    """Yield the lines: what was compared, a row per target, and a line per pair of targets."""
    by_all = "" if len(report.targets) == 1 else " by every target"
    yield f"{len(report.images):,} of {report.total:,} images were labelled{by_all}" + _left_out(report)
    if end := describe_end(report):
        yield end
    if report.comparison is None:
        return
    yield ""
    yield from _table([HEADER, *(_row(report, score) for score in report.comparison.scores)])
    yield "ECE: expected calibration error; p50, p90, p99: seconds per call"
    if report.comparison.differences:
        yield ""
    for each in report.comparison.differences:
        yield f"{each.first} and {each.second}: {describe_difference(each)}; same label: {each.agreement:.1%}"
    for target in report.targets:
        if unmatched := report.unmatched(target):
            names = ", ".join(f"{label} ({count:,})" for label, count in [*unmatched.items()][:MAX_UNMATCHED])
            more = f" and {len(unmatched) - MAX_UNMATCHED:,} more" if len(unmatched) > MAX_UNMATCHED else ""
            yield f"{target}: labels that no image has: {names}{more}; see --labels"


def _left_out(report: Report) -> str:
    parts = [f"{report.unusable:,} that none could label"] if report.unusable else []
    parts += [f"{report.without_label:,} without exactly one label"] if report.without_label else []
    return f"; left out: {', '.join(parts)}" if parts else ""


def _row(report: Report, score: Score) -> Sequence[str]:
    results = report.results_of(score.target)
    latency, cost = results.latency, results.cost_per_thousand
    seconds = [f"{each:.2f}" for each in (latency.p50, latency.p90, latency.p99)] if latency else ["-"] * 3
    return (
        score.target,
        f"{score.accuracy:.1%}",
        f"{score.interval.low:.1%} to {score.interval.high:.1%}",
        f"{score.calibration_error:.3f}",
        *seconds,
        "-" if cost is None else f"{cost:,.2f}",
        f"{results.calls:,}",
        *(f"{results.states.get(state, 0):,}" for state in ("refused", "failed", "unknown")),
    )


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(text.rjust(width) for text, width in zip(others, widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()
