"""Documents that vendors publish become clients, emulators and suites, which fit each other."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from scripts.tools.new_vendor import main as new_vendor
from tests.helpers.checkouts import VENDORS, copy_checkout, regenerate
from tests.helpers.contracts import ROOT

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Expected:
    """The result of scripts/new-vendor for a document."""

    made: str
    left_out: tuple[str, ...] = ()
    """Reasons, each with the number of operations."""
    lost: tuple[str, ...] = ()
    """Parts that are not taken over, each with the number of places."""
    called: int = 0
    """The number of operations that `visionapis check` calls: some need a resource that the emulator cannot make."""


EXPECTED = {
    "mastodon": Expected(
        "40 of 40 operations, 42 methods",
        left_out=(),
        lost=("1  links of responses",),
        called=26,
    ),
    "okta": Expected(
        "49 of 50 operations, 51 methods",
        left_out=("1  no response of a success",),
        lost=(
            "10  fields whose names cannot be attributes; they stay further fields",
            "5  patterns of strings without an example that matches",
            "2  discriminators with several values for one branch",
            "2  servers of one operation",
            "1  branches of bodies that are not objects with fields",
            "1  further content types of responses",
            "1  subtypes of a base with a discriminator, if more than 8",
        ),
        called=35,
    ),
    "slack": Expected(
        "40 of 40 operations, 40 methods",
        left_out=(),
        lost=(
            "22  patterns of strings without an example that matches",
            "1  fields whose names cannot be attributes; they stay further fields",
        ),
        called=40,
    ),
}
"""By document: OpenAPI 3.1 with OAuth 2 of client credentials, 3.0 with discriminators, Swagger 2.0 with forms."""

CHECK = """
import json
import os
import sys
from pathlib import Path

from visionapis_cli.main import main
from visionapis_testing.generic.authentication import default_key
from visionapis_testing.vendors import emulator

vendor = sys.argv[1]
key = default_key(json.loads(Path(f"generated/visionapis_contracts/{vendor}/openapi.json").read_text()))
os.environ[f"{vendor.upper()}_API_KEY"] = key
with emulator(vendor, api_key=key).serve() as url:
    limits = ["--max-requests", "5000", "--max-billable", "5000"]
    sys.argv = ["visionapis", "check", vendor, "--url", url, "--allow", "billable", "--allow", "mutating", *limits]
    sys.argv += ["--report", f"{vendor}.json"]
    sys.exit(main())
"""


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """The output of scripts/new-vendor, by vendor."""
    return {}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, printed: dict[str, str]) -> Path:
    """A copy of this checkout with one vendor per document and no others, regenerated."""
    root = copy_checkout(tmp_path_factory.mktemp("published") / "checkout", *VENDORS)
    (root / "tests" / "helpers").mkdir(parents=True)
    for name in ("__init__.py", "calls.py"):
        shutil.copy(ROOT / "tests" / "helpers" / name, root / "tests" / "helpers")
    for vendor in EXPECTED:
        with redirect_stdout(StringIO()) as output:
            assert new_vendor.main([vendor, "--from", str(FOLDER / f"{vendor}.yaml")], root) == 0
        printed[vendor] = output.getvalue()
    done = regenerate(root)
    assert done.returncode == 0, done.stderr
    return root


def python(checkout: Path, *arguments: str) -> str:
    """Run a Python program with the packages of a checkout, and return what it prints."""
    paths = os.pathsep.join(str(checkout / name) for name in ("overlay", "generated", "."))
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-5_000:]
    return done.stdout


def counted(printed: str, title: str) -> tuple[str, ...]:
    """Return the lines below a title of the report, without the places."""
    block = re.search(rf"^{title}.*:\n((?:  .*\n)*)", printed, re.MULTILINE)
    lines = block[1].splitlines() if block else []
    return tuple(line.strip().partition(": ")[0] for line in lines)


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("vendor", EXPECTED)
def test_operations_are_taken_over(vendor: str, printed: dict[str, str]) -> None:
    """All operations are taken over but those whose reasons are listed here, and nothing else is lost."""
    made = next(line for line in printed[vendor].splitlines() if line.endswith(" methods"))
    left_out, lost = (counted(printed[vendor], title) for title in ("Left out", "Not taken over"))

    assert Expected(made, left_out, lost, EXPECTED[vendor].called) == EXPECTED[vendor]


def test_generated_tests_pass(checkout: Path) -> None:
    """Each method of each client is called once on the emulator, by the tests that scripts/new-vendor wrote."""
    modules = [f"tests/vendors/test_{vendor}.py" for vendor in EXPECTED]
    output = python(checkout, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *modules)
    calls = sum(int(each.made.split()[-2]) for each in EXPECTED.values())

    assert f"{calls} passed" in output


@pytest.mark.parametrize("vendor", EXPECTED)
def test_emulator_conforms(vendor: str, checkout: Path) -> None:
    """No check of the suite fails on the emulator, which is sent the examples of the contract."""
    python(checkout, "-c", CHECK, vendor)
    (outcome,) = json.loads((checkout / f"{vendor}.json").read_text(encoding="utf-8"))["outcomes"]

    assert outcome["conforms"]
    assert outcome["findings"] == []
    assert len(outcome["responses"]) == EXPECTED[vendor].called


def test_structure_has_no_prose() -> None:
    """The documents of this folder have a header that names their source, and no text of the vendor."""
    for vendor in EXPECTED:
        text = (FOLDER / f"{vendor}.yaml").read_text(encoding="utf-8")
        header = "\n".join(line for line in text.splitlines() if line.startswith("#"))
        assert re.search(r"https://\S+\n# Version \S+; licence: \S+", header), vendor
        assert len(text) < 300_000
        assert not re.search(r"^ +(summary|example): \S+ \S+", text, re.MULTILINE)
