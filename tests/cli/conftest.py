"""A shell, and a server that it started."""

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
"""Labels and the grey that they are learnt from. One looks like markup."""


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell with a key, in a folder with `learn/<label>/*.png`, dark, light and middle `.png`, and `note.txt`."""
    folder = tmp_path_factory.mktemp("command_line")
    for label, grey in SHADES.items():
        (folder / "learn" / label).mkdir(parents=True)
        for step in range(-10, 11, 4):
            Image.new("L", (24, 16), grey + step).save(folder / "learn" / label / f"{step + 10}.png")
    for name, grey in {"dark": 40, "light": 210, "middle": 110}.items():
        Image.new("L", (24, 16), grey).save(folder / f"{name}.png")
    (folder / "note.txt").write_text("no picture")
    tested = os.pathsep.join(
        str(Path(path).resolve()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path
    )
    return Shell(folder, {"ROBOFLOW_API_KEY": KEY, "PYTHONPATH": tested})


@pytest.fixture(scope="session")
def emulation(shell: Shell) -> Iterator[Emulation]:
    """A server with the model `shades/1`, which demands the shell's key."""
    with shell.emulate("--model", "shades/1=learn") as emulation:
        yield emulation
