"""The time of an import, in an environment with the wheel and its dependencies alone.

Other packages would count: httpx imports rich and click where they are installed, and takes twice as long.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from .examples import program
from .rows import Row, in_turns

ROOT = Path(__file__).resolve().parents[3]
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"
ROUNDS = 25

TIMER = """
import time
start = time.perf_counter()
{first}
middle = time.perf_counter()
{second}
print(time.perf_counter() - {since})
"""

PROGRAMS = {
    "httpx": TIMER.format(first="import httpx", second="", since="start"),
    "client": TIMER.format(first=program.CLIENT, second="", since="start"),
    "call": TIMER.format(first=program.CLIENT, second=program.MAKE_CLIENT + program.CALL, since="middle"),
}


def measure() -> list[Row]:
    """Compare the import of the largest client, and its first call, with the import of httpx."""
    with tempfile.TemporaryDirectory() as folder:
        python = _environment(Path(folder))
        samples = in_turns({name: partial(_milliseconds, python, text) for name, text in PROGRAMS.items()}, ROUNDS)
    return [
        Row("import of the largest client", "import httpx", "ms", samples["client"], samples["httpx"], at_most=1.25),
        Row("its first call adds", "import httpx", "ms", samples["call"], samples["httpx"], at_most=0.5),
    ]


def _environment(folder: Path) -> Path:
    """Create an environment with this checkout's wheel, and return its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    options = ["--quiet", "--no-input", "--disable-pip-version-check"]
    pins = [f"--constraint={CONSTRAINTS}", f"--build-constraint={CONSTRAINTS}"]
    subprocess.run([sys.executable, "-m", "pip", f"--python={python}", "install", *options, *pins, ROOT], check=True)
    return python


def _milliseconds(python: Path, program: str) -> float:
    result = subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, check=True)
    return float(result.stdout) * 1000
