"""What users install: an sdist and a wheel, built once, and put into empty environments."""

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
    """The sdist, and the wheel that is built from it, by what their names end with."""
    folder = tmp_path_factory.mktemp("archives")
    built = run("build", "--no-isolation", "--outdir", folder, ROOT)
    assert built.returncode == 0, built.stdout + built.stderr
    return {ending: path for ending in ("whl", "tar.gz") for path in folder.glob(f"*.{ending}")}


@pytest.fixture(scope="session")
def installations(
    archives: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Future[Installation]]]:
    """All installations, under way: they are waited for one by one while the others go on."""

    def install(folder: Path, requirement: str) -> Installation:
        made = run("venv", "--without-pip", folder)
        assert made.returncode == 0, made.stderr
        pins = ("--constraint", CONSTRAINTS, "--build-constraint", CONSTRAINTS)
        # Without --no-compile pip also compiles the many modules that nothing here imports.
        options = ("--no-input", "--no-compile", *pins)
        done = run("pip", "--python", folder / "bin" / "python", "install", *options, requirement)
        assert done.returncode == 0, done.stdout + done.stderr
        return Installation(folder)

    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {
            name: pool.submit(install, tmp_path_factory.mktemp("installation"), f"{archives[ending]}{extra}")
            for name, (ending, extra) in INSTALLATIONS.items()
        }


@pytest.fixture
def installation(request: pytest.FixtureRequest, installations: Mapping[str, Future[Installation]]) -> Installation:
    """The installation that a test names by `indirect` parametrisation."""
    return installations[request.param].result()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of an emulator of this environment, with a model `shades/1` that knows `dark` and `pale`."""
    emulator = RoboflowEmulator("self-hosted")
    emulator.register("shades/1", [(Image.new("L", (8, 8), 20), "dark"), (Image.new("L", (8, 8), 230), "pale")])
    with emulator.serve() as url:
        yield url


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pale picture."""
    path = tmp_path_factory.mktemp("pictures") / "pale.png"
    Image.new("L", (8, 8), 210).save(path)
    return path
