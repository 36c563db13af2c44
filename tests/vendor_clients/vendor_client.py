"""A vendor's client, and the program that uses it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from threading import Timer
from typing import Any

from .environments import environment_python

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
CALL_TIMEOUT = 120  # in seconds


class Program:
    """A program in `programs/` that uses a client, in an environment of its own.

    One process serves all calls, because some clients take seconds to import; a failed call ends it, and the next call
    starts another.
    """

    def __init__(self, name: str) -> None:
        """Install the client with its pins in `pins/`, unless it is installed.

        Raises UnavailableError.
        """
        folder = ROOT / ".vendor_clients" / name
        python = environment_python(folder, HERE / "pins" / f"{name}.txt")
        program = HERE / "programs" / f"{name.replace('-', '_')}.py"
        self._command: list[str | Path] = [python, "-I", HERE / "run.py", program]
        self._environment = {"HOME": str(folder)}  # without proxies and the client's settings on this machine
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(self._command, env=self._environment, stdin=pipe, stdout=pipe, encoding="utf-8")

    def call(self, function: str, arguments: dict[str, Any]) -> Any:
        """Call a function of the program and return its result, both as JSON. A failed call prints its traceback."""
        if self._process.poll() is not None:
            self.close()
            self._process = self._start()
        assert self._process.stdin
        assert self._process.stdout
        limit = Timer(CALL_TIMEOUT, self._process.kill)
        limit.start()
        print(json.dumps([function, arguments]), file=self._process.stdin, flush=True)
        response = self._process.stdout.readline()
        limit.cancel()
        if not response:
            self._process.wait()
        assert response, f"{function} ended with status {self._process.returncode}"
        return json.loads(response)

    def close(self) -> None:
        """Close the input of the process and wait for its end."""
        with self._process:
            pass


class VendorClient:
    """A client with the arguments of every call."""

    def __init__(self, program: Program, **settings: Any) -> None:
        self._program = program
        self._settings = settings

    def call(self, function: str, **arguments: Any) -> Any:
        """Call a function of the program."""
        return self._program.call(function, self._settings | arguments)
