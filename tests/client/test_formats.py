"""What the bytes of a picture say about it."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.helpers.images import picture
from tests.helpers.sources import source_of
from visionapis import Size
from visionapis._images.formats import HEAD, MEDIA_TYPES, sniff
from visionapis._images.sources import SMALL, PictureSource, from_memory

if TYPE_CHECKING:
    from pathlib import Path


def saved(format_: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> bytes:
    """A picture as Pillow writes it."""
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, format=format_, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("format_", ["AVIF", "BMP", "GIF", "ICO", "JPEG", "JPEG2000", "PDF", "PNG", "TIFF", "WEBP"])
def test_format_is_told_by_content(format_: str) -> None:
    """Of every format that Pillow writes, by its first bytes."""
    found = sniff(saved(format_, (16, 16))[:HEAD])

    assert found == {"JPEG2000": "JPEG 2000"}.get(format_, format_)
    assert found in MEDIA_TYPES


SIZED = {
    "png": saved("PNG", (300, 7)),
    "one column of PNG": saved("PNG", (1, 65535), "1"),
    "jpeg": saved("JPEG", (300, 7)),
    "progressive": saved("JPEG", (301, 70), progressive=True),
    "grey": saved("JPEG", (31, 17), "L"),
    "cmyk": saved("JPEG", (31, 17), "CMYK"),
    "largest": saved("JPEG", (65500, 1)),
    "profile of many segments": saved("JPEG", (123, 45), icc_profile=bytes(300_000)),
    "comment": saved("JPEG", (123, 45), comment=b"\xff\xc0" * 1000),
    "restarts": saved("JPEG", (640, 480), restart_marker_rows=1),
    "padded": (content := saved("JPEG", (11, 22)))[:2] + b"\xff" * 9 + content[2:],
}


@pytest.mark.parametrize("name", SIZED)
def test_size_stands_in_the_header(name: str, tmp_path: Path) -> None:
    """As Pillow reads it, in memory and on disk."""
    with Image.open(io.BytesIO(SIZED[name])) as image:
        expected = Size(*image.size)
    path = tmp_path / "a"
    path.write_bytes(SIZED[name] + bytes(SMALL))

    assert source_of(SIZED[name]).pixels == source_of(path).pixels == expected


def test_orientation_is_not_looked_at() -> None:
    """The size is that of the pixels as they are stored, which is what servers count boxes in."""
    exif = Image.Exif()
    exif[0x0112] = 6

    assert source_of(saved("JPEG", (30, 20), exif=exif)).pixels == Size(30, 20)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(30),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(8),
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff\xe0\0\0" * 20_000,
        b"\xff\xd8" + b"\xff" * 50_000,
        b"\xff\xd8\xff\xda" + saved("JPEG", (3, 2))[2:],
        b"\xff\xd8\xff\xc0\0\x11\x08" + bytes(20),
        saved("WEBP", (3, 2)),
    ],
)
def test_size_is_unknown_where_the_header_has_none(content: bytes) -> None:
    """Cut off, without a frame, of no size, or of another format."""
    assert source_of(content).pixels is None


def test_nothing_in_a_picture_is_an_error() -> None:
    """Whatever is changed in a header, there is a size or there is none."""
    chance = random.Random(5)  # noqa: S311  (to vary tests)
    for whole in (picture("PNG"), picture("JPEG")):
        for _ in range(500):
            content = bytearray(whole)
            for _ in range(chance.randrange(1, 5)):
                content[chance.randrange(3, len(content))] = chance.randrange(256)
            found = PictureSource(sniff(whole) or "", len(whole), None, from_memory(content)[1]).pixels
            assert found is None or found.width * found.height > 0


def test_size_of_a_picture_that_is_gone_is_unknown(tmp_path: Path) -> None:
    """The answer is still good when the file is removed after it was sent."""
    path = tmp_path / "a.png"
    path.write_bytes(picture() + bytes(SMALL))
    source = source_of(path)
    path.unlink()

    assert source.pixels is None
    assert not source.is_cut_short
