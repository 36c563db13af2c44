"""Runs all mutants against the whole suite and writes MUTANTS.md; called by `scripts/test --all-faults`.

Arguments select mutants by a part of `VENDOR: NAME`; MUTANTS.md is written only if all are selected and killed.
"""

import logging
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.guard import Budget
from visionapis_testing.conformance.plan import Target
from visionapis_testing.conformance.report import Finding
from visionapis_testing.conformance.scenarios import PHASES
from visionapis_testing.conformance.suites import KEY

from .mutants import MUTANTS, scenario_of
from .mutations import Mutant, serve_mutant
from .scenarios import MAX_EXAMPLES

TABLE = Path(__file__).parent / "MUTANTS.md"

HEAD = """<!-- Written by `scripts/test --all-faults`. Do not edit. -->

# Mutants

A mutant is an emulator with one deliberate error. Each was checked like a live server, with
`visionapis check VENDOR --url URL --fuzz` and all operations allowed: the whole suite, beginning with the scenario that
has to kill it, until it was killed. All were killed. `scripts/test` runs one mutant per vendor and check, with only the
operations that are needed (`tests/conformance/test_mutants.py`).

- **server**: the vendor and server type of the emulator
- **check**: the check that has to kill the mutant; **phase**: the first phase in which it did
- **also failed**: other checks that failed before the check was stopped

| mutant | server | operation | check | phase | also failed |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """The result of a mutant."""

    mutant: str
    server: str
    operation: str
    check: str
    phase: str
    """Empty if the mutant survived."""
    also_failed: tuple[str, ...]

    def __str__(self) -> str:
        cells = (self.mutant, self.server, self.operation, self.check, self.phase, ", ".join(self.also_failed) or "-")
        return f"| {' | '.join(cells)} |"


def written() -> list[Row]:
    """Return the rows of MUTANTS.md."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = (line.strip("| ").split(" | ") for line in lines[1:])  # without the heading
    return [
        Row(mutant, server, operation, check, phase, () if also_failed == "-" else tuple(also_failed.split(", ")))
        for mutant, server, operation, check, phase, also_failed in cells
    ]


def server_of(mutant: Mutant) -> str:
    """Return the vendor and server type of a mutant, as in MUTANTS.md."""
    scenario = scenario_of(mutant)
    return f"{scenario.vendor}, {scenario.server_type}"


def row(mutant: Mutant) -> Row:
    """Run the whole suite against a mutant until it is killed."""
    warnings.simplefilter("ignore")
    logging.disable()  # the server's messages about invalid requests
    scenario = scenario_of(mutant)

    def kills(finding: Finding) -> bool:
        operations = mutant.operations or scenario.operations
        return finding.check == mutant.check and finding.operation_id in operations

    with serve_mutant(scenario.vendor, scenario.server_type, mutant) as (url, prepared):
        target = Target(
            scenario.vendor,
            url,
            KEY,
            prepared.resources,
            allow=("billable", "mutating"),
            budget=Budget(requests=1_000_000, billable=1_000_000, seconds=3_600),
            phases=PHASES,
            max_examples=MAX_EXAMPLES,
            server_type=scenario.server_type,
        )
        outcome = check(
            target, strict=True, first=scenario.name, stop_when=lambda report: any(map(kills, report.findings))
        )
    failures = outcome.failures
    first = min(filter(kills, failures), key=lambda finding: PHASES.index(finding.phase), default=None)
    return Row(
        mutant.name,
        server_of(mutant),
        first.operation_id if first else "",
        mutant.check,
        first.phase if first else "",
        tuple(sorted({finding.check for finding in failures} - {mutant.check})),
    )


def main() -> int:
    """Run the selected mutants and return the exit status: 1 if a mutant survived or none was selected."""
    parts = sys.argv[1:] or [""]
    selected = [
        index
        for index, mutant in enumerate(MUTANTS)
        if any(part in f"{scenario_of(mutant).vendor}: {mutant}" for part in parts)
    ]
    rows: list[Row] = []
    with ProcessPoolExecutor() as executor:
        for result in executor.map(_row_at, selected):
            print(result if result.phase else f"SURVIVED: {result}", flush=True)
            rows.append(result)
    survived = [result for result in rows if not result.phase]
    print(f"{len(rows) - len(survived)} of {len(rows)} mutants were killed.")
    if not survived and len(rows) == len(MUTANTS):
        TABLE.write_text(HEAD + "".join(f"{result}\n" for result in rows), encoding="utf-8")
    return int(bool(survived) or not rows)


def _row_at(index: int) -> Row:
    """Return the row of the mutant at an index; a mutant itself cannot be pickled."""
    mutant = MUTANTS[index]
    try:
        return row(mutant)
    except Exception as error:  # noqa: BLE001 - the other mutants still run
        return Row(mutant.name, server_of(mutant), "", mutant.check, "", (repr(error),))


if __name__ == "__main__":
    sys.exit(main())
