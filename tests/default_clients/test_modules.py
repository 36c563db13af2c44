"""The modules of generated clients: what they import, and that type checkers accept them."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from .calls import client_of
from .conftest import SCHEMES

if TYPE_CHECKING:
    from pathlib import Path


def run(generated: Path, program: str) -> set[str]:
    """Run a program with the generated code, and return the modules that it prints."""
    environment = {**os.environ, "PYTHONPATH": str(generated.parent)}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {program}; print(*sys.modules)"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_only_the_client_imports_handwritten_code(generated: Path) -> None:
    """Models, requests and resources work without the client, and without `visionapis`."""
    loaded = run(generated, "from visionapis_generated.bearer import models, operations, resources")

    assert not {name for name in loaded if name.split(".")[0] == "visionapis"}
    assert "visionapis_generated.bearer.client" not in loaded


def test_nothing_imports_the_client(generated: Path) -> None:
    """No generated module but the indexes for type checkers names a module with a client."""
    for path in generated.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and path.name not in {"clients.py", "emulators.py"}:
                assert "client" not in f"{node.module}".split("."), path


def test_client_loads_no_model(generated: Path) -> None:
    """A client is created without loading a model, a contract or an extra."""
    loaded = run(generated, "from visionapis_generated.oauth.client import Oauth; Oauth('a:b').close()")

    assert "visionapis_generated.oauth.resources" in loaded
    assert not {name for name in loaded if name.startswith("visionapis_generated.oauth.models.")}
    assert not loaded & {"visionapis_contracts", "visionapis_testing", "aiohttp", "PIL", "numpy"}


def test_clients_are_typed(generated: Path) -> None:
    """mypy --strict and basedpyright, in its strict mode, find nothing in generated clients."""
    # `scripts/regenerate` runs mypy --strict itself.
    root = generated.parent
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "extraPaths": ["."],
        "include": [f"{generated.name}/{vendor}/client.py" for vendor in SCHEMES],
    }
    (root / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--pythonpath", sys.executable],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 errors, 0 warnings, 0 notes"), done.stdout


@pytest.mark.parametrize("vendor", ["bearer", "oauth"])
def test_async_client_has_the_same_methods(modules: dict[str, Any], vendor: str) -> None:
    """The async client has the methods of the sync one, with the same arguments."""
    sync, asynchronous = (client_of(modules, vendor, asynchronous=each) for each in (False, True))
    names = {name for name in dir(sync) if not name.startswith("_")}

    assert {name for name in dir(asynchronous) if not name.startswith("_")} ^ names == {"close", "aclose"}
    for name in ("classify", "classify_many", "image_file", "image_base64"):
        annotations = [getattr(each, name).__annotations__ for each in (sync, asynchronous)]
        first, second = (list(each) for each in annotations)
        assert first == second
