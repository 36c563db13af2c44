"""A vendor that is added as a contract alone is seen by every test that holds for each vendor."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.checkouts import copy_checkout, copy_code, regenerate
from tests.helpers.contracts import ROOT
from tests.helpers.vendors import VENDORS

if TYPE_CHECKING:
    from collections.abc import Sequence

VENDOR = "aviary"
CONTRACT = Path(__file__).with_name("openapi.yaml")
PARAMETRIZED = re.compile(
    r"^from (tests\.helpers\.(vendors|classification)|\.targets) import (\([^)]*|[^\n]*)\b(each_\w+|of_vendors)\b"
    r"|\bpytest\.mark\.vendor\(",
    re.MULTILINE,
)

EXEMPT = {
    "tests/bulk/test_batches.py": "responses to several images are a vendor's own",
    "tests/client/test_messages.py": "messages of handwritten clients",
    "tests/client/test_models.py": "the public names of handwritten packages",
    "tests/emulators/test_plugin.py": "a process of its own has the tests of all vendors",
}
"""Modules without tests of a vendor whose contract is all that there is."""

RUN = (
    "tests/client/test_data_uris.py",
    "tests/client/test_labels.py",
    "tests/client/test_results.py",
    "tests/client/test_twins.py",
    "tests/client/test_vendors.py",
    "tests/drift/test_observer.py",
    "tests/emulators/test_registered_models.py",
    "tests/generated/generator_regressions",
    "tests/tools/regenerate/test_vendors.py",
)
"""Those that are fast; continuous integration need not run the others twice."""


def copy_with_fifth_vendor(target: Path) -> Path:
    """Return a copy of this checkout with one more contract, regenerated."""
    root = copy_checkout(target)
    copy_code("tests", root)
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "specs" / VENDOR).mkdir()
    shutil.copy(CONTRACT, root / "specs" / VENDOR)
    done = regenerate(root)
    assert done.returncode == 0, done.stderr
    return root


def run(checkout: Path, *arguments: str) -> list[str]:
    """Run the tests of the fifth vendor, with the code of the copy, and return what pytest prints."""
    paths = [str(checkout / each) for each in ("overlay", "generated", "")]
    selected = ["-m", f"vendor(name={VENDOR!r})", "-p", "no:cacheprovider", "-n0"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *selected, *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr
    return done.stdout.splitlines()


def modules(lines: Sequence[str]) -> set[str]:
    """Return the modules of the tests that pytest lists."""
    return {line.partition("::")[0] for line in lines if "::" in line}


def check_that_every_module_sees_it(checkout: Path) -> None:
    """Check that each module with tests of all vendors has some of the fifth one, which only its contract describes."""
    expected = {
        str(path.relative_to(checkout))
        for path in sorted((checkout / "tests").rglob("test_*.py"))
        if path.name != Path(__file__).name and PARAMETRIZED.search(path.read_text(encoding="utf-8"))
    }
    collected = run(checkout, "--collect-only", "-q", *sorted(expected))

    assert VENDOR not in VENDORS
    assert modules(collected) == expected - EXEMPT.keys()
    assert EXEMPT.keys() <= expected
    assert any("from its contract" in line for line in collected)


def check_that_it_passes(checkout: Path) -> None:
    """Check that its client, resources, models and emulator are as correct as those of the others."""
    printed = run(checkout, "-v", *RUN)
    passed = [line for line in printed if " PASSED" in line]

    assert len(passed) > 50, printed
    assert {each for each in RUN if not any(line.startswith(each) for line in passed)} == set()
    assert not any(" SKIPPED" in line for line in printed)


def test_fifth_vendor(tmp_path: Path) -> None:
    """The tests of all vendors include one that is added as a contract alone, and it passes them."""
    # One test, as several processes would each regenerate the copy.
    checkout = copy_with_fifth_vendor(tmp_path / "checkout")
    check_that_every_module_sees_it(checkout)
    check_that_it_passes(checkout)
