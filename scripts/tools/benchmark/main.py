"""Measure speed and memory side by side with other libraries, and check the results against targets.

Prints a table, and writes every sample to `.benchmark/`.

Exit status: 0 when every target is met, 1 when one is missed or could not be measured.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from . import (
    bulk,
    clusters,
    concurrency,
    decoding,
    imports,
    inprocess,
    observing,
    processor,
    starting,
    throughput,
    uploads,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .rows import Row

ROOT = Path(__file__).resolve().parents[3]
RESULTS = ROOT / ".benchmark"

CLIENT: dict[str, Callable[[], Sequence[Row]]] = {
    "processor": processor.measure,
    "observer": observing.measure,
    "concurrency": concurrency.measure,
    "imports": imports.measure,
    "decoding": decoding.measure,
    "memory": uploads.measure,
}
EMULATOR: dict[str, Callable[[], Sequence[Row]]] = {
    "throughput": throughput.measure,
    "start": starting.measure,
    "transport": inprocess.measure,
}
BULK: dict[str, Callable[[], Sequence[Row]]] = {
    "throughput": bulk.throughput,
    "ledger": bulk.ledger,
    "ray": clusters.measure,
}
SUBJECTS = {"client": CLIENT, "emulator": EMULATOR, "bulk": BULK}


def main() -> int:
    """Run the measurements that are named, or all of a subject, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    subjects = parser.add_subparsers(dest="subject", required=True)
    for name, parts in SUBJECTS.items():
        subject = subjects.add_parser(name, help=f"speed and memory of the {name}")
        # The empty list is the default, which argparse checks as well.
        subject.add_argument("part", nargs="*", choices=[[], *parts], help=f"{', '.join(parts)} (default: all)")
    options = parser.parse_args()
    parts = SUBJECTS[options.subject]
    rows: list[Row] = []
    for name in options.part or parts:
        say(f"{name} ...")
        rows += parts[name]()
    Console().print(_table(options.subject, rows))
    say(f"Every sample: {_keep('-'.join([options.subject, *options.part]), rows)}")
    return 0 if all(row.met for row in rows) else 1


def say(text: str) -> None:
    """Print a line of progress."""
    print(text, file=sys.stderr, flush=True)


def _table(subject: str, rows: Sequence[Row]) -> Table:
    table = Table(title=f"The {subject}, medians; ratio: ours divided by theirs")
    for column in ("what", "compared with"):
        table.add_column(column)
    for column in ("ours", "theirs", "ratio", "target"):
        table.add_column(column, justify="right")
    table.add_column("")
    for row in rows:
        ours, theirs = ("-" if math.isnan(value) else f"{value:,.4g} {row.unit}" for value in row.medians)
        ratio = "-" if math.isnan(row.ratio) else f"{row.ratio:.2f}"
        verdict = f"[{'green' if row.met else 'red'}]{escape(row.verdict)}[/]"
        table.add_row(row.what, row.against, ours, theirs, ratio, row.target, verdict)
    return table


def _keep(name: str, rows: Sequence[Row]) -> Path:
    """Write all samples, with the machine they were measured on."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    machine = {"python": platform.python_version(), "system": platform.platform(), "machine": platform.machine()}
    path.write_text(json.dumps({**machine, "rows": [row.as_json() for row in rows]}, indent=1) + "\n", encoding="utf-8")
    return path.relative_to(ROOT)


if __name__ == "__main__":
    sys.exit(main())
