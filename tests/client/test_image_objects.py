"""Image inputs: files and buffers are sent unaltered, or rejected with a reason."""

from __future__ import annotations

import base64
import gzip
import io
import os
import threading
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.limited import limited
from tests.helpers.recording import RecordingServer
from visionapis import InvalidImageError, Roboflow
from visionapis._images.input import ImageURL, is_quick, load
from visionapis._images.options import LoadOptions
from visionapis._images.sources import SMALL_SIZE, ImageSource

if TYPE_CHECKING:
    from pathlib import Path

    from visionapis import ImageInput


def receive(image: ImageInput, *, limit: int | None = None) -> bytes:
    """Return the image that a server receives."""
    with RecordingServer() as server, Roboflow(base_url=server.url, max_image_bytes=limit) as client:
        client.infer(image, model="digits/1")
    return base64.b64decode(server.received[0].body)


def error_message(image: object) -> str:
    """Return the message of the error about an invalid image."""
    with Roboflow(base_url="http://localhost:1") as client, pytest.raises(InvalidImageError) as caught:
        client.infer(image, model="digits/1")  # type: ignore[arg-type]  # the mistake under test
    return str(caught.value)


@pytest.mark.parametrize("limit", [None, 1_000_000])
def test_unbuffered_pipe_is_read_to_its_end(limit: int | None) -> None:
    """A raw file that returns fewer bytes than requested is read to its end."""
    content = make_image() + os.urandom(300_000)
    reader, writer = os.pipe()

    def write() -> None:
        with os.fdopen(writer, "wb") as file:
            file.write(content)

    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(reader, "rb", buffering=0) as file:
        received = receive(file, limit=limit)
    thread.join()

    assert received == content


def test_file_like_objects_are_read(tmp_path: Path) -> None:
    """Members of archives and gzip files are read decompressed, and buffers as they are."""
    content = make_image("JPEG")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.jpg", content)
    with gzip.open(tmp_path / "a.gz", "wb") as file:
        file.write(content)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive, archive.open("a.jpg") as member:
        assert receive(member) == content
    with gzip.open(tmp_path / "a.gz") as unzipped:
        assert receive(unzipped) == content
    assert receive(bytearray(content)) == receive(memoryview(content)) == content


@pytest.mark.parametrize("length", [100, SMALL_SIZE])
def test_memoryview_is_sent_as_bytes(length: int) -> None:
    """A memoryview of wider items, several dimensions or a stride is sent as its bytes."""
    content = make_image() + bytes(length)
    content += bytes(len(content) % 2)
    views = [
        memoryview(content).cast("H"),
        memoryview(content).cast("B", (len(content) // 2, 2)),
        memoryview(bytes(byte for byte in content for _ in range(2)))[::2],
    ]

    assert [receive(view) for view in views] == [content] * 3


def test_file_position_is_restored(tmp_path: Path) -> None:
    """A file is left at its position, even when it is rejected."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(make_image("JPEG"))
    with path.open(encoding="latin-1") as text_file, path.open("rb") as binary:
        assert "text mode" in error_message(text_file)
        assert text_file.tell() == 0
        receive(binary)
        assert binary.tell() == 0


def test_unreadable_objects_are_rejected(tmp_path: Path) -> None:
    """Failing or closed file objects, pipes, devices and invalid paths are rejected with the reason."""

    class Failing:
        def read(self, size: int = -1) -> object:
            raise EOFError("truncated")

    class Numbers:
        def read(self, size: int = -1) -> object:
            return 7

    closed_file = io.BytesIO(make_image())
    closed_file.close()
    os.mkfifo(tmp_path / "pipe")

    assert "(EOFError)" in error_message(Failing())
    assert "returned int, not bytes" in error_message(Numbers())
    assert error_message(closed_file) == "the file object is closed"
    with limited(10):
        assert "not a regular file" in error_message(tmp_path / "pipe")
        assert "not a regular file" in error_message("/dev/zero")
    assert "\n" not in error_message(tmp_path / "two\nlines.png")


def test_urls_need_a_server_that_fetches_them() -> None:
    """A URL is accepted in the schemes that the server fetches, and rejected otherwise."""
    url = "HTTPS://images.example.com/a.jpg?signature=secret"
    image_url = load(url, LoadOptions(formats=(), url_schemes=("https",)))
    assert isinstance(image_url, ImageURL)
    assert image_url.url == url
    assert "secret" not in repr(image_url)
    with pytest.raises(InvalidImageError, match="from https URLs only"):
        load("http://images.example.com/a.jpg", LoadOptions(formats=(), url_schemes=("https",)))
    with pytest.raises(InvalidImageError, match="no images from URLs"):
        load(url, LoadOptions(formats=()))


def test_pdf_needs_a_server_that_reads_it() -> None:
    """A PDF is detected by its content, and rejected if the server does not read it."""
    content = b"%PDF-1.7 ..."
    source = load(content, LoadOptions(formats={"PDF", "PNG"}))
    assert isinstance(source, ImageSource)
    name, payload, media_type = source.part(lambda *fields: (fields[1], fields[0], fields[2]))

    assert (name, payload, media_type) == ("image.pdf", content, "application/pdf")
    assert "the image is PDF, which this server does not read" in error_message(content)


def test_endless_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """Reading an endless file stops one byte past the limit."""

    class Endless:
        bytes_read = 0

        def read(self, size: int = -1) -> bytes:
            self.bytes_read += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(InvalidImageError, match="larger than the limit of 1,000,000 bytes"):
        load(endless, LoadOptions(formats={"PNG"}, max_bytes=1_000_000))
    assert endless.bytes_read == 1_000_001


def test_slow_inputs_are_detected(tmp_path: Path) -> None:
    """PIL images, arrays and files that must be copied are loaded in a thread, all others at once."""
    path = tmp_path / "a.png"
    path.write_bytes(make_image() + bytes(SMALL_SIZE))
    reader, writer = os.pipe()
    with (
        path.open("rb") as file,
        gzip.open(tmp_path / "a.gz", "wb") as gzip_file,
        os.fdopen(reader, "rb") as pipe,
        os.fdopen(writer),
    ):
        fast = [is_quick(each) for each in (path, str(path), b"", bytearray(), memoryview(b""), file, io.BytesIO())]
        slow = [is_quick(each) for each in (pipe, gzip_file, Image.new("RGB", (1, 1)), np.zeros((1, 1, 3), np.uint8))]

    assert fast == [True] * 7
    assert slow == [False] * 4
