"""`visionapis drift`: where recorded traffic of an API differs from its contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from visionapis._text import counted, printable
from visionapis._vendors import vendors

from .errors import CommandError, requires_extra
from .main import FAILED, NOTHING_CALLED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visionapis._observations.observation import Observation
    from visionapis_testing.drift.finding import Finding
    from visionapis_testing.drift.invocation import Invocation

FILE = click.Path(path_type=Path)


@click.command("read")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--vendor",
    type=click.Choice(sorted(vendors())),
    help="The only vendor to look at, and that of requests to hosts that belong to none. Default: all vendors.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--save", type=FILE, metavar="FILE", help="Write the observation of one vendor, for `drift merge`.")
@click.option(
    "--propose",
    type=FILE,
    metavar="FILE",
    help="Write an OpenAPI Overlay (1.1) with which the contract of one vendor describes what was found.",
)
@click.option(
    "--min-count",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    metavar="N",
    help="Propose to drop or widen what clients rely on only if it was seen N times.",
)
@click.option(
    "--page",
    type=FILE,
    metavar="FILE",
    help="Write an HTML page: what changed, since when, whom it breaks, and the command that accepts it.",
)
@click.option("--baseline", type=FILE, metavar="FILE", help="Accept the findings in FILE, as `visionapis check` does.")
@click.option("--write-baseline", type=FILE, metavar="FILE", help="Add the findings to FILE; others in it stay.")
def read(
    files: tuple[Path, ...],
    vendor: str | None,
    save: Path | None,
    propose: Path | None,
    min_count: int,
    page: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    *,
    as_json: bool,
) -> int:
    """Print where the traffic in each FILE differs from the contract of its vendor.

    FILE is an HTTP Archive, as browsers, mitmproxy, Playwright and `visionapis check --report x.har` write it, or an
    observation that --save wrote. Nothing is sent. Findings have counts, times and names, and no values: keys, ids,
    file names and texts of the traffic are neither printed nor saved.

    A baseline is that of one vendor, and the same for `visionapis check`. What it accepts is counted, and is no drift.

    Exit status: 0 without drift; 1 with drift; 2 for wrong usage or a file that cannot be read; 3 if no request in the
    files is one to a known vendor.
    """
    with requires_extra("testing"):
        from visionapis_testing.drift.errors import RecordingError
        from visionapis_testing.drift.files import write
        from visionapis_testing.drift.findings import findings
        from visionapis_testing.drift.invocation import Invocation
        from visionapis_testing.drift.recordings import read_files
        from visionapis_testing.drift.report import as_document, as_lines

    outputs = {"--save": save, "--propose": propose, "--page": page, "--write-baseline": write_baseline}
    _check_outputs(outputs, files)
    try:
        observations, skipped = read_files(files, vendor)
        if not observations:
            raise CommandError(
                _nothing(skipped),
                hint="name the vendor with --vendor" if "another host" in skipped else None,
                status=NOTHING_CALLED,
            )
        if save is not None:
            write(save, _single(observations).dumps())
        found = {each.vendor: findings(each) for each in observations}
        accepted = 0
        if baseline or write_baseline:
            chosen = _single(observations).vendor
            new = _accept(found[chosen], baseline, write_baseline)
            accepted, found[chosen] = len(found[chosen]) - len(new), new
        if propose is not None:
            single = _single(observations)
            _propose(propose, single, found[single.vendor], min_count)
        if page is not None:
            invocation = Invocation(files, vendor, propose, min_count, baseline)
            _write_page(page, observations, found, skipped, accepted, invocation)
    except RecordingError as error:
        raise CommandError.of(error) from error
    if as_json:
        documents = [as_document(each, found[each.vendor]) for each in observations]
        click.echo(json.dumps({"skipped": dict(skipped), "accepted": accepted, "vendors": documents}, indent=1))
    else:
        for each in observations:
            for line in as_lines(each, found[each.vendor]):
                click.echo(printable(line))
        if accepted:
            click.echo(f"Accepted by the baseline: {accepted}")
        for reason, count in sorted(skipped.items()):
            click.echo(f"{counted(count, 'request')}: {reason}")
    return FAILED if any(found.values()) else 0


@click.command("merge")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--save", required=True, type=FILE, metavar="FILE", help="Write the sum of the observations.")
def merge(files: tuple[Path, ...], save: Path) -> None:
    """Add up the observations of one vendor in each FILE. The result may replace one of them.

    Exit status: 0; 2 for wrong usage or a file that is not an observation.
    """
    with requires_extra("testing"):
        from visionapis_testing.drift.errors import RecordingError
        from visionapis_testing.drift.files import merged, observation, read, write

    try:
        write(save, merged([observation(read(each), each) for each in files]).dumps())
    except RecordingError as error:
        raise CommandError.of(error) from error


class _Drift(click.Group):
    """Commands about observations; without the name of one, the arguments are those of `read`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in self.get_help_option_names(ctx):
            args = ["read", *args]
        return super().parse_args(ctx, args)


drift = _Drift(
    "drift",
    help="Find where recorded traffic of an API differs from its contract: `drift FILE.har ...`, which is short for "
    "`drift read FILE.har ...`.",
    no_args_is_help=False,
    commands=[read, merge],
)


def _check_outputs(outputs: Mapping[str, Path | None], files: Sequence[Path]) -> None:
    """Raise CommandError if two outputs have one path, or one would replace an input; --save may, an observation."""
    from visionapis_testing.drift.files import is_observation
    from visionapis_testing.drift.files import read as read_file

    taken = {each.resolve(): "a recording" for each in files}
    for option, path in outputs.items():
        if path is None:
            continue
        is_own = option == "--save" and taken.get(path.resolve()) == "a recording" and is_observation(read_file(path))
        if path.resolve() in taken and not is_own:
            raise CommandError(f"{option} would replace {taken[path.resolve()]}: {path}")
        taken[path.resolve()] = f"the file of {option}"


def _propose(path: Path, observation: Observation, found: Sequence[Finding], min_count: int) -> None:
    """Write the overlay for the findings about a vendor, and print on stderr what it does not settle."""
    with requires_extra("conformance"):
        import yaml

    from visionapis_testing.contracts.contract import load_document
    from visionapis_testing.drift.files import write
    from visionapis_testing.drift.proposals import propose

    proposal = propose(load_document(observation.vendor), found, observation, min_count=min_count)
    for finding, reason in proposal.open:
        click.echo(printable(f"not proposed: {_place(finding)}: {reason}"), err=True)
    for finding, entries in proposal.conflicts:
        written = "; ".join(f"{each['kind']}: {each['source']}" for each in entries)
        click.echo(printable(f"against evidence: {_place(finding)}: the contract has {written}"), err=True)
    if proposal.overlay["actions"]:
        overlay = json.loads(json.dumps(proposal.overlay))  # YAML would refer to what actions share
        write(path, yaml.safe_dump(overlay, sort_keys=False, allow_unicode=True, width=120))
    else:
        click.echo(f"nothing to propose: {path} is not written", err=True)


def _place(finding: Finding) -> str:
    return " ".join(filter(None, (finding.kind, finding.operation_id, finding.place)))


def _write_page(
    path: Path,
    observations: Sequence[Observation],
    found: Mapping[str, Sequence[Finding]],
    skipped: Mapping[str, int],
    accepted: int,
    invocation: Invocation,
) -> None:
    """Write the page about all vendors."""
    with requires_extra("conformance"):
        from visionapis_testing.drift.page.page import render
        from visionapis_testing.drift.page.sections import section

    from visionapis_testing.contracts.contract import load_document
    from visionapis_testing.drift.files import write

    is_only = len(observations) == 1
    sections = [
        section(each, found[each.vendor], load_document(each.vendor), invocation, is_only=is_only)
        for each in observations
    ]
    write(path, render(sections, skipped, accepted))


def _accept(found: Sequence[Finding], baseline: Path | None, write_baseline: Path | None) -> list[Finding]:
    """Return the findings that the baseline does not accept, and add all to the file to write."""
    with requires_extra("conformance"):
        from visionapis_testing.conformance.baseline import Baseline, write
        from visionapis_testing.conformance.errors import BaselineError

    try:
        accepted = Baseline.read(baseline) if baseline else Baseline()
        if write_baseline:
            write(write_baseline, found)
    except BaselineError as error:
        raise CommandError.of(error) from error
    return [each for each in found if not accepted.accepts(each)]


def _single(observations: Sequence[Observation]) -> Observation:
    if len(observations) > 1:
        names = ", ".join(each.vendor for each in observations)
        raise CommandError(
            f"observation, proposal and baseline are those of one vendor; the files have {names}",
            hint="pass --vendor",
        )
    return observations[0]


def _nothing(skipped: Mapping[str, int]) -> str:
    reasons = ", ".join(f"{counted(count, 'request')}: {reason}" for reason, count in sorted(skipped.items()))
    return f"no request to a known vendor ({reasons or 'the files have none'})"
