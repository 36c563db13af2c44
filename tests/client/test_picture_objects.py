"""Pictures in every form that a caller can have them: sent whole, unaltered, or refused by name."""

from __future__ import annotations

import base64
import gzip
import io
import os
import threading
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from support.pictures import picture
from support.recording import RecordingServer

from visionapis import PictureError, Roboflow

if TYPE_CHECKING:
    from pathlib import Path

    from visionapis import Picture


def sent(picture_: Picture, *, limit: int | None = None) -> bytes:
    """What arrives at the server."""
    with RecordingServer() as server, Roboflow(base_url=server.url, max_picture_bytes=limit) as client:
        client.infer(picture_, model="digits/1")
    return base64.b64decode(server.received[0].body)


def refusal(picture_: object) -> str:
    """What the client says of something that is no picture."""
    with Roboflow(base_url="http://localhost:1") as client, pytest.raises(PictureError) as caught:
        client.infer(picture_, model="digits/1")  # type: ignore[arg-type]  # the mistake under test
    return str(caught.value)


@pytest.mark.parametrize("limit", [None, 1_000_000])
def test_unbuffered_pipe_is_read_to_its_end(limit: int | None) -> None:
    """A raw file gives less at a time than it is asked for; every byte arrives all the same."""
    content = picture() + os.urandom(300_000)
    reader, writer = os.pipe()

    def write() -> None:
        with os.fdopen(writer, "wb") as file:
            file.write(content)

    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(reader, "rb", buffering=0) as file:
        arrived = sent(file, limit=limit)
    thread.join()

    assert arrived == content


def test_whatever_reads_like_a_file_is_one(tmp_path: Path) -> None:
    """Members of archives and compressed files arrive as they are inside; so do buffers."""
    content = picture("JPEG")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.jpg", content)
    with gzip.open(tmp_path / "a.gz", "wb") as file:
        file.write(content)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive, archive.open("a.jpg") as member:
        assert sent(member) == content
    with gzip.open(tmp_path / "a.gz") as unzipped:
        assert sent(unzipped) == content
    assert sent(bytearray(content)) == sent(memoryview(content)) == content


def test_caller_finds_the_file_where_it_stood(tmp_path: Path) -> None:
    """Also when the file was refused."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(picture("JPEG"))
    with path.open(encoding="latin-1") as text, path.open("rb") as binary:
        assert "'rb'" in refusal(text)
        assert text.tell() == 0
        sent(binary)
        assert binary.tell() == 0


def test_things_that_misbehave_are_named(tmp_path: Path) -> None:
    """A file object that raises, gives other things than bytes, or is closed; a pipe, a folder, a device."""

    class Broken:
        def read(self, size: int = -1) -> object:
            raise EOFError("broken off")

    class Numbers:
        def read(self, size: int = -1) -> object:
            return 7

    closed = io.BytesIO(picture())
    closed.close()
    os.mkfifo(tmp_path / "pipe")

    assert "EOFError: broken off" in refusal(Broken())
    assert "gives int, not bytes" in refusal(Numbers())
    assert "closed file" in refusal(closed)
    assert "no regular file" in refusal(tmp_path / "pipe")
    assert "no regular file" in refusal("/dev/zero")
    assert "\n" not in refusal(tmp_path / "two\nlines.png")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_image_of_pillow_is_sent_upright(orientation: int) -> None:
    """The camera's note is carried out, because a PNG is not always read with it."""
    image = Image.new("RGB", (3, 2))
    image.putpixel((0, 0), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", exif=exif)
    opened = Image.open(io.BytesIO(buffer.getvalue()))
    with Image.open(io.BytesIO(sent(opened))) as arrived:
        pixels = {(x, y): arrived.getpixel((x, y)) for x in range(arrived.width) for y in range(arrived.height)}
        size = arrived.size
    corner = next(place for place, colour in pixels.items() if colour == (255, 0, 0))

    corners = {1: (0, 0), 2: (2, 0), 3: (2, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 2), 8: (0, 2)}
    assert size == ((3, 2) if orientation < 5 else (2, 3))
    assert corner == corners[orientation]


@pytest.mark.parametrize("mode", ["F", "I"])
def test_image_whose_numbers_are_no_colours_is_refused(mode: str) -> None:
    """Such an image would be clipped to black or white without a word."""
    assert f"mode {mode}" in refusal(Image.new(mode, (2, 2)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK", "YCbCr", "LAB", "HSV"])
def test_image_of_every_colour_mode_is_sent(mode: str) -> None:
    """Each becomes a PNG of its size."""
    with Image.open(io.BytesIO(sent(Image.new(mode, (5, 3))))) as arrived:
        assert (arrived.format, arrived.size) == ("PNG", (5, 3))
