"""A shell for tests of the command line, which is a process with arguments, an environment, output and a status."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sysconfig
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from visionapis_cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

PROGRAM = Path(sysconfig.get_path("scripts"), "visionapis")


@dataclass(frozen=True)
class Shell:
    """A working directory and an environment for processes."""

    directory: Path
    environment: dict[str, str]

    def with_environment(self, **variables: str) -> Shell:
        """Return a copy with other environment variables; an empty one counts as not set."""
        return replace(self, environment={**self.environment, **variables})

    def run(self, *arguments: str, stdout: IO[str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run `visionapis` to its end; `stdout` is a file in place of the result's."""
        return subprocess.run(
            [PROGRAM, *arguments],
            cwd=self.directory,
            env=self.environment,
            stdout=stdout or subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `visionapis` in this process, which takes a tenth of the time."""
        output, errors = io.StringIO(), io.StringIO()
        with (
            chdir(self.directory),
            mock.patch.dict(os.environ, self.environment, clear=True),
            redirect_stdout(output),
            redirect_stderr(errors),
        ):
            status = main(arguments)
        return subprocess.CompletedProcess(arguments, status, output.getvalue(), errors.getvalue())

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `visionapis`; the caller reads its output."""
        return subprocess.Popen(
            [PROGRAM, *arguments],
            cwd=self.directory,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    @contextmanager
    def emulate(
        self, *options: str, vendors: Sequence[str] = ("roboflow",), end: signal.Signals = signal.SIGINT
    ) -> Iterator[Emulation]:
        """Run `visionapis emulate` while the context is open, and end it with a signal; waits for the first URL."""
        with self.start("emulate", *vendors, *options) as process:
            assert process.stdout
            assert process.stderr
            emulation = Emulation(process.stdout.readline().rstrip(), process.stderr)
            try:
                yield emulation
            finally:
                process.send_signal(end)
                # Not `communicate`, which does not return lines that were read together with the first one.
                emulation.other_output = process.stdout.read()
                emulation.errors += process.stderr.read()
                emulation.status = process.wait(timeout=60)


def problem_in(done: subprocess.CompletedProcess[str]) -> str:
    """Return the error on stderr, which is one line, followed by at most one line with a hint, and nothing else."""
    message, *hints = done.stderr.splitlines()
    assert message.startswith("visionapis: ")
    assert [hint for hint in hints if not hint.startswith("hint: ")] == []
    assert len(hints) <= 1
    return done.stderr


@dataclass
class Emulation:
    """A running `visionapis emulate`, and how it ended."""

    url: str
    """The first line of stdout."""
    stderr: IO[str]
    other_output: str = ""
    """The other lines of stdout."""
    errors: str = ""
    """stderr."""
    status: int | None = None

    def next_error(self) -> str:
        """Wait for the next line on stderr, and return it."""
        line = self.stderr.readline()
        self.errors += line
        return line
