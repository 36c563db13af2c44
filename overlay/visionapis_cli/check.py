"""`visionapis check`: whether a server does what its contract says."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from visionapis_testing.vendors import EMULATORS, key_variable

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from visionapis_testing.conformance.check import Plan, Target
    from visionapis_testing.conformance.live import Effect
    from visionapis_testing.conformance.outcome import Outcome
    from visionapis_testing.conformance.scenarios import Phase

FAILED = 1
NOTHING_RAN = 3


@click.command()
@click.argument("vendor", type=click.Choice(sorted(EMULATORS)))
@click.option("--url", metavar="URL", help="Where the server is, if not at <VENDOR>_BASE_URL or the vendor's own host.")
@click.option(
    "--server",
    metavar="KIND",
    help="Its kind, if its URL does not tell. Roboflow: serverless, classify, self-hosted.",
)
@click.option(
    "--use",
    "used",
    multiple=True,
    metavar="NAME=VALUE",
    help="Something that the server knows, such as a model. May be repeated. What can be listed is found without.",
)
@click.option(
    "--allow",
    multiple=True,
    type=click.Choice(["billable", "mutating"]),
    help="Call operations that cost or change something. May be repeated; billable ones need --max-billable, too.",
)
@click.option("--max-requests", type=click.IntRange(1), default=500, show_default=True, help="Send no more than these.")
@click.option("--max-billable", type=click.IntRange(0), default=0, show_default=True, help="Of those that may cost.")
@click.option(
    "--per-minute",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help="Requests a minute; 60 on a vendor's own host.",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(0, min_open=True),
    default=600,
    show_default=True,
    metavar="S",
    help="End after this time.",
)
@click.option("--fuzz", is_flag=True, help="Send drawn requests, too, valid and invalid, and chains of calls.")
@click.option("--examples", type=click.IntRange(1), default=20, show_default=True, help="Drawn requests an operation.")
@click.option("--fuzz-production", is_flag=True, help="Let --fuzz have a vendor's own host.")
@click.option("--strict", is_flag=True, help="Fail for fields that the contract does not know; else they are drift.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Findings that are accepted.")
@click.option("--write-baseline", type=click.Path(path_type=Path), metavar="FILE", help="Make such a file.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report: a page FILE.html, FILE.json, all requests as FILE.har, JUnit's FILE.xml. May be repeated.",
)
def check(
    vendor: str,
    url: str | None,
    server: str | None,
    used: tuple[str, ...],
    allow: tuple[Effect, ...],
    max_requests: int,
    max_billable: int,
    per_minute: float | None,
    max_seconds: float,
    examples: int,
    baseline: Path | None,
    write_baseline: Path | None,
    reports: tuple[Path, ...],
    *,
    fuzz: bool,
    fuzz_production: bool,
    strict: bool,
) -> int:
    """Check that VENDOR's server, or one that stands for it, does what its contract says.

    A few valid requests are sent, to operations that neither cost nor change anything. What will be called, and what
    that may cost, is printed before the first of them. The key comes from the environment alone; no report shows it.

    The exit status is 0 when all checks passed, 1 when one failed, 2 when the command was wrong, 3 when nothing could
    be called: it then says which --allow would change that. Ctrl-C ends the check before the next request, reports
    what was found until then, and makes the status 130.
    """
    from rich.console import Console

    try:
        from visionapis_testing.conformance.baseline import Baseline, write
        from visionapis_testing.conformance.check import Target, plan
        from visionapis_testing.conformance.check import check as run
        from visionapis_testing.conformance.errors import ConformanceError, RefusedCheckError, ReportError
        from visionapis_testing.conformance.live import Budget, is_production
        from visionapis_testing.conformance.reports import check_path, show
        from visionapis_testing.conformance.reports import write as write_report
        from visionapis_testing.conformance.scenarios import PHASES
        from visionapis_testing.conformance.suites import suite
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f'{error.name} is missing; checks need: pip install "visionapis[cli,conformance]"'
        ) from error

    if "billable" in allow and not max_billable:
        raise click.UsageError("--allow billable needs --max-billable N: how many calls may cost something")
    from visionapis_testing.conformance.contracts import contract

    where = _url(vendor, url)
    if per_minute is None and is_production(contract(vendor), where):
        per_minute = 60.0
    phases: Sequence[Phase] = PHASES if fuzz else ("examples",)
    target = Target(
        vendor,
        where,
        _key(vendor, server or suite(vendor).kind(where)),
        use=_used(used),
        allow=allow,
        budget=Budget(max_requests, max_billable, max_seconds, per_minute),
        phases=phases,
        examples=examples,
        fuzz_production=fuzz_production,
        server=server,
    )
    try:
        for report in reports:
            check_path(report)
    except ReportError as error:
        raise click.UsageError(str(error)) from error
    try:
        accepted = Baseline.read(baseline) if baseline else None
        planned = plan(target)
        _announce(target, planned)
        with _interruption() as interrupted:
            outcome = run(target, strict=strict, baseline=accepted, say=_say, interrupted=interrupted)
        try:
            show([outcome], Console())
        except OSError as error:
            raise click.ClickException(f"the summary cannot be written: {error.strerror}") from error
        finally:  # whoever reads the summary may have gone
            if write_baseline:
                write(write_baseline, [each for each, verdict in outcome.verdicts if verdict != "drift" or strict])
            for report in reports:
                write_report([outcome], report)
    except RefusedCheckError as error:
        raise click.UsageError(str(error)) from error
    except ConformanceError as error:
        raise click.ClickException(str(error)) from error
    if interrupted.is_set():
        raise click.Abort
    return _status(outcome)


@contextmanager
def _interruption() -> Generator[Event]:
    """What Ctrl-C sets; the second one ends the program at once."""
    interrupted = Event()

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        interrupted.set()
        _say("stopping before the next request; Ctrl-C again ends at once, without a report")

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _status(outcome: Outcome) -> int:
    if outcome.state == "empty":
        reasons = sorted(set(outcome.left_out.values()))
        click.echo(f"visionapis: nothing was called: {'; '.join(reasons)}", err=True)
        return NOTHING_RAN
    return FAILED if outcome.failures else 0


def _announce(target: Target, planned: Plan) -> None:
    """Say what will run and what may cost, before the first request."""
    _say(f"{target.vendor} at {target.url} ({target.kind})")
    groups: dict[str, list[str]] = {}
    for operation_id, found in planned.allowed.items():
        groups.setdefault(f"will call, {' and '.join(sorted(found)) or 'without effect'}", []).append(operation_id)
    for operation_id, reason in planned.refused.items():
        groups.setdefault(f"will not call, {reason}", []).append(operation_id)
    for heading, operation_ids in groups.items():
        _say(f"{heading}:\n  {', '.join(operation_ids)}")
    budget = target.budget
    pace = f", {budget.per_minute:g} a minute" if budget.per_minute else ""
    _say(
        f"at most {budget.requests} requests, {budget.billable} of them billable, in {budget.seconds:g} seconds{pace}; "
        f"phases: {', '.join(target.phases)}"
    )


def _say(line: str) -> None:
    from visionapis_testing.conformance.reports.messages import printable

    click.echo(printable(line), err=True)  # ids come from the server


def _url(vendor: str, url: str | None) -> str:
    import httpx

    from visionapis_testing.contracts.contract import load

    found = url or os.environ.get(f"{vendor.upper()}_BASE_URL") or load(vendor).base_url
    try:
        parsed = httpx.URL(found)
    except httpx.InvalidURL as error:
        raise click.BadParameter(f"{found!r} is no URL: {error}", param_hint="--url") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise click.BadParameter(f"{found!r} is no URL: it begins with http:// or https://", param_hint="--url")
    return found.rstrip("/")


def _key(vendor: str, server: str) -> str:
    from visionapis._http.auth import find_key
    from visionapis._http.redaction import Secret
    from visionapis.errors import ConfigurationError

    try:
        key = find_key(None, key_variable(vendor), optional=True)
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from error
    if isinstance(key, Secret):
        return key.reveal()
    if server == "self-hosted":
        return ""  # it needs none for a loaded model
    raise click.UsageError(f"set {key_variable(vendor)}: the key of {vendor} is read from there")


def _used(used: Sequence[str]) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for each in used:
        name, equals, value = each.partition("=")
        if not (name and equals and value):
            raise click.BadParameter(f"{each!r} is not NAME=VALUE", param_hint="--use")
        known.setdefault(name, []).append(value)
    return known
