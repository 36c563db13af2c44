"""MUTANTS.md, and the command that writes it."""

import subprocess
import sys
from pathlib import Path

import pytest

from visionapis_testing.conformance.scenarios import PHASES

from .mutants import MUTANTS, scenario_of
from .mutation_report import main, server_of, written

ROOT = Path(__file__).resolve().parents[2]


def test_table_lists_every_mutant() -> None:
    """MUTANTS.md has exactly the existing mutants in order, each killed by its check in one of its operations."""
    rows = written()

    assert [(row.mutant, row.server, row.check) for row in rows] == [
        (mutant.name, server_of(mutant), mutant.check) for mutant in MUTANTS
    ]
    assert [
        (row.mutant, row.operation)
        for row, mutant in zip(rows, MUTANTS, strict=True)
        if row.operation not in (mutant.operations or scenario_of(mutant).operations)
    ] == []
    assert {row.phase for row in rows} <= {*PHASES}


def test_names_are_unique() -> None:
    """No two mutants of a vendor have the same name."""
    names = [(scenario_of(mutant).vendor, mutant.name) for mutant in MUTANTS]

    assert len({*names}) == len(names)


def test_command_runs_selected_mutants() -> None:
    """`--all-faults` runs the mutants that its arguments select."""
    command = [sys.executable, "-m", "scripts.tools.test.main", "--all-faults", "roboflow: missing field"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 of 1 mutants were killed."), done.stderr
    assert "| missing field | roboflow, serverless | classification_infer |" in done.stdout


def test_unknown_mutant_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that no mutant has fails the command."""
    monkeypatch.setattr(sys, "argv", ["--all-faults", "no such mutant"])

    assert main() == 1
