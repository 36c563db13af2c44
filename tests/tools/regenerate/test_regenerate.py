"""scripts/regenerate makes `generated/` of the contracts, the same in every run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from scripts.tools.regenerate.documents import dump
from scripts.tools.regenerate.structure import digest as structure_digest
from tests.helpers.checkouts import copy_checkout, copy_roboflow, files, regenerate, regenerate_in_subprocess
from tests.helpers.contracts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

STAMP = "by scripts/regenerate. Do not edit."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with one vendor, which takes a quarter of the time, after scripts/regenerate."""
    checkout = copy_roboflow(tmp_path_factory.mktemp("made") / "checkout")
    assert regenerate(checkout).returncode == 0
    return checkout


@pytest.fixture
def checkout(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test can change."""
    return shutil.copytree(made, tmp_path / "checkout")


def test_deleting_generated_is_safe(tmp_path: Path) -> None:
    """A deleted `generated/` is written again byte for byte, whatever the hash seed, and nothing else."""
    checkout = copy_checkout(tmp_path)
    committed = files(checkout)
    shutil.rmtree(checkout / "generated")
    result = regenerate_in_subprocess(checkout, seed="4711")

    assert result.returncode == 0, result.stderr
    assert files(checkout) == committed
    assert sorted(path.name for path in checkout.iterdir()) == [
        ".mypy_cache",
        "generated",
        "overlay",
        "scripts",
        "specs",
    ]


def test_check_shows_what_differs(checkout: Path) -> None:
    """--check shows an edited, an extra and a missing file, and writes nothing."""
    root = checkout / "generated" / "visionapis_generated" / "roboflow"
    (root / "operations.py").write_text((root / "operations.py").read_text().replace('"POST"', '"PUT"', 1))
    (root / "stray.py").write_text("x = 1\n")
    (root / "models" / "image_size.py").unlink()
    before = files(checkout)
    result = regenerate_in_subprocess(checkout, "--check")

    assert result.returncode == 1
    assert '-    method="PUT",' in result.stdout
    assert '+    method="POST",' in result.stdout
    assert "--- generated/visionapis_generated/roboflow/stray.py" in result.stdout
    assert "+class ImageSize(ResponseModel):" in result.stdout
    assert "run scripts/regenerate" in result.stderr
    assert files(checkout) == before


def test_derived_specs_are_restored(checkout: Path) -> None:
    """Derived contracts, DEFECTS.md and EVIDENCE.md are output: edits are shown by --check and reverted otherwise."""
    folder = checkout / "specs" / "roboflow"
    structure = yaml.safe_load((folder / "openapi.yaml").read_text(encoding="utf-8"))
    title = structure["info"].pop("title")
    origin = {"address": "https://example.com", "retrieved": "2026-01-01", "sha256": structure_digest(structure)}
    told = {"x-id": "no-title", "x-says": "-", "description": "-", "x-reason": "-"}
    evidence = [{"kind": "user", "source": "a report"}]
    action = {"target": "$.info", "update": {"title": title}, **told, "x-evidence": evidence}
    overlay = {"overlay": "1.0.0", "info": {"title": "x", "version": "1"}, "actions": [action]}
    (folder / "overlays").mkdir()
    (folder / "overlays" / "1-corrections.yaml").write_text(dump(overlay), encoding="utf-8")
    (folder / "upstream.yaml").write_text(dump({"x-source": origin, **structure}), encoding="utf-8")
    first = regenerate(checkout)
    made = files(checkout, "specs")
    (folder / "openapi.yaml").unlink()
    (folder / "DEFECTS.md").write_text("# No defects\n", encoding="utf-8")
    (checkout / "specs" / "EVIDENCE.md").write_text("Of everything.\n", encoding="utf-8")
    compared = regenerate(checkout, "--check")
    again = regenerate(checkout)

    assert (first.returncode, compared.returncode, again.returncode) == (0, 1, 0), first.stderr + again.stderr
    assert made["roboflow/openapi.yaml"].startswith(b"x-generated: From upstream.yaml and overlays/")
    assert f"  title: {title}\n".encode() in made["roboflow/openapi.yaml"]
    assert b"| `no-title` |" in made["roboflow/DEFECTS.md"]
    for name in ("EVIDENCE.md", "roboflow/DEFECTS.md", "roboflow/openapi.yaml"):
        assert f"--- specs/{name}\n" in compared.stdout
    assert "-# No defects\n" in compared.stdout
    assert files(checkout, "specs") == made


def test_wrong_contract_leaves_the_tree_alone(checkout: Path) -> None:
    """After a finding of the lint nothing is written."""
    path = checkout / "specs" / "roboflow" / "openapi.yaml"
    path.write_text(path.read_text().replace("x-effect: [billable]", "x-effect: [costly]"))
    before = files(checkout)
    result = regenerate(checkout)

    assert result.returncode == 1
    assert ": #/paths/~1{dataset_id}~1{version_id}/post/x-effect: x-effect: expected a list of" in result.stderr
    assert files(checkout) == before


def test_nothing_is_written_when_nothing_changed(checkout: Path) -> None:
    """A second run leaves every file unchanged, including its time."""
    times = {path: path.stat().st_mtime_ns for path in (checkout / "generated").rglob("*") if path.is_file()}
    result = regenerate(checkout)

    assert result.returncode == 0
    assert result.stderr.splitlines()[-1] == "nothing changed"
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_edited_and_left_over_files_are_replaced(checkout: Path) -> None:
    """A file that was edited is generated again, and one that does not belong there is removed."""
    made = files(checkout)
    root = checkout / "generated" / "visionapis_generated" / "roboflow"
    (root / "operations.py").write_text((root / "operations.py").read_text().replace('"POST"', '"PUT"', 1))
    edited = regenerate(checkout)
    after_edit = files(checkout)
    (root / "stray.py").write_text("x = 1\n")
    stray = regenerate(checkout)

    assert (edited.returncode, stray.returncode) == (0, 0), edited.stderr + stray.stderr
    assert after_edit == made
    assert files(checkout) == made


def test_code_that_fails_the_type_check_is_not_written(checkout: Path) -> None:
    """When the generated code has a type error, nothing is written."""
    template = checkout / "scripts" / "tools" / "regenerate" / "templates" / "operation.py.jinja"
    template.write_text(template.read_text() + "\nLIMIT: int = 'many'\n")
    before = files(checkout)
    result = regenerate_in_subprocess(checkout)

    assert result.returncode == 1
    assert "the generated code has errors; nothing was written:" in result.stderr
    assert "visionapis_generated/operation.py:" in result.stderr
    assert "Incompatible types in assignment" in result.stderr
    assert files(checkout) == before
    assert not (checkout / ".regenerate").exists()


def test_every_file_is_stamped() -> None:
    """Each generated file names its source and the command that made it."""
    for name, content in files(ROOT).items():
        assert STAMP in content.decode()[:200], name


def test_files_that_cannot_be_written(checkout: Path) -> None:
    """A full disk or a file that is in the way is told in one line with the place, and the old files stay."""
    before = files(checkout)
    (checkout / ".regenerate").write_text("in the way")
    in_the_way = regenerate(checkout)
    (checkout / ".regenerate").unlink()
    program = """
import resource, sys
from pathlib import Path
from scripts.tools.regenerate.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(main([], Path.cwd()))
"""
    full = subprocess.run(
        [sys.executable, "-c", program], cwd=checkout, capture_output=True, encoding="utf-8", check=False
    )

    assert (in_the_way.returncode, in_the_way.stderr) == (
        1,
        ".regenerate: Not a directory; the old files are in place: make it writable, and run this again\n",
    )
    assert full.returncode == 1
    last = full.stderr.splitlines()[-1]
    assert "File too large" in last
    assert "nothing was written" in last or "the old files are in place" in last
    assert "Traceback" not in full.stderr
    assert files(checkout) == before
