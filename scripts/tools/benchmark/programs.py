"""Servers that are programs of their own."""

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

PATIENCE = 60.0


@contextmanager
def announced(command: Sequence[str | Path], addresses: int = 1) -> Iterator[list[str]]:
    """The first lines that a program writes, which are its addresses, while the context lasts."""
    with _running(command, stdout=PIPE) as process:
        yield [line.decode().strip() for line in islice(process.stdout or (), addresses)]


@contextmanager
def listening(command: Sequence[str | Path], port: int, **variables: str) -> Iterator[str]:
    """The address of a program that was told its port, once it listens, while the context lasts."""
    with _running(command, stdout=DEVNULL, variables=variables) as process:
        end = time.monotonic() + PATIENCE
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} does not listen")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _running(
    command: Sequence[str | Path], *, stdout: int, variables: Mapping[str, str] | None = None
) -> Iterator[Popen[bytes]]:
    # What this process imports its programs in Python import too.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(variables or {})}
    with Popen(command, env=environment, stdout=stdout, stderr=DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
