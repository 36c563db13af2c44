"""Types of calls, as type checkers see them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

WRONG_CALLS = {
    'client.classify("photo.jpg")': "call-arg",
    'client.classify(7, model="a/1")': "arg-type",
    'client.classify("photo.jpg", model="a/1", threshold="high")': "arg-type",
    'client.classify("photo.jpg", model="a/1").top.name': "union-attr",
    'client.infer("photo.jpg", model="a/1", confidence="worst")': "arg-type",
    'client.infer("photo.jpg", model="a/1", format_="image")': "arg-type",
    'client.infer("photo.jpg", model="a/1", disable_preproc_greyscale=True)': "call-arg",
    'client.infer("photo.jpg", model="a/1", source=1)': "arg-type",
    'client.infer("photo.jpg", model="a/1").top': "union-attr",
    'client.render("photo.jpg", model="a/1", stroke="wide")': "arg-type",
    'client.classification.infer_url("a", "1")': "call-arg",
    'client.classification.infer_url("a", "1", image="https://a.example/b", format_="image")': "arg-type",
    'Roboflow("key", api_key_in="cookie")': "arg-type",
}


def mypy(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run mypy with the project's configuration."""
    command = [sys.executable, "-m", "mypy", "--no-error-summary", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_documented_calls_pass() -> None:
    """The documented calls have the documented types."""
    result = mypy(str(HERE / "first_call.py"))

    assert (result.returncode, result.stdout) == (0, "")


def test_wrong_calls_are_rejected(tmp_path: Path) -> None:
    """Each wrong call is one error with its code, on its own line."""
    path = tmp_path / "wrong_calls.py"
    path.write_text("from visionapis import Roboflow\n\nclient = Roboflow('key')\n" + "\n".join(WRONG_CALLS) + "\n")
    result = mypy("--show-error-codes", str(path))
    codes = {}
    for line in result.stdout.splitlines():
        if ": error:" in line:
            location, _, message = line.partition(": error:")
            codes[int(location.rsplit(":", 1)[1])] = message.rsplit("[", 1)[1].rstrip("]")

    assert codes == dict(enumerate(WRONG_CALLS.values(), start=4))


@pytest.mark.parametrize("line", ['top = client.classify("photo.jpg", model="a/1").top'])
def test_valid_call_passes(line: str, tmp_path: Path) -> None:
    """The program of the wrong calls passes with a valid call instead."""
    path = tmp_path / "right_call.py"
    path.write_text(f"from visionapis import Roboflow\n\nclient = Roboflow('key')\n{line}\n")

    assert mypy(str(path)).returncode == 0
