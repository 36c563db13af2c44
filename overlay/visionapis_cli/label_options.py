"""Options of `visionapis label`: limits, and how the client is made."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .check_options import rate
from .classify import ALLOW_HTTP_HELP
from .errors import CommandError
from .main import FAILED, INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_bulk import Job, JobOptions, Summary
    from visionapis_bulk.sources import Source
    from visionapis_generated.vendor import Vendor

LIMITED = 3
"""The exit status if a limit was reached and images are pending."""

STATUSES = {"finished": 0, "interrupted": INTERRUPTED, "aborted": INTERRUPTED, "failures": FAILED, "rejected": FAILED}


def money(text: str) -> Decimal:
    """Return an amount of money. Raises BadParameter."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or found < 0:
        raise click.BadParameter(f"{text!r} is not an amount such as 0.0015")
    return found


def whole_rate(text: str) -> int:
    """Return a rate as a whole number of requests per minute. Raises BadParameter."""
    found = rate(text)
    if found < 1:
        raise click.BadParameter(f"{text!r} is less than 1/m")
    return int(found)


def limits() -> list[click.Option]:
    """Return the options of each command that runs a job."""
    number, seconds = click.IntRange(1), click.FloatRange(0, min_open=True)
    return [
        click.Option(
            ["--out"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write the results here when the job ends: .jsonl, .csv, .parquet, or .html for a page about them. "
            "See `visionapis label export`.",
        ),
        click.Option(["--max-calls"], type=number, metavar="N", help="Limit of calls, over all runs of the job."),
        click.Option(["--price"], type=money, metavar="AMOUNT", help="Price of an image, or of a call."),
        click.Option(["--price-per"], type=click.Choice(["image", "call"]), help="Unit of --price. Default: image."),
        click.Option(
            ["--max-cost"], type=money, metavar="AMOUNT", help="Limit of the cost, over all runs; needs --price."
        ),
        click.Option(
            ["--rate-limit"],
            type=whole_rate,
            metavar="N/s|N/m|N/h",
            help="Limit of requests.",
        ),
        click.Option(
            ["--concurrency"],
            type=number,
            metavar="N",
            help="Requests in flight at the same time; fewer while the server is slow or rejects some. Default: 8.",
        ),
        click.Option(["--time-limit"], type=seconds, metavar="SECONDS", help="Seconds until nothing more is sent."),
        click.Option(
            ["--max-failures"],
            type=number,
            metavar="N",
            help="Failures in a row that stop the job. Default: 20.",
        ),
        click.Option(["--timeout"], type=seconds, metavar="SECONDS", help="Time limit of each call. Default: 60."),
        click.Option(["--allow-http"], is_flag=True, default=None, help=ALLOW_HTTP_HELP),
        click.Option(["--no-raw"], is_flag=True, default=None, help="Do not keep the server's responses in the job."),
        click.Option(
            ["--ray"],
            metavar="ADDRESS",
            help="Address of a Ray cluster whose workers read and send the images; `local` starts one on this machine.",
        ),
        click.Option(
            ["--ray-workers"],
            type=number,
            metavar="N",
            help="Workers of --ray. Default: one per processor.",
        ),
        click.Option(
            ["--ray-storage"],
            metavar="URL",
            help="Folder or URL, such as s3://bucket/jobs, that the machines of --ray share. Default: beside the job.",
        ),
        click.Option(["--json", "as_json"], is_flag=True, help="Print events as JSON objects, each on a line."),
    ]


_OF_JOB = {
    "concurrency": "max_concurrency", "max_calls": "max_calls", "price": "price", "price_per": "price_per",
    "max_cost": "max_cost", "time_limit": "time_limit", "max_failures": "max_failures",
}  # fmt: skip
_OF_RAY = {"ray": "address", "ray_workers": "workers", "ray_storage": "storage"}
_OF_CLIENT = {"rate_limit": "requests_per_minute", "timeout": "timeout", "allow_http": "allow_http"}


@dataclass(frozen=True)
class RunOptions:
    """How a job is run."""

    options: JobOptions
    client_options: Mapping[str, Any]
    ray: Mapping[str, Any]
    """The arguments of `RayJob`; empty for a job of this machine alone."""
    as_json: bool

    def run(
        self,
        vendor: Vendor,
        path: Path,
        *,
        source: Callable[[], Source | None],
        arguments: Mapping[str, Any] | None,
        base_url: str | None,
        out: Path | None,
    ) -> int:
        """Run a job, print its progress, export its results, and return the exit status."""
        from visionapis.errors import ConfigurationError
        from visionapis_bulk import BulkError
        from visionapis_bulk.exports import export, format_of

        from .label_progress import make_display

        client = getattr(import_module(vendor.client_module), f"Async{vendor.client}")
        settings = {**self.client_options, "base_url": base_url}
        if find_spec("aiohttp"):
            settings["transport"] = "aiohttp"
        display = make_display(path, as_json=self.as_json)
        try:
            if out:
                format_of(out)
            job = self._kind()(
                lambda: client(**settings),
                source(),
                path,
                arguments=arguments,
                options=self.options,
                on_event=display,
                notes={**self.client_options, "out": str(out.absolute()) if out else None},
                **self.ray,
            )
            with display:
                summary: Summary = asyncio.run(run_interruptibly(job))
            if out:
                export(path, out)
        except (BulkError, ConfigurationError) as error:
            raise CommandError.of(error, _status_of(error)) from error
        display.conclude(summary)
        return exit_status(summary)

    def _kind(self) -> Callable[..., Job]:
        if self.ray:
            from visionapis_bulk.ray import RayJob

            return RayJob
        from visionapis_bulk import Job

        return Job


def options_from(values: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> RunOptions:
    """Return how to run a job from the values of `limits`, and from what its ledger has for those not given."""
    from dataclasses import replace

    from visionapis.errors import ConfigurationError
    from visionapis_bulk import JobOptions

    given = {name: value for name, value in values.items() if value is not None}
    changes = {_OF_JOB[name]: value for name, value in given.items() if name in _OF_JOB}
    if given.get("no_raw"):
        changes["keep_raw"] = False
    try:
        options = replace(JobOptions.from_dict(known["options"] if known else {}), **changes)
    except ConfigurationError as error:
        raise click.UsageError(str(error).replace("max_cost requires price", "--max-cost needs --price")) from error
    client_options = {_OF_CLIENT[name]: value for name, value in given.items() if name in _OF_CLIENT}
    notes: dict[str, Any] = known["notes"] if known else {}
    noted = {name: notes[name] for name in _OF_CLIENT.values() if name in notes}
    ray = {_OF_RAY[name]: value for name, value in given.items() if name in _OF_RAY}
    if ray and "address" not in ray:
        raise click.UsageError("--ray-workers and --ray-storage need --ray")
    return RunOptions(options, noted | client_options, ray, as_json=values["as_json"])


def exit_status(summary: Summary) -> int:
    """Return the exit status of a run."""
    counts = summary.progress.counts
    status = STATUSES.get(summary.reason, LIMITED)
    return FAILED if not status and counts["refused"] + counts["failed"] + counts["unknown"] else status


def _status_of(error: Exception) -> int:
    from visionapis_bulk import LedgerError

    return FAILED if isinstance(error, LedgerError) else 2


async def run_interruptibly(job: Any) -> Any:
    """Run a job; the first Ctrl-C stops it, a second one aborts it."""
    loop = asyncio.get_running_loop()
    interrupts = iter((job.stop,))

    def interrupt() -> None:
        next(interrupts, job.abort)()

    with suppress(NotImplementedError):  # on Windows, where Ctrl-C cancels the task
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, interrupt)
    return await job.run()
