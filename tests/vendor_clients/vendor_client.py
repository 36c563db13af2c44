"""A vendor's own client, and the program that works with it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from threading import Timer
from typing import Any

from .environments import ready

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
LONGEST = 120  # seconds that a call may take


class Program:
    """What is done with a client of the index, in an environment of its own; `programs/` has it.

    One process answers all calls, because some clients take seconds to import; after a call that failed there is a new
    one.
    """

    def __init__(self, name: str) -> None:
        """Install what `pins/` lists for the client, unless it is there.

        Raises UnavailableError.
        """
        folder = ROOT / ".peers" / name
        python = ready(folder, HERE / "pins" / f"{name}.txt")
        program = HERE / "programs" / f"{name.replace('-', '_')}.py"
        self._command: list[str | Path] = [python, "-I", HERE / "run.py", program]
        self._environment = {"HOME": str(folder)}  # no proxies, and none of the clients' own settings of this machine
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(self._command, env=self._environment, stdin=pipe, stdout=pipe, encoding="utf-8")

    def call(self, function: str, arguments: dict[str, Any]) -> Any:
        """Call a function and return its result; both ways as JSON. pytest shows what a call that fails prints."""
        if self._process.poll() is not None:
            self.close()
            self._process = self._start()
        assert self._process.stdin
        assert self._process.stdout
        limit = Timer(LONGEST, self._process.kill)
        limit.start()
        print(json.dumps([function, arguments]), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        limit.cancel()
        if not answer:
            self._process.wait()
        assert answer, f"{function} ended with status {self._process.returncode}"
        return json.loads(answer)

    def close(self) -> None:
        """End the process, which has no more to read then."""
        with self._process:
            pass


class Peer:
    """A client with its settings, which go to every call."""

    def __init__(self, program: Program, **settings: Any) -> None:
        self._program = program
        self._settings = settings

    def call(self, function: str, **arguments: Any) -> Any:
        """Call a function of the program."""
        return self._program.call(function, self._settings | arguments)
