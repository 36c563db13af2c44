"""A vendor renames a field: what a maintainer runs and reads, from end to end."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from scripts.tools.regenerate import documents
from scripts.tools.regenerate.contract import walk
from tests.helpers import checkouts
from tests.helpers.contracts import ROOT

CONTRACT = "specs/roboflow/openapi.yaml"


def checkout(root: Path) -> Path:
    """Return a git checkout of the project with one vendor, without its tests, as it is now."""
    checkouts.copy_roboflow(root)
    checkouts.regenerate(root)  # without the others, which the indexes still name
    shutil.copy(ROOT / "pyproject.toml", root)
    take_types(root)
    checkouts.link_tools(root)
    checkouts.git(root, "init", "--quiet")
    checkouts.commit(root, "v1")
    return root


def take_types(root: Path) -> None:
    """Copy mypy's cache, if there is one: the types of libraries take many seconds to read."""
    cache = Path(".mypy_cache") / f"{sys.version_info.major}.{sys.version_info.minor}"
    (root / cache).mkdir(parents=True)
    for known in (ROOT / cache).glob("*.db"):
        # Not copied as files: another test may be writing to them.
        with closing(sqlite3.connect(known)) as old, closing(sqlite3.connect(root / cache / known.name)) as new:
            old.backup(new)


def rename(path: Path) -> None:
    """Rename the confidence of a prediction to `score`, in its schema and in every example."""
    document = documents.load(path.read_text(encoding="utf-8"))
    schema = document["components"]["schemas"]["LabelPrediction"]
    schema["properties"]["score"] = schema["properties"].pop("confidence")
    schema["required"] = ["score" if name == "confidence" else name for name in schema["required"]]
    for _, node in walk(document["paths"]):
        if isinstance(node, dict) and isinstance(node.get("predictions"), list):
            for prediction in node["predictions"]:
                if "confidence" in prediction:  # examples share some
                    prediction["score"] = prediction.pop("confidence")
    path.write_text(documents.dump(document), encoding="utf-8")


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python program in a checkout."""
    environment: dict[str, Any] = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_renamed_field(tmp_path: Path) -> None:
    """One command regenerates; the page names field, operations and step; mypy finds client and emulator.

    Reverting the contract and regenerating leaves nothing behind.
    """
    root = checkout(tmp_path / "checkout")
    uses = {
        f"{path.relative_to(root)}:{number}"
        for path in (root / "overlay").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\bprediction\.confidence\b", line)
    }
    rename(root / CONTRACT)
    made = checkouts.regenerate_in_subprocess(root)
    changes = run(root, "-m", "scripts.tools.changes.main")
    errors = run(root, "-m", "mypy", "--no-error-summary", "overlay").stdout.splitlines()
    checkouts.git(root, "checkout", "--quiet", CONTRACT)
    reverted = checkouts.regenerate(root)

    assert (made.returncode, made.stderr.splitlines()[-1]) == (0, "exchange")
    assert (changes.returncode, changes.stderr) == (0, "")
    assert "Version step: **major**." in changes.stdout
    assert "- breaking: `LabelPrediction.confidence` removed" in changes.stdout
    assert "\n### schema `LabelPrediction`: changed, breaking\n" in changes.stdout
    assert "\nConcerns 3: `classification_infer`, `classification_infer_get`, " in changes.stdout
    reads = [line for line in errors if '"LabelPrediction" has no attribute "confidence"' in line]
    assert uses
    assert {line.split(": error")[0] for line in reads} == uses
    emulator = "overlay/visionapis_testing/vendors/roboflow/"
    writes = [line for line in errors if line not in reads]
    assert writes
    assert [line for line in writes if not (line.startswith(emulator) and 'TypedDict "LabelPrediction"' in line)] == []
    assert (reverted.returncode, checkouts.git(root, "status", "--porcelain")) == (0, "")
