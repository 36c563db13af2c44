"""`.venv` is made on first use, repaired when it no longer fits, and made once when several scripts need it.

`--python` runs a script on another Python, in an environment of its own.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

FILES = (
    "pyproject.toml",
    "scripts/__init__.py",
    "scripts/constraints.txt",
    "scripts/demo",
    "scripts/upstream",
    "scripts/tools/__init__.py",
    "scripts/tools/environment.py",
    "scripts/tools/interpreters.py",
)

VERSION = "{}.{}".format(*sys.version_info)

MAIN = "import sys; print(sys.prefix, sys.argv[1:])\n"

# Stand-ins for `python -m venv` and `python -m pip`, which note what they are asked for.
VENV = """
import pathlib, sys
folder = pathlib.Path(sys.argv[1])
(folder / "bin").mkdir(parents=True)
(folder / "bin" / "python").symlink_to(pathlib.Path(sys.executable).resolve())
(folder / "pyvenv.cfg").write_text(f"home = {pathlib.Path(sys.executable).resolve().parent}")
(pathlib.Path(__file__).parent / "log").open("a").write("venv ")
"""
PIP = """
import os, pathlib, sys, time
(pathlib.Path(__file__).parent / "log").open("a").write("pip " if "pip" in sys.argv[-1] else sys.argv[-1] + " ")
time.sleep(float(os.environ.get("PIP_SECONDS", "0")))
print(os.environ.get("PIP_ERRORS", ""), file=sys.stderr)
sys.exit(int(os.environ.get("PIP_STATUS", "0")))
"""


@dataclass
class Checkout:
    """A checkout whose scripts print where they run."""

    root: Path
    stubs: Path

    def run(
        self, verb: str, *arguments: str, python: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a script, by default by a Python outside every environment."""
        python = python or Path(sys.executable).resolve()
        return subprocess.run(
            [python, self.root / "scripts" / verb, *arguments],
            env={**os.environ, "PYTHONPATH": str(self.stubs), **variables},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def steps(self) -> list[str]:
        """Return the steps of installation since the last call."""
        log = self.stubs / "log"
        steps = log.read_text().split() if log.exists() else []
        log.unlink(missing_ok=True)
        return steps


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout without an environment."""
    root, stubs = tmp_path / "checkout", tmp_path / "stubs"
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for verb in ("demo", "upstream"):
        (root / "scripts" / "tools" / verb).mkdir()
        (root / "scripts" / "tools" / verb / "__init__.py").touch()
        (root / "scripts" / "tools" / verb / "main.py").write_text(MAIN)
    stubs.mkdir()
    (stubs / "venv.py").write_text(VENV)
    (stubs / "pip.py").write_text(PIP)
    return Checkout(root, stubs)


MADE = ["venv", "pip", "--group=demo"]


def test_environment_is_made_on_first_use(checkout: Checkout) -> None:
    """The first run of a verb installs what it needs; the next runs install nothing; arguments reach the program."""
    for steps in (MADE, []):
        done = checkout.run("demo", "--flag", "a b")
        assert (done.returncode, done.stdout) == (0, f"{checkout.root / '.venv'} ['--flag', 'a b']\n")
        assert checkout.steps() == steps
    for verb, steps in (("upstream", ["pip", "--group=generate"]), ("demo", [])):
        assert checkout.run(verb).returncode == 0
        assert checkout.steps() == steps


def test_pins_are_installed_again_when_they_change(checkout: Checkout) -> None:
    """A change of pins, of dependencies or of what a verb requires reaches an environment that exists."""
    checkout.run("demo")
    for name in ("scripts/constraints.txt", "pyproject.toml", "scripts/tools/environment.py"):
        checkout.steps()
        with (checkout.root / name).open("a") as file:
            file.write("\n")
        checkout.run("demo")
        assert checkout.steps() == MADE[1:]


def test_environment_that_does_not_fit_is_replaced(checkout: Checkout) -> None:
    """A moved checkout, another Python behind the environment, or none: the environment is made anew, whole."""
    checkout.run("demo")
    moved = checkout.root.rename(checkout.root.with_name("moved"))
    checkout.root = moved
    python = moved / ".venv" / "bin" / "python"
    for change in ("moved", "replaced", "removed"):
        checkout.steps()
        (moved / ".venv" / "left").touch()
        if change != "moved":
            python.unlink()
        if change == "replaced":
            python.symlink_to(shutil.which("true") or "/bin/true")
        done = checkout.run("demo")
        assert (done.returncode, checkout.steps()) == (0, MADE), change
        assert not (moved / ".venv" / "left").exists()


def test_failed_installation_is_not_used(checkout: Checkout) -> None:
    """A step that fails is told in one line with pip's reason and a remedy; the next run makes the environment anew."""
    reasons = {
        "WARNING: Retrying\nERROR: No matching distribution for attrs\n": "No matching distribution for attrs",
        "ERROR: [Errno 28] No space left on device\n\n": "[Errno 28] No space left on device",
        "not from pip": "not from pip",
        "": "-m pip",
    }
    for printed, reason in reasons.items():
        done = checkout.run("demo", PIP_STATUS="3", PIP_ERRORS=printed)
        assert (done.returncode, done.stdout) == (1, "")
        _, line = done.stderr.splitlines()
        assert line.startswith(".venv could not be made (exit status 3): ")
        assert f"{reason}; is the package index reachable" in line or reason == "-m pip" in line
        assert checkout.steps() == MADE[:2]
    assert checkout.run("demo").returncode == 0
    assert checkout.steps() == MADE


def test_missing_module_is_told(checkout: Checkout) -> None:
    """A package that is gone from the environment is named with the remedy; one of the scripts is a fault of theirs."""
    main = checkout.root / "scripts" / "tools" / "demo" / "main.py"
    for name in ("openapi_python_client.parser", "numpy"):
        main.write_text(f"raise ModuleNotFoundError('x', name={name!r})")
        done = checkout.run("demo")
        assert done.returncode == 1
        last = done.stderr.splitlines()[-1]
        assert last == f".venv has no module {name}: delete .venv, and run this again"
        assert "Traceback" not in done.stderr
    main.write_text("import scripts.tools.missing")
    assert "Traceback" in checkout.run("demo").stderr


def test_two_scripts_at_once(checkout: Checkout) -> None:
    """One of two makes the environment while the other waits for it."""
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(checkout.run, "demo", PIP_SECONDS="0.5") for _ in range(2)]
    assert [run.result().returncode for run in runs] == [0, 0]
    assert checkout.steps() == MADE


def test_old_python_is_told(checkout: Checkout) -> None:
    """A Python older than 3.11 loads the module, says what is needed, and makes nothing; a made environment runs."""
    for name in ("environment.py", "interpreters.py"):
        ast.parse((ROOT / "scripts/tools" / name).read_text(encoding="utf-8"), feature_version=(3, 7))
    pretend = "import runpy, sys; sys.version_info = (3, 9, 1); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0])"
    command = [str(Path(sys.executable).resolve()), "-c", pretend, str(checkout.root / "scripts" / "demo")]
    environment = {**os.environ, "PYTHONPATH": str(checkout.stubs)}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr[:31]) == (1, "Python 3.11 or newer is needed;")
    assert not (checkout.root / ".venv").exists()
    checkout.run("demo")
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, f"{checkout.root / '.venv'} []\n")


@pytest.mark.parametrize("option", [["--python", sys.executable], [f"--python={sys.version_info[0]}"]])
def test_other_python_has_its_own_environment(checkout: Checkout, tmp_path: Path, option: list[str]) -> None:
    """`--python` prepares an environment beside `.venv`; scripts that one in it starts run there, too."""
    pyenv = tmp_path / "pyenv" / "versions" / f"{VERSION}.99" / "bin"
    pyenv.mkdir(parents=True)
    (pyenv / "python").symlink_to(Path(sys.executable).resolve())
    folder = checkout.root / f".venv-{VERSION}"
    for steps in (MADE, []):
        done = checkout.run("demo", "--flag", *option, "a b", PYENV_ROOT=str(tmp_path / "pyenv"), PATH="/nowhere")
        assert (done.returncode, done.stdout) == (0, f"{folder} ['--flag', 'a b']\n"), done.stderr
        assert checkout.steps() == steps
    assert not (checkout.root / ".venv").exists()

    started = checkout.run("upstream", python=folder / "bin" / "python")
    assert (started.stdout, checkout.steps()) == (f"{folder} []\n", ["pip", "--group=generate"])
    assert checkout.run("demo").stdout == f"{checkout.root / '.venv'} []\n"
