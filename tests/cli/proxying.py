"""A running `visionapis proxy`, and connections to it below any HTTP client."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from visionapis._observations.observation import Observation

from .shell import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .shell import Shell

FILE = "seen.json"


@dataclass
class RunningProxy:
    """A process of `visionapis proxy`, and how it ended."""

    process: subprocess.Popen[bytes]
    folder: Path
    url: str = ""
    status: int | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Return the host and the port."""
        parts = urlsplit(self.url)
        assert parts.hostname
        assert parts.port
        return parts.hostname, parts.port

    @property
    def output(self) -> str:
        """Return stdout until now, without the URL."""
        return self._read("stdout").partition("\n")[2]

    @property
    def errors(self) -> str:
        """Return stderr until now."""
        return self._read("stderr")

    def _read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def wait_for(self, text: str) -> None:
        """Wait until a text is in the output or the errors."""
        end = time.monotonic() + 30
        while text not in self.output + self.errors:
            assert time.monotonic() < end, f"{text!r} is not in {self.output!r} {self.errors!r}"
            time.sleep(0.02)

    def kill(self) -> None:
        """End the process at once, as the operating system does when memory is short."""
        self.process.kill()
        self.process.wait()

    def exchange(self, *pieces: bytes) -> bytes:
        """Send bytes over one connection, and return all that is received until the proxy closes it."""
        with socket.create_connection(self.address) as connection:
            connection.settimeout(30)
            for piece in pieces:
                connection.sendall(piece)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        return received

    @property
    def saved(self) -> dict[str, Any]:
        """Return the observation that the proxy has saved."""
        document: dict[str, Any] = json.loads((self.folder.parent / FILE).read_text(encoding="utf-8"))
        return document


@contextlib.contextmanager
def running(
    shell: Shell, vendor: str, url: str, *options: str, end: signal.Signals = signal.SIGTERM
) -> Iterator[RunningProxy]:
    """Run `visionapis proxy` in front of a server while the context is open, and end it with a signal."""
    folder = shell.directory / f"proxy {time.monotonic_ns()}"
    folder.mkdir()
    arguments = ["proxy", vendor, "--url", url, *options] if url else ["proxy", vendor, *options]
    with (folder / "stdout").open("wb") as output, (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(
            [PROGRAM, *arguments], cwd=shell.directory, env=shell.environment, stdout=output, stderr=errors
        )
    proxy = RunningProxy(process, folder)
    try:
        while not (started := proxy._read("stdout")).endswith("\n"):
            assert process.poll() is None, proxy.errors
            time.sleep(0.02)
        proxy.url = started.splitlines()[0]
        yield proxy
    finally:
        if process.poll() is None:
            process.send_signal(end)
        try:
            proxy.status = process.wait(timeout=60)
        finally:
            process.kill()


def responses_in(document: dict[str, Any]) -> int:
    """Return the number of responses of an observation."""
    return Observation(document["vendor"], "", document=document).responses
