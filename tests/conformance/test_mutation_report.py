"""The table of faults, and the command that makes it."""

import subprocess
import sys
from pathlib import Path

from visionapis_testing.conformance.scenarios import PHASES

from .mutation_report import run_of, server_of, written
from .test_mutants import FAULTS

ROOT = Path(__file__).resolve().parents[2]


def test_table_has_every_fault() -> None:
    """A row each, in their order: found on its server, by its check, with an operation that it names, in some phase."""
    rows = written()

    assert [(row.fault, row.server, row.check) for row in rows] == [
        (fault.name, server_of(run_of(fault)), fault.check) for fault in FAULTS
    ]
    assert [
        (row.fault, row.operation)
        for row, fault in zip(rows, FAULTS, strict=True)
        if row.operation not in (fault.operations or run_of(fault).operations)
    ] == []
    assert {row.phase for row in rows} <= {*PHASES}


def test_faults_are_told_apart() -> None:
    """No two of a vendor have the same name."""
    names = [(run_of(fault).vendor, fault.name) for fault in FAULTS]

    assert len({*names}) == len(names)


def test_command_that_makes_it() -> None:
    """It puts the faults that are named to the whole suite; a name that none has is an error."""
    command = [sys.executable, "-m", "scripts.tools.test.main", "--all-faults", "roboflow: a field is missing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    unknown = subprocess.run([*command[:-1], "no such fault"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 of 1 faults were found."), done.stderr
    assert "| a field is missing | roboflow, serverless | classification_infer |" in done.stdout
    assert unknown.returncode == 1
