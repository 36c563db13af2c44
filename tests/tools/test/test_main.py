"""scripts/test runs checks and tests, and one that fails hides no other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from scripts.tools.test import main

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class RunMain(Protocol):
        """Runs scripts/test with the exit statuses of checks and tests; returns its own, and the lines it prints."""

        def __call__(self, checks: dict[str, int], tests: int, *arguments: str) -> tuple[int, list[str]]: ...


def program(text: str, status: int = 0) -> list[str]:
    """Return a command of Python that prints a text."""
    return ["-c", f"import sys; print({text!r}, *sys.argv[1:]); sys.exit({status})"]


@pytest.fixture
def run_main(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> RunMain:
    """A function that runs scripts/test with other checks and other tests."""

    def run(checks: dict[str, int], tests: int, *arguments: str) -> tuple[int, list[str]]:
        commands = {name: program(f"ran {name}", status) for name, status in checks.items()}
        monkeypatch.setattr(main, "CHECKS", commands)
        monkeypatch.setattr(main, "TESTS", program("ran tests", tests))
        monkeypatch.setattr(main, "FIXES", [program("fixed")])
        monkeypatch.setattr(sys, "argv", ["scripts/test", *arguments])
        return main.main(), [line for line in capfd.readouterr().out.splitlines() if line]

    return run


def test_failing_check_does_not_hide_the_tests(run_main: RunMain) -> None:
    """Tests run after a check that failed, which the last line names and the exit status tells."""
    status, lines = run_main({"words": 0, "format": 1, "types": 2}, 0, "tests/docs", "-x")

    assert status == 1
    assert lines == [
        "== words", "ran words", "== format", "ran format", "== types", "ran types",
        "== tests", "ran tests tests/docs -x",
        "2 of 3 checks failed, see above: format, types",
    ]  # fmt: skip


@pytest.mark.parametrize(("tests", "expected"), [(0, 0), (5, 5)])
def test_exit_status_is_that_of_the_tests(run_main: RunMain, tests: int, expected: int) -> None:
    """Without a failing check, the last line and the exit status are those of pytest."""
    status, lines = run_main({"words": 0}, tests)

    assert (status, lines[-1]) == (expected, "ran tests")


def test_fix_comes_before_the_checks(run_main: RunMain) -> None:
    """With --fix, what can be corrected is corrected before the checks look at it."""
    status, lines = run_main({"format": 0}, 0, "--fix", "-q")

    assert status == 0
    assert lines == ["fixed", "== format", "ran format", "== tests", "ran tests -q"]


def test_fix_formats(tmp_path: Path) -> None:
    """The commands of --fix correct lint and format of a file, and the checks then find nothing."""
    path = tmp_path / "module.py"
    path.write_text("import sys\nimport os\nprint( os , sys )\n")
    for command in main.FIXES:
        main.call(*command, "--isolated", str(path), *(["--select=I"] if "check" in command else []))

    assert path.read_text() == "import os\nimport sys\n\nprint(os, sys)\n"
