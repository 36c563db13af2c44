"""A shell, and an emulator that it started."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from .shell import Emulation, Shell

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "canary-4f1c"
SHADES = {"[bold]": 20, "pale": 230}
"""Labels and the grey level of their training images. One label looks like markup."""


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return a shell with a key, in a directory with `train/<label>/*.png`, three images and `note.txt`."""
    directory = tmp_path_factory.mktemp("command_line")
    for label, grey in SHADES.items():
        (directory / "train" / label).mkdir(parents=True)
        for step in range(-10, 11, 4):
            Image.new("L", (24, 16), grey + step).save(directory / "train" / label / f"{step + 10}.png")
    for name, grey in {"dark": 40, "light": 210, "middle": 110}.items():
        Image.new("L", (24, 16), grey).save(directory / f"{name}.png")
    (directory / "note.txt").write_text("not an image")
    python_path = os.pathsep.join(
        str(Path(path).resolve()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path
    )
    return Shell(directory, {"ROBOFLOW_API_KEY": KEY, "PYTHONPATH": python_path})


@pytest.fixture(scope="session")
def emulation(shell: Shell) -> Iterator[Emulation]:
    """Run a Roboflow emulator with the model `shades/1`, which requires the shell's key."""
    with shell.emulate("--model", "shades/1=train", "--api-key", KEY) as emulation:
        yield emulation
