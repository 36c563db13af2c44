"""Servers in processes of their own."""

from __future__ import annotations

import os
import socket
import sys
import time
from contextlib import contextmanager
from itertools import islice
from subprocess import DEVNULL, PIPE, Popen
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

START_TIMEOUT = 60.0


@contextmanager
def announced(command: Sequence[str | Path], addresses: int = 1) -> Iterator[list[str]]:
    """Run a program, and yield the URLs that it prints in its first lines."""
    with _running(command, stdout=PIPE) as process:
        yield [line.decode().strip() for line in islice(process.stdout or (), addresses)]


@contextmanager
def listening(command: Sequence[str | Path], port: int, **variables: str) -> Iterator[str]:
    """Run a program that listens on a given port, and yield its URL once it does."""
    with _running(command, stdout=DEVNULL, variables=variables) as process:
        end = time.monotonic() + START_TIMEOUT
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} does not listen on port {port}")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _running(
    command: Sequence[str | Path], *, stdout: int, variables: Mapping[str, str] | None = None
) -> Iterator[Popen[bytes]]:
    # Python programs import from the same paths as this process.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(variables or {})}
    with Popen(command, env=environment, stdout=stdout, stderr=DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
