"""The rise in memory of a process while it sends an image of 50 MB.

Each measurement runs in a process of its own, and sends to a server in this one. It needs Linux, for /proc.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

from .examples import sending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis.types import ImageInput

SIZE = 50_000_000
SMALL = 200_000  # large enough to be sent the same way as a large one

BODIES = ("multipart", "base64", "json")
SOURCES = ("path", "bytes", "file", "unseekable")
FORMS = tuple("/".join(names) for names in itertools.product(("sync", "async"), BODIES, SOURCES))
"""The measurements: the client, the body, and the source of the image."""

# Without these, freed memory stays with the process, and hides later allocations.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536", "MALLOC_ARENA_MAX": "1"}

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def peak_rise(form: str, *, size: int = SIZE, allocated: int = 0) -> int:
    """Return the peak rise of resident memory, in bytes, while an image of `size` bytes is sent in one of FORMS.

    A small image is sent first. `allocated` bytes are allocated too, to prove that the measurement sees them. Raises
    RuntimeError when the image does not arrive completely.
    """
    with tempfile.TemporaryDirectory() as folder, _server() as (url, received):
        for name, length in (("small", SMALL), ("large", size)):
            path = Path(folder, name)
            path.write_bytes(b"\x89PNG\r\n\x1a\n")
            os.truncate(path, length)
        result = subprocess.run(
            [sys.executable, "-m", __name__, form, url, folder, str(allocated)],
            env={**os.environ, **ALLOCATOR, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
    if result.returncode:
        raise RuntimeError(f"the sending process failed: {result.stderr.strip()[-2000:]}")
    if len(received) != 2 or received[1] < size:
        raise RuntimeError(f"received bodies of {received} bytes, expected one of at least {size}")
    return int(result.stdout)


@contextlib.contextmanager
def _server() -> Iterator[tuple[str, list[int]]]:
    """Serve one connection, and yield the URL and the lengths of the bodies received."""
    received: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, received))
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", received
        with contextlib.suppress(OSError):  # when no client connected
            socket.create_connection(server.getsockname(), timeout=1).close()
        thread.join()


def _serve(server: socket.socket, received: list[int]) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as file:
        while line := file.readline():
            length = 0
            while line := file.readline().strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            left = length
            while left and (chunk := file.read(min(left, 65536))):
                left -= len(chunk)
            received.append(length - left)
            connection.sendall(HEAD % len(sending.RESPONSE) + sending.RESPONSE)


def _status(name: str) -> int:
    """Return a size from this process's status in /proc, in bytes."""
    (found,) = re.findall(rf"^{name}:\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found) * 1024


class _Unseekable:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        return self._file.read(size)


def _image(kind: str, path: Path, files: contextlib.ExitStack) -> ImageInput:
    if kind == "bytes":
        return path.read_bytes()
    if kind == "path":
        return path
    file = files.enter_context(path.open("rb"))
    return file if kind == "file" else _Unseekable(file)


def _measure(send: Callable[[ImageInput], object], kind: str, folder: Path, allocated: int) -> int:
    with contextlib.ExitStack() as files:
        small, large = (_image(kind, folder / name, files) for name in ("small", "large"))
        send(small)
        before = _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # resets the peak: man 5 proc
        held = b"\1" * allocated
        send(large)
        rise = _status("VmHWM") - before
        del held
        return rise


def main() -> None:
    """Print the rise of one measurement, in bytes."""
    form, url, folder, allocated = sys.argv[1:]
    client_kind, body, kind = form.split("/")
    if client_kind == "sync":
        with sending.Client(base_url=url) as client:
            print(_measure(lambda image: sending.send(client, body, image), kind, Path(folder), int(allocated)))
        return
    with asyncio.Runner() as runner:
        async_client = sending.AsyncClient(base_url=url)
        print(
            _measure(
                lambda image: runner.run(sending.send(async_client, body, image)), kind, Path(folder), int(allocated)
            )
        )
        runner.run(async_client.aclose())


if __name__ == "__main__":
    main()
