"""Large pictures on the wire: whole, of known length, as often as they are asked for, and nothing left open."""

from __future__ import annotations

import asyncio
import base64
import gc
import io
import os
import socket
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.helpers.images import picture
from tests.helpers.recording import Received, RecordingServer
from tests.helpers.sources import INPUTS, LARGE, given, request_with, source_of
from visionapis import AsyncRoboflow, Classification, PictureError, Roboflow, Size, TransportError
from visionapis._images.sources import SMALL
from visionapis_generated.roboflow.types import File
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis import Picture


@pytest.fixture
def open_files() -> Iterator[None]:
    """No file is open after the test that was not before."""
    before = set(Path("/proc/self/fd").iterdir())
    yield
    if not set(Path("/proc/self/fd").iterdir()) <= before:
        gc.collect()  # which takes longer than the test
    assert set(Path("/proc/self/fd").iterdir()) <= before


def close(picture_: Picture) -> None:
    """Close what the caller has opened."""
    if isinstance(picture_, io.IOBase):
        picture_.close()


def part(request: Received) -> tuple[str, bytes]:
    """Headers and content of the one part of a form."""
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    _, found, end = request.body.split(b"--" + boundary)
    assert end == b"--\r\n"
    headers, _, content = found.partition(b"\r\n\r\n")
    return headers.decode(), content.removesuffix(b"\r\n")


@pytest.mark.usefixtures("open_files")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("kind", INPUTS)
def test_picture_arrives_byte_for_byte(kind: str, asynchronous: bool, tmp_path: Path) -> None:  # noqa: FBT001  (a test's parameter)
    """In a form and as base64, with a length that is told before; a file stands where it stood."""
    given_ = given(kind, LARGE, tmp_path / "a.png")
    source = source_of(given_)

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            await client.classification.infer_base64("digits", "1", base64_text=source.raw_base64())
            await client.classification.infer_file("digits", "1", file=source.part(File))

    with RecordingServer() as server:
        if asynchronous:
            asyncio.run(call(server.url))
        else:
            with Roboflow(base_url=server.url) as client:
                client.classification.infer_base64("digits", "1", base64_text=source.raw_base64())
                client.classification.infer_file("digits", "1", file=source.part(File))
    if isinstance(given_, io.IOBase):
        assert given_.tell() == 3
    close(given_)
    text, form = server.received

    assert base64.b64decode(text.body, validate=True) == LARGE
    assert part(form)[1] == LARGE
    for request in server.received:
        assert request.headers["content-length"] == str(len(request.body))
        assert "transfer-encoding" not in request.headers


@pytest.mark.usefixtures("open_files")
@pytest.mark.parametrize("kind", INPUTS)
def test_body_is_the_same_each_time(kind: str, tmp_path: Path) -> None:
    """Each attempt sends equal bytes, also after one that ended early, and wherever the file stands meanwhile."""
    given_ = given(kind, LARGE, tmp_path / "a.png")
    source = source_of(given_)
    requests = [
        request_with(content=source.raw_base64()),
        request_with(json={"records": [{"_base64": source.base64_text()}]}),
        request_with(files=[("file", source.part(File).to_tuple())]),
    ]

    async def read(request: httpx.Request) -> bytes:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        return b"".join([piece async for piece in request.stream])

    for request in requests:
        assert isinstance(request.stream, httpx.SyncByteStream)
        begun = iter(request.stream)
        for _ in range(3):
            next(begun)
        if isinstance(given_, io.IOBase):
            given_.seek(1)
        bodies = [b"".join(request.stream), b"".join(request.stream), asyncio.run(read(request))]
        assert [len(body) for body in bodies] == [int(request.headers["content-length"])] * 3
        assert bodies[0] == bodies[1] == bodies[2]
        assert LARGE in bodies[0] or base64.b64encode(LARGE) in bodies[0]
    close(given_)


def grow(path: Path) -> None:
    """Bytes are added."""
    with path.open("ab") as file:
        file.write(b"more")


CHANGES: dict[str, Callable[[Path], object]] = {
    "shorter": lambda path: os.truncate(path, len(LARGE) - 1),
    "longer": grow,
    "rewritten": lambda path: path.write_bytes(LARGE[::-1]),
    "removed": lambda path: path.unlink(),
    "replaced": lambda path: path.with_suffix(".new").rename(path),
}


@pytest.mark.usefixtures("open_files")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_file_that_changes_is_told(change: str, asynchronous: bool, tmp_path: Path) -> None:  # noqa: FBT001  (a test's parameter)
    """Between the look and the sending: no answer is read to half a picture, and the client goes on working."""
    path = tmp_path / "secret name.png"
    path.write_bytes(LARGE)
    path.with_suffix(".new").write_bytes(LARGE[::-1])
    body = source_of(path).raw_base64()
    CHANGES[change](path)

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            with pytest.raises(PictureError, match=r"changed before|no longer be read") as caught:
                await client.classification.infer_base64("digits", "1", base64_text=body)
            assert caught.value.operation == "classification_infer_base64"
            await client.infer(picture(), model="digits/1")

    with RecordingServer() as server:
        if asynchronous:
            asyncio.run(call(server.url))
        else:
            with Roboflow(base_url=server.url) as client:
                with pytest.raises(PictureError, match=r"changed before|no longer be read") as caught:
                    client.classification.infer_base64("digits", "1", base64_text=body)
                client.infer(picture(), model="digits/1")
            assert caught.value.operation == "classification_infer_base64"
            assert "secret name" not in str(caught.value)

    assert [base64.b64decode(request.body) for request in server.received] == [picture()]


def test_file_can_go_once_it_is_sent(tmp_path: Path) -> None:
    """No error comes after the last byte."""
    path = tmp_path / "a.png"
    path.write_bytes(LARGE)
    request = request_with(files=[("file", source_of(path).part(File).to_tuple())])
    assert isinstance(request.stream, httpx.SyncByteStream)
    sent = b""
    for piece in request.stream:
        sent += piece
        if LARGE in sent:
            path.unlink(missing_ok=True)

    assert len(sent) == int(request.headers["content-length"])


@pytest.mark.parametrize("kind", ["closed", "shorter", "longer", "bytearray"])
def test_other_pictures_that_change_are_told(kind: str, tmp_path: Path) -> None:
    """Files of the caller's, and bytes that can change."""
    (tmp_path / "a.png").write_bytes(LARGE)
    file = (tmp_path / "a.png").open("r+b")
    content = bytearray(LARGE)
    source = source_of(content if kind == "bytearray" else file)
    if kind == "closed":
        file.close()
    elif kind == "bytearray":
        del content[-1]
    else:
        file.truncate(len(LARGE) + (1 if kind == "longer" else -1))
    with pytest.raises(PictureError, match=r"changed before|no longer be read"):
        list(source.pieces())
    file.close()


def test_form_says_nothing_of_the_caller(tmp_path: Path) -> None:
    """A part is named after the format, or as the caller says, and nothing shows the path or the bytes."""
    path = tmp_path / "secret name.jpg"
    path.write_bytes(picture("JPEG") + bytes(SMALL))
    source = source_of(path)
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        for file in (source.part(File), source.part(File, "page 1.jpg"), source_of(picture()).part(File)):
            client.classification.infer_file("digits", "1", file=file)
            assert "secret" not in repr(file) + repr(source)
            assert len(repr(file) + repr(source)) < 150
    heads = [part(request)[0].strip().split("\r\n") for request in server.received]

    assert heads == [
        [f'Content-Disposition: form-data; name="file"; filename="{name}"', f"Content-Type: image/{kind}"]
        for name, kind in (("picture.jpg", "jpeg"), ("page 1.jpg", "jpeg"), ("picture.png", "png"))
    ]


def test_threads_can_share_a_file(tmp_path: Path) -> None:
    """Each sends the whole of it, though they move its place all the time."""
    (tmp_path / "a.png").write_bytes(LARGE)
    found: list[bytes] = []
    with (tmp_path / "a.png").open("rb") as file:
        threads = [threading.Thread(target=lambda: found.append(b"".join(source_of(file).pieces()))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert found == [LARGE] * 8


@contextmanager
def breaking_server() -> Iterator[str]:
    """The address of a server that closes each connection in the middle of a request."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):  # when it is over
                while True:
                    connection, _ = server.accept()
                    connection.recv(70_000)
                    connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.usefixtures("open_files")
@pytest.mark.parametrize("kind", ["path", "unseekable"])
def test_connection_that_breaks_leaves_nothing_open(kind: str, tmp_path: Path) -> None:
    """Neither the file nor the copy of what cannot be read twice."""
    content = LARGE + bytes(20_000_000)  # more than the buffers between two sockets take
    given_ = given(kind, content, tmp_path / "a.png")
    with breaking_server() as url, Roboflow(base_url=url) as client, pytest.raises(TransportError):
        client.infer(given_, model="digits/1")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_emulator_takes_large_pictures_in_process(asynchronous: bool, tmp_path: Path) -> None:  # noqa: FBT001  (a test's parameter)
    """Without a socket, too, a body is read piece by piece."""
    noise = np.random.default_rng(3).integers(0, 256, (300, 200, 3), dtype=np.uint8)
    emulator = RoboflowEmulator(api_key="key")
    emulator.register("kinds/1", [(picture(), "plain"), (Image.fromarray(noise), "noise")])
    path = tmp_path / "a.png"
    Image.fromarray(noise).save(path)
    assert path.stat().st_size > SMALL

    async def call() -> list[Classification[Any]]:
        async with AsyncRoboflow("key", base_url="http://localhost", transport=emulator.transport()) as client:
            return [await client.classify(each, model="kinds/1") for each in (path, noise)]

    if asynchronous:
        results = asyncio.run(call())
    else:
        with Roboflow("key", base_url="http://localhost", transport=emulator.transport()) as client:
            results = [client.classify(each, model="kinds/1") for each in (path, noise)]
    emulator.verify()

    assert [(result.top.name, result.size) for result in results if result.top] == [("noise", Size(200, 300))] * 2
