"""One command makes `generated/`, always the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAMP = "by scripts/regenerate. Do not edit."


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what regeneration reads and writes."""
    for name in ("specs", "scripts", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def regenerate(checkout: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the module behind scripts/regenerate in this environment."""
    return subprocess.run(
        [sys.executable, str(checkout / "scripts" / "regeneration.py"), *arguments],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )


def files(checkout: Path) -> dict[str, bytes]:
    """Everything below generated/."""
    root = checkout / "generated"
    paths = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def test_deleting_generated_is_safe(checkout: Path) -> None:
    """What was deleted comes back byte for byte, whatever the hash seed, and nothing else does."""
    committed = files(checkout)
    shutil.rmtree(checkout / "generated")
    result = regenerate(checkout, seed="4711")

    assert result.returncode == 0, result.stderr
    assert files(checkout) == committed
    assert sorted(path.name for path in checkout.iterdir()) == ["generated", "scripts", "specs"]


def test_check_shows_what_differs(checkout: Path) -> None:
    """An edit, a stray file and a missing file are each shown, and nothing is written."""
    root = checkout / "generated" / "visionapis_generated" / "roboflow"
    (root / "operations.py").write_text((root / "operations.py").read_text().replace('"POST"', '"PUT"', 1))
    (root / "stray.py").write_text("x = 1\n")
    (root / "models" / "picture_size.py").unlink()
    before = files(checkout)
    result = regenerate(checkout, "--check")

    assert result.returncode == 1
    assert '-    method="PUT",' in result.stdout
    assert '+    method="POST",' in result.stdout
    assert "--- generated/visionapis_generated/roboflow/stray.py" in result.stdout
    assert "+class PictureSize:" in result.stdout
    assert "run scripts/regenerate" in result.stderr
    assert files(checkout) == before


def test_wrong_contract_leaves_the_tree_alone(checkout: Path) -> None:
    """A finding of the lint stops everything before anything is written."""
    path = checkout / "specs" / "roboflow" / "openapi.yaml"
    path.write_text(path.read_text().replace("x-effect: [billable]", "x-effect: [costly]"))
    before = files(checkout)
    result = regenerate(checkout)

    assert result.returncode == 1
    assert "specs/roboflow/openapi.yaml#/paths/" in result.stderr
    assert files(checkout) == before


def test_dangling_reference_is_named(checkout: Path) -> None:
    """A reference to nothing stops everything, in one line."""
    path = checkout / "specs" / "roboflow" / "openapi.yaml"
    text = path.read_text()
    path.write_text(text.replace("#/components/schemas/PictureSize'", "#/components/schemas/PictureSise'"))
    result = regenerate(checkout)

    assert result.returncode == 1
    assert "$ref #/components/schemas/PictureSise leads nowhere" in result.stderr
    assert "Traceback" not in result.stderr


def test_construct_that_the_generator_drops_stops_everything(checkout: Path) -> None:
    """What passes the lint and is not read by the client generator is an error, not a missing method."""
    path = checkout / "specs" / "roboflow" / "openapi.yaml"
    text = path.read_text()
    path.write_text(text.replace("schema: {type: integer, default: 1}", "schema: {type: [integer, array], default: 1}"))
    result = regenerate(checkout)

    assert result.returncode == 1
    assert "specs/roboflow/openapi.yaml: " in result.stderr
    assert "Traceback" not in result.stderr


def test_every_file_is_stamped() -> None:
    """Each generated file says where it comes from and that nobody edits it."""
    for name, content in files(ROOT).items():
        assert STAMP in content.decode()[:200], name
