"""Every fault against the whole suite, as `visionapis check` runs it; writes FAULTS.md. `scripts/test --all-faults`.

Further arguments name the faults that are wanted, as `VENDOR: NAME` or a part of it; the table is then left as it is.
"""

import logging
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from visionapis_testing.conformance.check import Target, check
from visionapis_testing.conformance.live import Budget
from visionapis_testing.conformance.report import Finding
from visionapis_testing.conformance.scenarios import PHASES, Run
from visionapis_testing.conformance.suites import KEY

from .mutants import Fault, on_socket
from .scenarios import EXAMPLES, RUNS
from .test_mutants import FAULTS

TABLE = Path(__file__).parent / "MUTANTS.md"

HEAD = """<!-- Written by `scripts/test --all-faults` from what the suite found. Do not edit. -->

# What the contract suite finds

Each fault was put between an emulator and `visionapis check VENDOR --url URL --fuzz` with every operation allowed: the
whole suite, nothing left out, beginning with the run that has to find it, until it is found. All were found. In a test
run the operations that a fault names are enough (`tests/contract/test_faults.py`).

- **server**: which of the vendor's servers was emulated
- **check**: the check that has to find it; **phase**: the first in which it did
- **also**: the other checks that failed until then

| fault | server | operation | check | phase | also |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """What the suite made of a fault."""

    fault: str
    server: str
    operation: str
    check: str
    phase: str
    """Empty when the check did not find it."""
    also: tuple[str, ...]

    def __str__(self) -> str:
        cells = (self.fault, self.server, self.operation, self.check, self.phase, ", ".join(self.also) or "-")
        return f"| {' | '.join(cells)} |"


def written() -> list[Row]:
    """What the table says."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = (line.strip("| ").split(" | ") for line in lines[1:])  # without the heading
    return [
        Row(fault, server, operation, check, phase, () if also == "-" else tuple(also.split(", ")))
        for fault, server, operation, check, phase, also in cells
    ]


def run_of(fault: Fault) -> Run:
    """The run that has to find a fault."""
    return next(run for run in RUNS if run.name == fault.run)


def server_of(run: Run) -> str:
    """What the table calls a run's server."""
    return f"{run.vendor}, {run.server}"


def row(fault: Fault) -> Row:
    """Have the whole suite look for a fault."""
    warnings.simplefilter("ignore")
    logging.disable()  # what a server says of broken requests
    run = run_of(fault)

    def is_it(finding: Finding) -> bool:
        operations = fault.operations or run.operations
        return finding.check == fault.check and finding.operation_id in operations

    with on_socket(run.vendor, run.server, fault) as (url, prepared):
        target = Target(
            run.vendor,
            url,
            KEY,
            prepared.known,
            allow=("billable", "mutating"),
            budget=Budget(requests=1_000_000, billable=1_000_000, seconds=3_600),
            phases=PHASES,
            examples=EXAMPLES,
            server=run.server,
        )
        outcome = check(target, strict=True, first=run.name, enough=lambda report: any(map(is_it, report.findings)))
    failures = outcome.failures
    found = [*filter(is_it, failures)]
    first = min(found, key=lambda each: PHASES.index(each.phase), default=None)
    return Row(
        fault.name,
        server_of(run),
        first.operation_id if first else "",
        fault.check,
        first.phase if first else "",
        tuple(sorted({each.check for each in failures} - {fault.check})),
    )


def main() -> int:
    """Exit status 1 when a fault was not found by its check, or none is meant; the table is then left as it is."""
    parts = sys.argv[1:] or [""]
    wanted = [fault for fault in FAULTS if any(part in f"{run_of(fault).vendor}: {fault}" for part in parts)]
    rows: list[Row] = []
    with ProcessPoolExecutor() as executor:
        for made in executor.map(_row_of, [FAULTS.index(fault) for fault in wanted]):
            print(made if made.phase else f"NOT FOUND: {made}", flush=True)
            rows.append(made)
    missed = [made for made in rows if not made.phase]
    print(f"{len(rows) - len(missed)} of {len(rows)} faults were found.")
    if not missed and len(rows) == len(FAULTS):
        TABLE.write_text(HEAD + "".join(f"{made}\n" for made in rows), encoding="utf-8")
    return int(bool(missed) or not rows)


def _row_of(number: int) -> Row:
    """A fault holds functions, which do not travel between processes: its number does."""
    fault = FAULTS[number]
    try:
        return row(fault)
    except Exception as error:  # noqa: BLE001 - the others are to be seen, too
        return Row(fault.name, fault.run, "", fault.check, "", (repr(error),))


if __name__ == "__main__":
    sys.exit(main())
