"""One command makes `generated/`, always the same."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from scripts.tools.regenerate.documents import dump
from scripts.tools.regenerate.manifest import digest
from scripts.tools.regenerate.structure import digest as structure_digest
from tests.helpers.checkouts import copy, files, one_vendor, regenerate, regenerate_apart
from tests.helpers.contracts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

STAMP = "by scripts/regenerate. Do not edit."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with one vendor, which is made in a quarter of the time, as regeneration leaves it."""
    checkout = one_vendor(tmp_path_factory.mktemp("made") / "checkout")
    assert regenerate(checkout).returncode == 0
    return checkout


@pytest.fixture
def checkout(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to break."""
    return shutil.copytree(made, tmp_path / "checkout")


def test_deleting_generated_is_safe(tmp_path: Path) -> None:
    """What was deleted comes back byte for byte, whatever the hash seed, and nothing else does."""
    checkout = copy(tmp_path)
    committed = files(checkout)
    shutil.rmtree(checkout / "generated")
    result = regenerate_apart(checkout, seed="4711")

    assert result.returncode == 0, result.stderr
    assert files(checkout) == committed
    assert sorted(path.name for path in checkout.iterdir()) == [".mypy_cache", "generated", "scripts", "specs"]


def test_check_shows_what_differs(checkout: Path) -> None:
    """An edit, a stray file and a missing file are each shown, and nothing is written."""
    root = checkout / "generated" / "visionapis_generated" / "roboflow"
    (root / "operations.py").write_text((root / "operations.py").read_text().replace('"POST"', '"PUT"', 1))
    (root / "stray.py").write_text("x = 1\n")
    (root / "models" / "picture_size.py").unlink()
    before = files(checkout)
    result = regenerate_apart(checkout, "--check")

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
    """A finding of the lint stops everything before anything is written."""
    path = checkout / "specs" / "roboflow" / "openapi.yaml"
    path.write_text(path.read_text().replace("x-effect: [billable]", "x-effect: [costly]"))
    before = files(checkout)
    result = regenerate(checkout)

    assert result.returncode == 1
    assert ": #/paths/~1{dataset_id}~1{version_id}/post: x-effect is a list of" in result.stderr
    assert files(checkout) == before


def test_unchanged_vendors_are_skipped(tmp_path: Path) -> None:
    """Only the vendor whose contract changed is made; nothing changed, nothing is made, imported or written."""
    checkout = copy(tmp_path, "nanonets", "ximilar")
    first = regenerate(checkout)
    path = checkout / "specs" / "roboflow" / "openapi.yaml"
    path.write_text(path.read_text().replace("summary: ", "summary: Today, ", 1))
    changed = regenerate(checkout).stderr.splitlines()
    unchanged = regenerate(checkout).stderr.splitlines()

    assert first.returncode == 0, first.stderr
    assert "imagerecognize: unchanged" in changed
    assert "roboflow: client" in changed
    assert "imagerecognize: client" not in changed
    assert unchanged == ["imagerecognize: unchanged", "roboflow: unchanged", "nothing changed"]


def test_one_vendor_alone(tmp_path: Path) -> None:
    """A vendor that is not named waits for its turn, and the manifest does not forget that it has changed."""
    checkout = copy(tmp_path, "nanonets", "ximilar")
    for vendor in ("imagerecognize", "roboflow"):
        path = checkout / "specs" / vendor / "openapi.yaml"
        path.write_text(path.read_text().replace("summary: ", "summary: Today, ", 1))
    named = regenerate(checkout, "roboflow").stderr.splitlines()
    rest = regenerate(checkout).stderr.splitlines()
    wrong = regenerate(checkout, "robotflow")

    assert {"imagerecognize: unchanged", "roboflow: client"} <= set(named)
    assert {"imagerecognize: client", "roboflow: unchanged"} <= set(rest)
    assert wrong.returncode == 2
    assert "no contract in specs/ for robotflow; there are imagerecognize, roboflow" in wrong.stderr


def test_edited_and_left_over_files_are_made_anew(checkout: Path) -> None:
    """The manifest is not believed where a file is not what it says."""
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


def test_check_believes_no_manifest(checkout: Path) -> None:
    """An edit that the manifest agrees with is found, and one of the manifest alone."""
    manifest = checkout / "generated" / "manifest.json"
    before = manifest.read_text()
    path = checkout / "generated" / "visionapis_generated" / "roboflow" / "operations.py"
    name = "generated/visionapis_generated/roboflow/operations.py"
    path.write_text(path.read_text().replace('"POST"', '"PUT"', 1))
    document = json.loads(before)
    document["made"]["roboflow"]["files"][name] = digest([path])
    manifest.write_text(json.dumps(document, indent=1) + "\n")
    believed = regenerate(checkout)
    result = regenerate(checkout, "--check")

    assert "roboflow: unchanged" in believed.stderr
    assert result.returncode == 1
    assert '+    method="POST",' in result.stdout
    assert "+++ generated/manifest.json, made again" in result.stdout


def test_code_that_fails_the_type_check_is_not_written(checkout: Path) -> None:
    """A generator that ends well on wrong code changes nothing."""
    template = checkout / "scripts" / "templates" / "operation.py.jinja"
    template.write_text(template.read_text() + "\nLIMIT: int = 'many'\n")
    before = files(checkout)
    result = regenerate_apart(checkout)

    assert result.returncode == 1
    assert "the generated code is not sound, nothing is written:" in result.stderr
    assert "visionapis_generated/operation.py:" in result.stderr
    assert "Incompatible types in assignment" in result.stderr
    assert files(checkout) == before
    assert not (checkout / ".regenerate").exists()


def test_every_file_is_stamped() -> None:
    """Each generated file says where it comes from and that nobody edits it."""
    for name, content in files(ROOT).items():
        assert STAMP in content.decode()[:200], name
