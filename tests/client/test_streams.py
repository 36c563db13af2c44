"""Bodies with large images: exact, of known length, repeatable, and without open files."""

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

from tests.helpers.images import make_image
from tests.helpers.recording import Received, RecordingServer
from tests.helpers.sources import INPUTS, LARGE, build_request, load_source, make_input
from visionapis import APIConnectionError, AsyncRoboflow, Classification, ImageSize, InvalidImageError, Roboflow
from visionapis._images.sources import SMALL_SIZE
from visionapis_generated.types import File
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis import ImageInput


@pytest.fixture
def no_open_files() -> Iterator[None]:
    """Check that the test leaves no file open."""
    before = set(Path("/proc/self/fd").iterdir())
    yield
    if not set(Path("/proc/self/fd").iterdir()) <= before:
        gc.collect()  # slow, so only when needed
    assert set(Path("/proc/self/fd").iterdir()) <= before


def close(image: ImageInput) -> None:
    """Close a file that the test opened."""
    if isinstance(image, io.IOBase):
        image.close()


def tuple_of(payload: object, name: str, media_type: str) -> Any:
    """Return a part of a form as httpx takes it."""
    return name, payload, media_type


def part(request: Received) -> tuple[str, bytes]:
    """Return headers and content of the only part of a form."""
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    _, found, end = request.body.split(b"--" + boundary)
    assert end == b"--\r\n"
    headers, _, content = found.partition(b"\r\n\r\n")
    return headers.decode(), content.removesuffix(b"\r\n")


@pytest.mark.usefixtures("no_open_files")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("kind", INPUTS)
def test_image_is_sent_byte_for_byte(kind: str, asynchronous: bool, tmp_path: Path) -> None:
    """A form and a base64 body have the exact image and a Content-Length, and the file's position is kept."""
    image = make_input(kind, LARGE, tmp_path / "a.png")
    source = load_source(image)

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            await client.classification.infer_base64("digits", "1", image_base64=source.raw_base64())
            await client.classification.infer_file("digits", "1", file=source.part(File))

    with RecordingServer() as server:
        if asynchronous:
            asyncio.run(call(server.url))
        else:
            with Roboflow(base_url=server.url) as client:
                client.classification.infer_base64("digits", "1", image_base64=source.raw_base64())
                client.classification.infer_file("digits", "1", file=source.part(File))
    if isinstance(image, io.IOBase):
        assert image.tell() == 3
    close(image)
    text, form = server.received

    assert base64.b64decode(text.body, validate=True) == LARGE
    assert part(form)[1] == LARGE
    for request in server.received:
        assert request.headers["content-length"] == str(len(request.body))
        assert "transfer-encoding" not in request.headers


@pytest.mark.usefixtures("no_open_files")
@pytest.mark.parametrize("kind", INPUTS)
def test_body_can_be_sent_again(kind: str, tmp_path: Path) -> None:
    """A body can be sent again, even after a partial read or when the file's position changed."""
    image = make_input(kind, LARGE, tmp_path / "a.png")
    source = load_source(image)
    requests = [
        build_request(content=source.raw_base64()),
        build_request(json={"records": [{"_base64": source.image_base64()}]}),
        build_request(files=[("file", source.part(tuple_of))]),
    ]

    async def read(request: httpx.Request) -> bytes:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        return b"".join([chunk async for chunk in request.stream])

    for request in requests:
        assert isinstance(request.stream, httpx.SyncByteStream)
        chunks = iter(request.stream)
        for _ in range(3):
            next(chunks)
        if isinstance(image, io.IOBase):
            image.seek(1)
        bodies = [b"".join(request.stream), b"".join(request.stream), asyncio.run(read(request))]
        assert [len(body) for body in bodies] == [int(request.headers["content-length"])] * 3
        assert bodies[0] == bodies[1] == bodies[2]
        assert LARGE in bodies[0] or base64.b64encode(LARGE) in bodies[0]
    close(image)


def append(path: Path) -> None:
    """Add bytes to a file."""
    with path.open("ab") as file:
        file.write(b"more")


CHANGES: dict[str, Callable[[Path], object]] = {
    "shorter": lambda path: os.truncate(path, len(LARGE) - 1),
    "longer": append,
    "rewritten": lambda path: path.write_bytes(LARGE[::-1]),
    "removed": lambda path: path.unlink(),
    "replaced": lambda path: path.with_suffix(".new").rename(path),
}


@pytest.mark.usefixtures("no_open_files")
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_changed_file_raises(change: str, asynchronous: bool, tmp_path: Path) -> None:
    """A file changed between loading and sending raises InvalidImageError, and the client stays usable."""
    path = tmp_path / "secret name.png"
    path.write_bytes(LARGE)
    path.with_suffix(".new").write_bytes(LARGE[::-1])
    body = load_source(path).raw_base64()
    CHANGES[change](path)

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            with pytest.raises(InvalidImageError, match=r"changed before|no longer be read") as caught:
                await client.classification.infer_base64("digits", "1", image_base64=body)
            assert caught.value.operation == "classification_infer_base64"
            await client.infer(make_image(), model="digits/1")

    with RecordingServer() as server:
        if asynchronous:
            asyncio.run(call(server.url))
        else:
            with Roboflow(base_url=server.url) as client:
                with pytest.raises(InvalidImageError, match=r"changed before|no longer be read") as caught:
                    client.classification.infer_base64("digits", "1", image_base64=body)
                client.infer(make_image(), model="digits/1")
            assert caught.value.operation == "classification_infer_base64"
            assert "secret name" not in str(caught.value)

    assert [base64.b64decode(request.body) for request in server.received] == [make_image()]


def test_file_can_be_deleted_after_its_last_byte(tmp_path: Path) -> None:
    """A file deleted after its last byte was sent raises no error."""
    path = tmp_path / "a.png"
    path.write_bytes(LARGE)
    request = build_request(files=[("file", load_source(path).part(tuple_of))])
    assert isinstance(request.stream, httpx.SyncByteStream)
    sent = b""
    for chunk in request.stream:
        sent += chunk
        if LARGE in sent:
            path.unlink(missing_ok=True)

    assert len(sent) == int(request.headers["content-length"])


@pytest.mark.parametrize("kind", ["closed", "shorter", "longer", "bytearray"])
def test_changed_file_objects_and_buffers_raise(kind: str, tmp_path: Path) -> None:
    """A file object or buffer changed after loading raises InvalidImageError."""
    (tmp_path / "a.png").write_bytes(LARGE)
    file = (tmp_path / "a.png").open("r+b")
    content = bytearray(LARGE)
    source = load_source(content if kind == "bytearray" else file)
    if kind == "closed":
        file.close()
    elif kind == "bytearray":
        del content[-1]
    else:
        file.truncate(len(LARGE) + (1 if kind == "longer" else -1))
    with pytest.raises(InvalidImageError, match=r"changed before|no longer be read"):
        list(source.chunks())
    file.close()


def test_form_does_not_show_the_path(tmp_path: Path) -> None:
    """A part has a generic or given file name, and nothing shows the path or the bytes."""
    path = tmp_path / "secret name.jpg"
    path.write_bytes(make_image("JPEG") + bytes(SMALL_SIZE))
    source = load_source(path)
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        for file in (source.part(File), source.part(File, "page 1.jpg"), load_source(make_image()).part(File)):
            client.classification.infer_file("digits", "1", file=file)
            assert "secret" not in repr(file) + repr(source)
            assert len(repr(file) + repr(source)) < 150
    headers = [part(request)[0].strip().split("\r\n") for request in server.received]

    assert headers == [
        [f'Content-Disposition: form-data; name="file"; filename="{name}"', f"Content-Type: image/{kind}"]
        for name, kind in (("image.jpg", "jpeg"), ("page 1.jpg", "jpeg"), ("image.png", "png"))
    ]


def test_threads_can_share_a_file(tmp_path: Path) -> None:
    """Eight threads that read the same file object each send all of it."""
    (tmp_path / "a.png").write_bytes(LARGE)
    found: list[bytes] = []
    with (tmp_path / "a.png").open("rb") as file:
        threads = [
            threading.Thread(target=lambda: found.append(b"".join(load_source(file).chunks()))) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert found == [LARGE] * 8


@contextmanager
def disconnecting_server() -> Iterator[str]:
    """Serve connections that are closed during the request."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):  # the server was shut down
                while True:
                    connection, _ = server.accept()
                    connection.recv(70_000)
                    connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.usefixtures("no_open_files")
@pytest.mark.parametrize("kind", ["path", "unseekable"])
def test_lost_connection_leaves_no_file_open(kind: str, tmp_path: Path) -> None:
    """A lost connection leaves neither the file nor a temporary copy open."""
    content = LARGE + bytes(20_000_000)  # more than the socket buffers hold
    image = make_input(kind, content, tmp_path / "a.png")
    with disconnecting_server() as url, Roboflow(base_url=url) as client, pytest.raises(APIConnectionError):
        client.infer(image, model="digits/1")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_large_images_in_process(asynchronous: bool, tmp_path: Path) -> None:
    """An emulator's transport reads large bodies without a socket."""
    noise = np.random.default_rng(3).integers(0, 256, (300, 200, 3), dtype=np.uint8)
    emulator = RoboflowEmulator(api_key="key")
    emulator.register("kinds/1", [(make_image(), "plain"), (Image.fromarray(noise), "noise")])
    path = tmp_path / "a.png"
    Image.fromarray(noise).save(path)
    assert path.stat().st_size > SMALL_SIZE

    async def call() -> list[Classification[Any]]:
        async with AsyncRoboflow("key", base_url="http://localhost", transport=emulator.transport()) as client:
            return [await client.classify(each, model="kinds/1") for each in (path, noise)]

    if asynchronous:
        results = asyncio.run(call())
    else:
        with Roboflow("key", base_url="http://localhost", transport=emulator.transport()) as client:
            results = [client.classify(each, model="kinds/1") for each in (path, noise)]
    emulator.verify()

    assert [(result.top.name, result.image_size) for result in results if result.top] == [
        ("noise", ImageSize(200, 300))
    ] * 2
