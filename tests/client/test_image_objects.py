"""Pictures in every form that a caller can have them: sent whole, unaltered, or refused by name."""

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

from tests.helpers.images import picture
from tests.helpers.recording import RecordingServer
from visionapis import PictureError, Roboflow
from visionapis._images.input import PictureURL, is_quick, load
from visionapis._images.sources import SMALL, PictureSource

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


@pytest.mark.parametrize("length", [100, SMALL])
def test_view_is_sent_as_its_bytes(length: int) -> None:
    """Also one of wider numbers, of more than one axis, or of every other byte."""
    content = picture() + bytes(length)
    content += bytes(len(content) % 2)
    views = [
        memoryview(content).cast("H"),
        memoryview(content).cast("B", (len(content) // 2, 2)),
        memoryview(bytes(byte for byte in content for _ in range(2)))[::2],
    ]

    assert [sent(view) for view in views] == [content] * 3


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


def test_image_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Pillow reads a file when its pixels are wanted; what it then raises is told."""
    (tmp_path / "a.jpg").write_bytes(picture("JPEG", (64, 64))[:-20])
    with Image.open(tmp_path / "a.jpg") as image:
        assert "cannot be encoded (OSError: image file is truncated" in refusal(image)


PIXELS = np.random.default_rng(7).integers(0, 256, (37, 53, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    "array",
    [PIXELS, PIXELS[::-1, ::2], PIXELS[..., ::-1], np.asfortranarray(PIXELS), PIXELS[:1, :1], np.zeros_like(PIXELS)],
    ids=["whole", "every other column", "channels turned", "columns first", "one pixel", "black"],
)
def test_array_is_sent_pixel_by_pixel(array: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    """However the array lies in memory, the server sees height, width and RGB of it; the caller's stays as it is."""
    before = array.copy()
    array.flags.writeable = False
    with Image.open(io.BytesIO(sent(array))) as arrived:
        assert (arrived.format, arrived.mode) == ("PNG", "RGB")
        np.testing.assert_array_equal(np.asarray(arrived), array)
    np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize(
    ("array", "named"),
    [
        (PIXELS[..., 0], "shape (37, 53) and dtype uint8"),
        (PIXELS.transpose(2, 0, 1), "shape (3, 37, 53)"),
        (np.zeros((2, 2, 4), np.uint8), "shape (2, 2, 4)"),
        (np.zeros((0, 2, 3), np.uint8), "shape (0, 2, 3)"),
        (PIXELS[None], "shape (1, 37, 53, 3)"),
        (PIXELS / 255, "dtype float64"),
        (PIXELS.astype(np.int8), "dtype int8"),
    ],
)
def test_array_of_another_kind_is_refused(array: object, named: str) -> None:
    """Its shape and kind are named, and what a picture is."""
    text = refusal(array)

    assert named in text
    assert "height x width x 3, RGB, of uint8" in text


def test_addresses_are_for_servers_that_fetch_them() -> None:
    """In the schemes that they fetch, whatever their case; a path is none."""
    url = "HTTPS://pictures.example.com/a.jpg?signature=secret"
    found = load(url, formats=(), max_bytes=None, urls=("https",))
    assert isinstance(found, PictureURL)
    assert found.url == url
    assert "secret" not in repr(found)
    with pytest.raises(PictureError, match="over https alone; download it"):
        load("http://pictures.example.com/a.jpg", formats=(), max_bytes=None, urls=("https",))
    with pytest.raises(PictureError, match="from no URL; download it"):
        load(url, formats=(), max_bytes=None, urls=())


def test_pdf_is_for_servers_that_read_it() -> None:
    """It is told by its content, and refused as any other format is."""
    content = b"%PDF-1.7 ..."
    source = load(content, formats={"PDF", "PNG"}, max_bytes=None, urls=())
    assert isinstance(source, PictureSource)
    name, payload, media_type = source.part(lambda *fields: (fields[1], fields[0], fields[2]))

    assert (name, payload, media_type) == ("picture.pdf", content, "application/pdf")
    assert "the picture is PDF; this server reads AVIF, BMP" in refusal(content)


def test_limit_ends_the_copy_of_a_file(tmp_path: Path) -> None:
    """Of a file that has no end no more is read than is needed to refuse it."""

    class Endless:
        read_ = 0

        def read(self, size: int = -1) -> bytes:
            self.read_ += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(PictureError, match="larger than the 1,000,000 bytes"):
        load(endless, formats={"PNG"}, max_bytes=1_000_000, urls=())
    assert endless.read_ == 1_000_001


def test_what_takes_time_is_told(tmp_path: Path) -> None:
    """Whoever must not wait loads images, arrays and files that are copied elsewhere."""
    path = tmp_path / "a.png"
    path.write_bytes(picture() + bytes(SMALL))
    reader, writer = os.pipe()
    with (
        path.open("rb") as file,
        gzip.open(tmp_path / "a.gz", "wb") as packed,
        os.fdopen(reader, "rb") as pipe,
        os.fdopen(writer),
    ):
        quick = [is_quick(each) for each in (path, str(path), b"", bytearray(), memoryview(b""), file, io.BytesIO())]
        slow = [is_quick(each) for each in (pipe, packed, Image.new("RGB", (1, 1)), PIXELS)]

    assert quick == [True] * 7
    assert slow == [False] * 4
