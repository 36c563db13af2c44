"""`visionapis compare`: which model of which vendor is best for given images."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from visionapis._text import printable

from .classify import ALLOW_HTTP_HELP
from .errors import CommandError, requires_extra
from .hints import adapt_hint
from .label_options import LIMITED, money, run_interruptibly, whole_rate
from .label_progress import INTERVAL, REASONS, describe
from .main import FAILED, INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from visionapis_bulk import Event, Progress
    from visionapis_bulk.compare.prices import Price
    from visionapis_bulk.compare.report import Report
    from visionapis_bulk.compare.targets import Target

HELP = """Label the images of IMAGES, whose labels are known, with each TARGET, and compare the results.

With a single TARGET, the result is how good that one is; with more of them, also which is better.

IMAGES is a folder whose subfolders are named after the labels; a CSV file with a column of images and one of labels; or
a COCO file, of which the images with exactly one category are taken.

A TARGET is a vendor with its model or task, such as roboflow:pets/3, or just the vendor if it needs none; with several
arguments it is VENDOR:NAME=VALUE,NAME=VALUE. URLs and keys of APIs are read from the environment, such as
ROBOFLOW_BASE_URL and ROBOFLOW_API_KEY.

Each request and result is recorded in a ledger per target in --folder, so that the same command goes on where it
ended, and no image is sent twice. Images are sent in a random order that is always the same: within a limit, every
target labels the same random sample.

A difference inside its 95 % interval is told as none. With --until-clear, the comparison of two or more targets ends as
soon as the best one is better than each other one. It looks at 100 images, 200, 400 and so on, with an exact test whose
error of 5 % is split over all looks and pairs of targets, so that looking often does not make chance look like a
difference.

Exit status: 0 if the comparison is complete, or ended early because it is clear; 1 if a target failed; 2 for wrong
usage; 3 if a limit was reached; 130 after Ctrl-C.
"""

LIMITS = ("max_calls", "max_cost")
"""Reasons for which a target only waits for its share of the next round."""

_STATUSES = {
    "finished": 0, "clear": 0, "limit": LIMITED, "failed": FAILED, "interrupted": INTERRUPTED, "aborted": INTERRUPTED,
}  # fmt: skip


def _prices(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> dict[str, Price]:
    """Return prices by target."""
    from visionapis_bulk.compare.prices import Price

    found: dict[str, Price] = {}
    for value in values:
        target, equals, text = value.rpartition("=")
        amount, slash, unit = text.partition("/")
        if not equals or (slash and unit not in {"image", "call"}):
            raise click.BadParameter(f"{value!r} is not TARGET=AMOUNT or TARGET=AMOUNT/call")
        found[target] = Price(money(amount), "call" if unit == "call" else "image")
    return found


def _page(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Return the path of the page, which must be possible to write: it is written when everything is paid."""
    if path and (path.suffix.lower() not in {".html", ".htm"} or path.is_dir()):
        raise click.BadParameter(f"{str(path)!r} is not the name of an HTML file")
    if path and not path.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(path.parent)!r}")
    return path


@click.command("compare", help=HELP)
@click.argument("images")
@click.argument("targets", metavar="TARGET...", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), callback=_page, metavar="FILE", help="Write an HTML page here.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object instead of a table.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default="compare.jobs",
    show_default=True,
    metavar="DIR",
    help="Folder of the ledgers.",
)
@click.option("--column", metavar="NAME", help="Column of a CSV file with the images. Default: one with a usual name.")
@click.option(
    "--label-column",
    metavar="NAME",
    help="Column of a CSV file with the labels. Default: label, class, category or target.",
)
@click.option(
    "--labels",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='JSON file with names of labels that mean others: {"kitty": "cat"}, or such an object per target.',
)
@click.option(
    "--budget", type=money, metavar="AMOUNT", help="Limit of the cost of all targets and runs; needs --price."
)
@click.option(
    "--price",
    "prices",
    multiple=True,
    callback=_prices,
    metavar="TARGET=AMOUNT",
    help="Price of an image; TARGET=AMOUNT/call is that of a call. The result has the cost of 1,000 images.",
)
@click.option("--max-calls", type=click.IntRange(1), metavar="N", help="Limit of the calls of all targets and runs.")
@click.option("--rate-limit", type=whole_rate, metavar="N/s|N/m|N/h", help="Limit of requests per target.")
@click.option(
    "--concurrency",
    type=click.IntRange(1),
    default=8,
    show_default=True,
    metavar="N",
    help="Requests in flight at the same time, per target.",
)
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Limit of each call. Default: 60."
)
@click.option("--allow-http", is_flag=True, help=ALLOW_HTTP_HELP)
@click.option("--until-clear", is_flag=True, help="End as soon as one target is better than each other.")
def compare(
    images: str,
    targets: Sequence[str],
    *,
    out: Path | None,
    as_json: bool,
    folder: Path,
    column: str | None,
    label_column: str | None,
    labels: Path | None,
    budget: Decimal | None,
    prices: Mapping[str, Price],
    max_calls: int | None,
    rate_limit: int | None,
    concurrency: int,
    timeout: float | None,
    allow_http: bool,
    until_clear: bool,
) -> int:
    """Compare targets."""
    if not targets:
        raise click.UsageError("name a TARGET to measure, such as roboflow:pets/3, or several to compare")
    with requires_extra("compare"):
        from visionapis_bulk.compare.page import write_page
        from visionapis_bulk.compare.run import ComparisonRun
    from visionapis.errors import ConfigurationError
    from visionapis_bulk import BulkError, JobOptions, LedgerError
    from visionapis_bulk.compare.budget import Limits
    from visionapis_bulk.compare.targets import parse_targets, read_names
    from visionapis_bulk.compare.truth import open_truth

    client = {"requests_per_minute": rate_limit, "timeout": timeout, "allow_http": allow_http or None}
    progress = _Progress()
    try:
        found = parse_targets(targets)
        run = ComparisonRun(
            str(Path(images).absolute()),
            open_truth(images, column=column, label_column=label_column),
            found,
            folder,
            limits=Limits(max_calls, budget, prices),
            options=JobOptions(max_concurrency=concurrency),
            client_options={name: value for name, value in client.items() if value is not None},
            names=read_names(labels, found) if labels else None,
            until_clear=until_clear,
            on_event=progress,
        )
        report: Report = asyncio.run(run_interruptibly(run))
        if out:
            write_page(report, out)
    except (BulkError, ConfigurationError) as error:
        raise CommandError.of(error, FAILED if isinstance(error, LedgerError) else 2) from error
    _print(report, as_json=as_json)
    for target in found:
        if report.results_of(target.text).unknown:
            command = f"visionapis label unknown {folder / target.file}"
            click.echo(printable(f"{target.text}: about the images that are unknown: {command}"), err=True)
    if report.error:
        click.echo(f"visionapis: {printable(f'{report.failed}: {report.error}')}", err=True)
        if hint := adapt_hint(report.error.hint):
            click.echo(f"hint: {printable(hint)}", err=True)
    return _STATUSES[report.reason]


def _print(report: Report, *, as_json: bool) -> None:
    from .compare_table import lines

    for line in [json.dumps(report.to_dict())] if as_json else lines(report):
        click.echo(line if as_json else printable(line))


class _Progress:
    """Prints a line per target now and then."""

    def __init__(self) -> None:
        self._last: dict[str, Progress] = {}
        self._next = time.monotonic() + INTERVAL
        self._stopping = False

    def __call__(self, target: Target, event: Event) -> None:
        """Note an event, and print it if people want to know of it."""
        from visionapis_bulk import Paused, Progress, Stopping

        if isinstance(event, Paused):
            wait = f"the server asks to wait: {event.seconds:.1f} s, then {event.concurrency} requests at a time"
            click.echo(printable(f"{target.text}: {wait}"), err=True)
        elif isinstance(event, Stopping) and event.reason not in LIMITS and not self._stopping:
            self._stopping = True  # the others stop because this one does
            again = "; press Ctrl-C again to leave them unknown" if event.reason == "interrupted" else ""
            line = f"{REASONS[event.reason]}; waiting for the requests in flight{again}"
            click.echo(printable(line if again else f"{target.text}: {line}"), err=True)
        elif isinstance(event, Progress):
            self._last[target.text] = event
            if time.monotonic() >= self._next:
                self._next = time.monotonic() + INTERVAL
                for text, progress in self._last.items():
                    click.echo(printable(f"{text}: {describe(progress)}"), err=True)
