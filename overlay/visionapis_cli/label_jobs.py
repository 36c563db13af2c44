"""Commands about jobs of `visionapis label`: their state, their results, and what is unknown or failed."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from visionapis._text import printable

from .errors import CommandError
from .main import FAILED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator, Mapping

    from visionapis_bulk.schema import State

FORMATS_HELP = """jsonl, csv or parquet: all that is settled; html: a page that sums it up, with the images whose labels
are the least confident; or what has a result, for training: coco, label-studio, hugging-face (the metadata.jsonl of a
folder of images), or folders (a copy of each image in one named after its label). Default: the suffix of --out, else
jsonl."""

_JOB = click.argument("job", type=click.Path(path_type=Path))


@click.command()
@_JOB
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def status(job: Path, *, as_json: bool) -> int:
    """Print the state of JOB, which may be running: its items, its calls, and the errors by reason."""
    from visionapis_bulk.overview import read_reasons
    from visionapis_bulk.queries import read_counts, read_job, read_spending
    from visionapis_bulk.records import BILLION

    with _opened(job) as connection:
        known, counts = read_job(connection), read_counts(connection)
        calls, cost = read_spending(connection)
        reasons = read_reasons(connection)
    account = known.get("account", {})
    price = known.get("options", {}).get("price")
    if as_json:
        document = {
            "vendor": account.get("vendor"), "base_url": account.get("base_url"),
            "arguments": known.get("arguments"), "contract": known.get("contract"),
            "listed": bool(known.get("listed")), "counts": counts, "calls": calls,
            "cost": None if price is None else cost / BILLION,
            "errors": [{"state": each.state, "error": each.text, "count": each.images} for each in reasons],
        }  # fmt: skip
        click.echo(json.dumps(document))
        return 0
    given = "".join(f" --{name.replace('_', '-')} {value}" for name, value in known.get("arguments", {}).items())
    click.echo(printable(f"{account.get('vendor')} at {account.get('base_url')}{given}"))
    for state, count in counts.items():
        click.echo(f"  {state:10} {count:>12,}")
    click.echo(f"{calls:,} calls" + ("" if price is None else f", cost {cost / BILLION:.2f}"))
    for each in reasons:
        click.echo(printable(f"  {each.images:>8,} {each.state}: {each.text}"))
    return 0


@click.command()
@_JOB
@click.option("--format", "format_", metavar="NAME", help=FORMATS_HELP)
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH", help="Write here instead of to stdout.")
@click.option("--raw", is_flag=True, help="With the server's responses (jsonl).")
def export(job: Path, *, format_: str | None, out: Path | None, raw: bool) -> int:
    """Write the results of JOB, which may be running: what is settled, each image once."""
    from visionapis_bulk import BulkError
    from visionapis_bulk.exports import export as write

    try:
        count = write(job, out or sys.stdout, format_=format_, raw=raw)
    except BulkError as error:
        raise CommandError.of(error) from error
    click.echo(f"exported {count:,} image{'' if count == 1 else 's'}", err=True)
    return 0


@click.command()
@_JOB
@click.argument("action", type=click.Choice(["list", "resend", "give-up"]), default="list")
def unknown(job: Path, action: str) -> int:
    """List the images of JOB that were sent without a response, send them again, or give them up.

    They may have been paid. `resend` makes them pending again, for the next run; `give-up` makes them failed.
    """
    return _decide(job, "unknown", action)


@click.command()
@_JOB
@click.argument("action", type=click.Choice(["list", "resend"]), default="list")
def failed(job: Path, action: str) -> int:
    """List the images of JOB to which the server responded with an error of its own, or send them again.

    They may have been paid. `resend` makes them pending again, for the next run.
    """
    return _decide(job, "failed", action)


def _decide(job: Path, state: State, action: str) -> int:
    """List the images in a state, or do something with them."""
    from visionapis_bulk import BulkError
    from visionapis_bulk.exports import read_items

    if action == "list":
        with _opened(job) as connection:
            for item in read_items(connection, states={state}):
                click.echo(printable(item.name))
        return 0
    try:
        count = asyncio.run(_settle(job, state, action))
    except BulkError as error:
        raise CommandError.of(error, FAILED) from error
    if not count:
        click.echo(f"no images are {state}", err=True)
        return 0
    done = f"to be sent again: visionapis label --resume {job}" if action == "resend" else "given up"
    click.echo(printable(f"{count:,} images are {done}"), err=True)
    return 0


def read(job: Path) -> Mapping[str, Any]:
    """Return what describes a job. Raises CommandError."""
    from visionapis_bulk.queries import read_begun_job

    with _opened(job) as connection:
        known = read_begun_job(connection)
    if not known:
        raise CommandError(f"the ledger {str(job)!r} has no job yet")
    return known


@contextmanager
def _opened(job: Path) -> Generator[sqlite3.Connection]:
    """Open a ledger to read it. Raises CommandError."""
    from visionapis_bulk import BulkError
    from visionapis_bulk.schema import connect, reading

    try:
        with closing(connect(job, write=False)) as connection, reading(str(job)):
            yield connection
    except BulkError as error:
        raise CommandError.of(error) from error


async def _settle(job: Path, state: State, action: str) -> int:
    from visionapis_bulk.ledger import Ledger

    ledger = Ledger(job)
    try:
        if action == "resend":
            return await ledger.writer.durable(ledger.resend, state)
        return await ledger.writer.durable(ledger.give_up_unknown)
    finally:
        await ledger.close()
