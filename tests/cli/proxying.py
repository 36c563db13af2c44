"""A running `visionapis proxy`, and connections to it below any HTTP client."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest import mock
from urllib.parse import urlsplit

from visionapis._observations.observation import Observation
from visionapis_cli.main import main

from .shell import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import IO

    from .shell import Shell

FILE = "seen.json"


class ProxyThread:
    """`visionapis proxy` in a thread of this process, which takes a tenth of the time of a process."""

    def __init__(self, shell: Shell, arguments: Sequence[str], output: IO[str], errors: IO[str]) -> None:
        """Begin, with the patches that make this process one with the shell's environment."""
        self._end: Callable[..., object] = lambda *_: None
        self._status: list[int] = []
        self._patches = contextlib.ExitStack()
        self._patches.enter_context(contextlib.chdir(shell.directory))
        self._patches.enter_context(mock.patch.dict(os.environ, shell.environment, clear=True))
        self._patches.enter_context(mock.patch("signal.signal", self._set_handler))
        self._patches.enter_context(contextlib.redirect_stdout(output))
        self._patches.enter_context(contextlib.redirect_stderr(errors))
        self._thread = threading.Thread(target=lambda: self._status.append(main(arguments)))
        self._thread.start()

    def _set_handler(self, number: int, handler: Any) -> None:
        if number == signal.SIGTERM:
            self._end = handler

    def poll(self) -> int | None:
        """Return the exit status; None while the command runs."""
        return None if self._thread.is_alive() else self._status[0]

    def send_signal(self, number: signal.Signals) -> None:
        """Call the handler of a signal."""
        self._end(number, None)

    def wait(self, timeout: float) -> int:
        """Return the exit status when the command has ended."""
        self._thread.join(timeout)
        self._patches.close()
        return self._status[0]

    def kill(self) -> None:
        """Do nothing: the command has ended."""


@dataclass
class RunningProxy:
    """A running `visionapis proxy`, and how it ended."""

    process: Any
    """A process, or a ProxyThread."""
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
    shell: Shell,
    vendor: str,
    url: str,
    *options: str,
    end: signal.Signals = signal.SIGTERM,
    is_process: bool = False,
) -> Iterator[RunningProxy]:
    """Run `visionapis proxy` in front of a server while the context is open, and end it with a signal.

    It runs in this process, where there can be one, unless it is to be a process of its own.
    """
    folder = shell.directory / f"proxy {time.monotonic_ns()}"
    folder.mkdir()
    arguments = ["proxy", vendor, "--url", url, *options] if url else ["proxy", vendor, *options]
    # Lines, so that they can be read while the proxy runs.
    with (folder / "stdout").open("w", buffering=1) as output, (folder / "stderr").open("w", buffering=1) as errors:
        process: Any
        if is_process:
            process = subprocess.Popen(
                [PROGRAM, *arguments], cwd=shell.directory, env=shell.environment, stdout=output, stderr=errors
            )
        else:
            process = ProxyThread(shell, arguments, output, errors)
        yield from _running(RunningProxy(process, folder), end)


def _running(proxy: RunningProxy, end: signal.Signals) -> Iterator[RunningProxy]:
    process = proxy.process
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
