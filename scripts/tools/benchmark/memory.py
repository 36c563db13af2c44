"""How far the memory of a process rises while it sends a picture of 50 MB.

Each measurement is a process of its own, which sends to a server in this one. Linux alone says what it takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import visionapis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis._images.input import Picture

SIZE = 50_000_000
SMALL = 200_000  # large enough to be sent as a large one is

BODIES = ("multipart", "base64", "json")
PICTURES = ("path", "bytes", "file", "unseekable")
FORMS = tuple("/".join(names) for names in itertools.product(("sync", "async"), BODIES, PICTURES))
"""What is measured: the kind of client, the kind of body, and how the caller has the picture."""

# Without it what is freed stays with the process, and hides what is taken after that.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536", "MALLOC_ARENA_MAX": "1"}

# What the answer of each call can be read from.
ROBOFLOW = {"inference_id": "1", "time": 0.1, "image": {"width": 1, "height": 1}, "predictions": [], "top": ""}
XIMILAR = {"id": "1", "created": "", "img_path": "", "thumb_img_path": ""}
ANSWER = json.dumps({**ROBOFLOW, "confidence": 0.0, **XIMILAR}).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def peak_rise(form: str, *, size: int = SIZE, planted: int = 0) -> int:
    """Bytes by which the resident memory rises at most while a picture of `size` bytes is sent in one of FORMS.

    A small one is sent before. `planted` bytes are held besides, to see that the measurement sees them. Raises
    RuntimeError when not all of the picture arrives.
    """
    with tempfile.TemporaryDirectory() as folder, _server() as (url, received):
        for name, length in (("small", SMALL), ("large", size)):
            path = Path(folder, name)
            path.write_bytes(b"\x89PNG\r\n\x1a\n")
            os.truncate(path, length)
        result = subprocess.run(
            [sys.executable, __file__, form, url, folder, str(planted)],
            env={**os.environ, **ALLOCATOR, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
    if result.returncode:
        raise RuntimeError(f"the process that was to send failed: {result.stderr.strip()[-2000:]}")
    if len(received) != 2 or received[1] < size:
        raise RuntimeError(f"bodies of {received} bytes arrived, where one of {size} was sent")
    return int(result.stdout)


@contextlib.contextmanager
def _server() -> Iterator[tuple[str, list[int]]]:
    """Its address, and the lengths of the bodies that have arrived; it serves one connection."""
    received: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, received))
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", received
        with contextlib.suppress(OSError):  # for a client that never came
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
            while left and (piece := file.read(min(left, 65536))):
                left -= len(piece)
            received.append(length - left)
            connection.sendall(HEAD % len(ANSWER) + ANSWER)


def _status(name: str) -> int:
    """A size that the kernel knows of this process, in bytes."""
    (found,) = re.findall(rf"^{name}:\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found) * 1024


class _Unseekable:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        return self._file.read(size)


def _picture(kind: str, path: Path, files: contextlib.ExitStack) -> Picture:
    if kind == "bytes":
        return path.read_bytes()
    if kind == "path":
        return path
    file = files.enter_context(path.open("rb"))
    return file if kind == "file" else _Unseekable(file)


def _send(client: Any, body: str, picture: Picture) -> Any:
    """What the call gives that sends the picture in a body of this kind."""
    from visionapis._images.input import load
    from visionapis_generated.roboflow.types import File
    from visionapis_generated.ximilar import facade

    source: Any = load(picture, formats={"PNG"}, max_bytes=None, urls=())
    if body == "base64":
        return client.classification.infer_base64("a", "1", base64_text=source.raw_base64())
    if body == "multipart":
        return client.classification.infer_file("a", "1", file=source.part(File))
    # How a client sends is the same for all vendors; so is the answer that the server has.
    kind = facade.Facade if isinstance(client, visionapis.Roboflow) else facade.AsyncFacade
    return kind(client._session).images.upload_base64(base64=source.base64_text())


def _measure(send: Callable[[Picture], object], kind: str, folder: Path, planted: int) -> int:
    with contextlib.ExitStack() as files:
        small, large = (_picture(kind, folder / name, files) for name in ("small", "large"))
        send(small)
        before = _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew: man 5 proc
        held = b"\1" * planted
        send(large)
        rise = _status("VmHWM") - before
        del held
        return rise


def main() -> None:
    """Print the rise, in bytes."""
    form, url, folder, planted = sys.argv[1:]
    client_kind, body, kind = form.split("/")
    if client_kind == "sync":
        with visionapis.Roboflow(base_url=url) as client:
            print(_measure(lambda picture: _send(client, body, picture), kind, Path(folder), int(planted)))
        return
    with asyncio.Runner() as runner:
        async_client = visionapis.AsyncRoboflow(base_url=url)
        print(
            _measure(lambda picture: runner.run(_send(async_client, body, picture)), kind, Path(folder), int(planted))
        )
        runner.run(async_client.aclose())


if __name__ == "__main__":
    main()
