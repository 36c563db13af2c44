"""A vendor's own client, and the program that works with it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from peers.environments import ready

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent


class Peer:
    """A client of the index in an environment of its own, and its program in `programs/`."""

    def __init__(self, name: str, **settings: Any) -> None:
        """Install what `pins/` lists for the client, unless it is there; `settings` go to every call.

        Raises UnavailableError.
        """
        self._folder = ROOT / ".peers" / name
        self._python = ready(self._folder, HERE / "pins" / f"{name}.txt")
        self._program = HERE / "programs" / f"{name.replace('-', '_')}.py"
        self._settings = settings

    def call(self, function: str, **arguments: Any) -> Any:
        """Call a function of the program in a process of the environment, and return its result; both ways as JSON."""
        done = subprocess.run(
            [self._python, "-I", HERE / "run.py", self._program, function],
            input=json.dumps(self._settings | arguments),
            env={"HOME": str(self._folder)},  # no proxies, and none of the clients' own settings of this machine
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)
