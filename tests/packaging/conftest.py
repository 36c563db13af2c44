"""Fixtures that build the sdist and the wheel once and install them into empty environments."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from visionapis_testing import RoboflowEmulator

from .installation import CONSTRAINTS, INSTALLATIONS, ROOT, Installation, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Build the sdist, and the wheel from it, and return their paths by suffix."""
    folder = tmp_path_factory.mktemp("archives")
    result = run("build", "--no-isolation", "--outdir", folder, ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    return {ending: path for ending in ("whl", "tar.gz") for path in folder.glob(f"*.{ending}")}


@pytest.fixture(scope="session")
def installations(
    archives: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Future[Installation]]]:
    """Start all installations; each test waits for its own."""

    def install(folder: Path, requirement: str) -> Installation:
        venv = run("venv", "--without-pip", folder)
        assert venv.returncode == 0, venv.stderr
        pins = ("--constraint", CONSTRAINTS, "--build-constraint", CONSTRAINTS)
        # Compiling all modules takes longer than these tests.
        options = ("--no-input", "--no-compile", *pins)
        result = run("pip", "--python", folder / "bin" / "python", "install", *options, requirement)
        assert result.returncode == 0, result.stdout + result.stderr
        return Installation(folder)

    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {
            name: pool.submit(install, tmp_path_factory.mktemp("installation"), f"{archives[ending]}{extra}")
            for name, (ending, extra) in INSTALLATIONS.items()
        }


@pytest.fixture
def installation(request: pytest.FixtureRequest, installations: Mapping[str, Future[Installation]]) -> Installation:
    """Return the installation that a test names by indirect parametrization."""
    return installations[request.param].result()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Serve an emulator of this environment with the model `shades/1`, which has the labels `dark` and `pale`."""
    emulator = RoboflowEmulator("self-hosted", preload=True)
    emulator.register("shades/1", [(Image.new("L", (8, 8), 20), "dark"), (Image.new("L", (8, 8), 230), "pale")])
    with emulator.serve() as url:
        yield url


@pytest.fixture(scope="session")
def image_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a pale image and return its path."""
    path = tmp_path_factory.mktemp("images") / "pale.png"
    Image.new("L", (8, 8), 210).save(path)
    return path
