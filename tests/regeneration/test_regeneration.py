"""One command makes `generated/`, always the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from codegen.documents import dump
from codegen.structure import digest

ROOT = Path(__file__).resolve().parents[2]
STAMP = "by scripts/regenerate. Do not edit."


VENDORS = {path.parent.name for path in ROOT.glob("specs/*/openapi.yaml")}


def copy(target: Path, *left_out: str) -> Path:
    """What regeneration reads and writes, without some vendors."""
    for name in ("specs", "scripts", "generated"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", *left_out))
    return target


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy with one vendor, which is made in a quarter of the time."""
    return copy(tmp_path, *VENDORS - {"roboflow"})


def regenerate(checkout: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the module behind scripts/regenerate in this environment."""
    return subprocess.run(
        [sys.executable, str(checkout / "scripts" / "regeneration.py"), *arguments],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )


def files(checkout: Path, folder: str = "generated") -> dict[str, bytes]:
    """Everything below generated/, or another folder."""
    root = checkout / folder
    paths = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def test_deleting_generated_is_safe(tmp_path: Path) -> None:
    """What was deleted comes back byte for byte, whatever the hash seed, and nothing else does."""
    checkout = copy(tmp_path)
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


def test_derived_specs_are_restored(checkout: Path) -> None:
    """A contract with overlays, its ledger and the page of evidence are output: edits are shown, and undone."""
    folder = checkout / "specs" / "roboflow"
    structure = yaml.safe_load((folder / "openapi.yaml").read_text(encoding="utf-8"))
    title = structure["info"].pop("title")
    origin = {"address": "https://example.com", "retrieved": "2026-01-01", "sha256": digest(structure)}
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
