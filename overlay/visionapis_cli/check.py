"""`visionapis check`: whether a server conforms to its contract."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING

import click

from visionapis._vendors import vendors

from .check_options import parse_resources, rate, require_encryption, resolve_key, resolve_url
from .classify import ALLOW_HTTP_HELP
from .errors import CommandError, requires_extra
from .main import FAILED, NOTHING_CALLED
from .plan import print_names, print_plan, print_progress

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from visionapis_testing.conformance.guard import Effect
    from visionapis_testing.conformance.outcome import Outcome
    from visionapis_testing.conformance.scenarios import Phase

PRODUCTION_RATE = 60.0
"""Requests per minute."""


@click.command()
@click.argument("vendor", type=click.Choice(sorted(vendors())))
@click.option(
    "--url", metavar="URL", help="Base URL of the server; defaults to <VENDOR>_BASE_URL, else to the vendor's host."
)
@click.option(
    "--server-type",
    metavar="TYPE",
    default="",
    help="Type of server, if the URL does not tell. See --list.",
)
@click.option(
    "--resource",
    "resources",
    multiple=True,
    metavar="NAME=ID",
    help="A resource on the server that calls may use, such as a model. Others are discovered. Repeatable. See --list.",
)
@click.option(
    "--only", multiple=True, metavar="OPERATION", help="Call this operation and no other. Repeatable. See --list."
)
@click.option(
    "--list",
    "list_",
    is_flag=True,
    help="Print the operations, resources and server types of VENDOR, and send nothing.",
)
@click.option(
    "--allow",
    multiple=True,
    type=click.Choice(["billable", "mutating"]),
    help="Call operations with this effect, too. Billable ones also need --max-billable. Repeatable.",
)
@click.option(
    "--max-requests", type=click.IntRange(1), default=500, show_default=True, metavar="N", help="Limit of all requests."
)
@click.option(
    "--max-billable",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="Limit of requests to billable operations.",
)
@click.option(
    "--max-time",
    type=click.FloatRange(0, min_open=True),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="Time limit of the whole check.",
)
@click.option(
    "--rate-limit",
    type=rate,
    metavar="N/s|N/m|N/h",
    help="Limit of requests per second, minute or hour. Default: 60/m on production hosts, else none.",
)
@click.option(
    "--fuzz", is_flag=True, help="Also send generated requests, valid and invalid ones, and stateful sequences."
)
@click.option(
    "--max-examples",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    metavar="N",
    help="Limit of generated requests per operation.",
)
@click.option("--fuzz-production", is_flag=True, help="Allow --fuzz on the vendor's production hosts.")
@click.option("--allow-http", is_flag=True, help=ALLOW_HTTP_HELP)
@click.option(
    "--strict", is_flag=True, help="Report drift as failures: differences from the contract for which no check failed."
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Accept the findings in FILE, which `visionapis drift` can have written, too.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add the findings to FILE; others in it stay.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report; the suffix is the format: .html, .json, .har (all exchanges) or .xml (JUnit). Repeatable.",
)
def check(
    vendor: str,
    url: str | None,
    server_type: str,
    resources: tuple[str, ...],
    only: tuple[str, ...],
    allow: tuple[Effect, ...],
    max_requests: int,
    max_billable: int,
    max_time: float,
    rate_limit: float | None,
    max_examples: int,
    baseline: Path | None,
    write_baseline: Path | None,
    reports: tuple[Path, ...],
    *,
    list_: bool,
    fuzz: bool,
    fuzz_production: bool,
    allow_http: bool,
    strict: bool,
) -> int:
    """Check whether a server conforms to the contract of VENDOR.

    By default the examples of the contract are sent, to operations that are neither billable nor mutating. Production
    hosts are not fuzzed unless you pass --fuzz-production. The plan, with all operations and limits, is printed before
    the first request. The API key is read from the environment variable of the vendor's client; reports do not show it.

    An exhausted budget, Ctrl-C or an unresponsive server stops the check before the next request; a partial report is
    still written.

    Exit status: 0 if all checks passed; 1 if one failed or the server is unresponsive; 2 for wrong usage; 3 if no
    operation was called; 130 after Ctrl-C.
    """
    with requires_extra("conformance"):
        from rich.console import Console

        from visionapis_testing.conformance.baseline import Baseline, write
        from visionapis_testing.conformance.check import check as run_check
        from visionapis_testing.conformance.contracts import contract, requires_key
        from visionapis_testing.conformance.errors import ConformanceError, ReportError, UsageError
        from visionapis_testing.conformance.guard import Budget, is_production
        from visionapis_testing.conformance.plan import Target, plan
        from visionapis_testing.conformance.reports import check_path, show
        from visionapis_testing.conformance.reports import write as write_report
        from visionapis_testing.conformance.scenarios import PHASES
        from visionapis_testing.conformance.suites import suite
        from visionapis_testing.contracts.auth_schemes import key_scheme

    if list_:
        return print_names(vendor)
    if "billable" in allow and not max_billable:
        raise CommandError(
            "--allow billable needs --max-billable N", hint="N is the limit of requests to billable operations"
        )
    base_url = resolve_url(vendor, url)
    if rate_limit is None and is_production(contract(vendor), base_url):
        rate_limit = PRODUCTION_RATE
    chosen = suite(vendor)
    type_ = server_type or chosen.server_type(base_url)
    document = contract(vendor)
    key = resolve_key(vendor, key_scheme(document), required=type_ not in chosen.keyless and requires_key(document))
    if key and not allow_http:
        require_encryption(base_url)
    phases: Sequence[Phase] = PHASES if fuzz else ("examples",)
    target = Target(
        vendor,
        base_url,
        key,
        resources=parse_resources(resources),
        only=only,
        allow=allow,
        budget=Budget(max_requests, max_billable, max_time, rate_limit),
        phases=phases,
        max_examples=max_examples,
        fuzz_production=fuzz_production,
        server_type=server_type,
    )
    try:
        for report in reports:
            check_path(report)
        accepted = Baseline.read(baseline) if baseline else None
        if write_baseline:
            Baseline.read_existing(write_baseline)  # to fail before the check
        planned = plan(target)
    except (ReportError, UsageError) as error:
        raise CommandError.of(error) from error
    print_plan(target, planned)
    try:
        with _interruption() as interrupted, _scratch_folder():
            outcome = run_check(
                target, strict=strict, baseline=accepted, progress=print_progress, interrupted=interrupted
            )
        try:
            show([outcome], Console())
        except OSError as error:
            raise CommandError(f"cannot write the summary: {error.strerror}", status=FAILED) from error
        finally:  # also when nobody reads the summary any more
            if write_baseline:
                write(write_baseline, [each for each, _ in outcome.verdicts])
            for report in reports:
                write_report([outcome], report)
    except UsageError as error:
        raise CommandError.of(error) from error
    except ConformanceError as error:
        raise CommandError.of(error, FAILED) from error
    if interrupted.is_set():
        raise click.Abort
    return _status(outcome)


@contextmanager
def _interruption() -> Generator[Event]:
    """Yield an event that Ctrl-C sets; a second Ctrl-C ends the program at once."""
    interrupted = Event()

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        interrupted.set()
        print_progress("stopping before the next request; press Ctrl-C again to quit without a report")

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _scratch_folder() -> Generator[None]:
    """Let hypothesis keep its tables in a temporary folder; it would leave them in the current one."""
    from hypothesis.configuration import set_hypothesis_home_dir

    with TemporaryDirectory(prefix="visionapis-", ignore_cleanup_errors=True) as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def _status(outcome: Outcome) -> int:
    if outcome.state == "empty":
        reasons = "; ".join(sorted(set(outcome.skipped.values())))
        raise CommandError("no operation was called", hint=reasons, status=NOTHING_CALLED)
    return FAILED if outcome.failures else 0
