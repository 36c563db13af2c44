"""Emulators build their responses as the contracts' types, so that mypy finds what a changed contract breaks."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

ROOT = Path(__file__).resolve().parents[2]
EMULATORS = ROOT / "overlay" / "visionapis_testing" / "vendors"
VENDORS = sorted(path.parent.name for path in EMULATORS.glob("*/emulator.py"))

NEW_FIELD = "field_that_the_contract_now_requires"

# Objects that real servers send and the emulators do not.
NOT_EMULATED = {
    ("nanonets", "FileMetadata"),
    ("nanonets", "SignedUrl"),
    ("nanonets", "TableCell"),
    ("ximilar", "AccountStatistics"),
}


def test_no_untyped_object_is_sent() -> None:
    """Emulators send no JSON object without a type: none is written in place, as an argument."""
    calls = [
        (path.name, node)
        for path in sorted(EMULATORS.glob("*/*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "JSONResponse"
    ]
    untyped = [
        f"{name}:{inner.lineno}"
        for name, call in calls
        for argument in call.args[:1]
        for inner in ast.walk(argument)
        if isinstance(inner, ast.Dict) and inner.keys
    ]

    assert (len(calls) > len(VENDORS), untyped) == (True, [])


def test_new_required_field(tmp_path: Path) -> None:
    """A field that a contract newly requires is a type error wherever an emulator builds the object."""
    generated = tmp_path / "generated"
    shutil.copytree(ROOT / "generated", generated)
    missing = {(vendor, name) for vendor in VENDORS for name in _objects(_module(generated, vendor))}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    while True:  # mypy does not look inside an object that lacks a field
        for vendor in VENDORS:
            changed = {name for owner, name in missing if owner == vendor}
            _module(generated, vendor).write_text(_with_new_field(_module(ROOT / "generated", vendor), changed))
        reported = _reported(generated)
        if not reported:
            break
        for vendor, name, place in reported:
            found[vendor, name].add(place)
        missing -= found.keys()

    assert missing == NOT_EMULATED


def _module(generated: Path, vendor: str) -> Path:
    return generated / "visionapis_contracts" / vendor / "responses.py"


def _objects(module: Path) -> set[str]:
    text = module.read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^class (\w+)\(TypedDict\)", text)) | set(re.findall(r"(?m)^(\w+) = TypedDict\(", text))


def _with_new_field(module: Path, names: Collection[str]) -> str:
    """Return a module of types of responses with one more required field in some of the objects."""
    text = module.read_text(encoding="utf-8")
    for name in names:
        text = text.replace(f"class {name}(TypedDict):\n", f"class {name}(TypedDict):\n    {NEW_FIELD}: str\n")
        text = re.sub(rf'(\n{name} = TypedDict\(\s*"\w+",\s*\{{)', rf'\1"{NEW_FIELD}": "str", ', text)
    return text


def _reported(generated: Path) -> set[tuple[str, str, str]]:
    """Return vendor, name and place of each object that mypy misses the new field in."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "--no-pretty"]
    command += [f"--cache-dir={ROOT / '.mypy_cache' / 'contracts'}", "--package=visionapis_testing.vendors"]
    path = f"{ROOT / 'overlay'}:{generated}"
    result = subprocess.run(command, env={"MYPYPATH": path}, cwd=ROOT, capture_output=True, text=True, check=False)
    # The pages of the lists are built by one function, and become those of the contract where it is called.
    problem = rf'(?:Missing key "{NEW_FIELD}" for TypedDict|.* "_Page\[.*\]", variable has type) "(\w+)"'
    assert not result.stderr
    found = re.findall(rf"/vendors/(\w+)/(\w+\.py:\d+): error: {problem}", result.stdout)
    return {(vendor, name, place) for vendor, place, name in found}
