"""The command line as its users meet it: a process with arguments, an environment, output and an exit status."""

from __future__ import annotations

import signal
import subprocess
import sysconfig
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

PROGRAM = Path(sysconfig.get_path("scripts"), "visionapis")


@dataclass(frozen=True)
class Shell:
    """A folder to start programs in, and their environment."""

    folder: Path
    environment: dict[str, str]

    def with_environment(self, **variables: str) -> Shell:
        """The same with other variables; an empty one counts as not set."""
        return replace(self, environment={**self.environment, **variables})

    def run(self, *arguments: str, stdout: IO[str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run `visionapis` to its end; with ``stdout`` it writes there."""
        return subprocess.run(
            [PROGRAM, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=stdout or subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `visionapis`; its output is to be read."""
        return subprocess.Popen(
            [PROGRAM, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    @contextmanager
    def emulate(
        self, *options: str, vendors: Sequence[str] = ("roboflow",), end: signal.Signals = signal.SIGINT
    ) -> Iterator[Emulation]:
        """Run `visionapis emulate` while the context is open; it waits for the URL of the first vendor."""
        with self.start("emulate", *vendors, *options) as process:
            assert process.stdout
            assert process.stderr
            emulation = Emulation(process.stdout.readline().rstrip())
            try:
                yield emulation
            finally:
                process.send_signal(end)
                # Not `communicate`, which does not see lines that came together with the first one.
                emulation.rest, emulation.errors = process.stdout.read(), process.stderr.read()
                emulation.status = process.wait(timeout=60)


@dataclass
class Emulation:
    """A server, and how it ended."""

    url: str
    """The first line of its output."""
    rest: str = ""
    errors: str = ""
    status: int | None = None
