"""Redocly's findings stop scripts/test."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.helpers.contracts import ROBOFLOW, ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_finding_is_told_with_its_rule(tmp_path: Path) -> None:
    """A finding is printed with its rule, and the exit status is not 0."""
    path = tmp_path / "openapi.yaml"
    text = ROBOFLOW.read_text(encoding="utf-8")
    path.write_text(text.replace("operationId: classification_infer_get", "operationId: classification_infer"))
    command = [sys.executable, "-m", "scripts.tools.test.redocly", str(path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert "operation-operationId-unique" in result.stdout


def test_warning_is_a_finding(tmp_path: Path) -> None:
    """A warning, here of a document without a licence, fails as well."""
    path = tmp_path / "openapi.yaml"
    text = ROBOFLOW.read_text(encoding="utf-8")
    path.write_text(text.replace("  license:\n    name: MIT\n    identifier: MIT\n", ""))
    command = [sys.executable, "-m", "scripts.tools.test.redocly", str(path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert "info-license" in result.stdout
