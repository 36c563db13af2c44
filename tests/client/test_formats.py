"""Format and size of an image, read from its bytes."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.sources import load_source
from visionapis import ImageSize
from visionapis._images.formats import HEAD, MEDIA_TYPES, sniff
from visionapis._images.sources import SMALL_SIZE, ImageSource, from_memory

if TYPE_CHECKING:
    from pathlib import Path


def save(format_: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> bytes:
    """Return an image as Pillow writes it."""
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, format=format_, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("format_", ["AVIF", "BMP", "GIF", "ICO", "JPEG", "JPEG2000", "PDF", "PNG", "TIFF", "WEBP"])
def test_format_is_detected_by_content(format_: str) -> None:
    """Every format that Pillow writes is detected by its first bytes."""
    detected = sniff(save(format_, (16, 16))[:HEAD])

    assert detected == {"JPEG2000": "JPEG 2000"}.get(format_, format_)
    assert detected in MEDIA_TYPES


IMAGES = {
    "png": save("PNG", (300, 7)),
    "png of one column": save("PNG", (1, 65535), "1"),
    "jpeg": save("JPEG", (300, 7)),
    "progressive": save("JPEG", (301, 70), progressive=True),
    "greyscale": save("JPEG", (31, 17), "L"),
    "cmyk": save("JPEG", (31, 17), "CMYK"),
    "largest dimension": save("JPEG", (65500, 1)),
    "ICC profile in several segments": save("JPEG", (123, 45), icc_profile=bytes(300_000)),
    "comment": save("JPEG", (123, 45), comment=b"\xff\xc0" * 1000),
    "restart markers": save("JPEG", (640, 480), restart_marker_rows=1),
    "fill bytes": (content := save("JPEG", (11, 22)))[:2] + b"\xff" * 9 + content[2:],
}


@pytest.mark.parametrize("name", IMAGES)
def test_size_is_read_from_the_header(name: str, tmp_path: Path) -> None:
    """The size in the header equals Pillow's, in memory and on disk."""
    with Image.open(io.BytesIO(IMAGES[name])) as image:
        expected = ImageSize(*image.size)
    path = tmp_path / "a"
    path.write_bytes(IMAGES[name] + bytes(SMALL_SIZE))

    assert load_source(IMAGES[name]).image_size == load_source(path).image_size == expected


def test_exif_orientation_is_ignored() -> None:
    """The size is that of the stored pixels, which servers use for box coordinates."""
    exif = Image.Exif()
    exif[0x0112] = 6

    assert load_source(save("JPEG", (30, 20), exif=exif)).image_size == ImageSize(30, 20)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(30),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(8),
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff\xe0\0\0" * 20_000,
        b"\xff\xd8" + b"\xff" * 50_000,
        b"\xff\xd8\xff\xda" + save("JPEG", (3, 2))[2:],
        b"\xff\xd8\xff\xc0\0\x11\x08" + bytes(20),
        save("WEBP", (3, 2)),
    ],
)
def test_size_is_none_without_a_valid_header(content: bytes) -> None:
    """The size of a truncated, invalid or unsupported header is None."""
    assert load_source(content).image_size is None


def test_damaged_headers_raise_no_error() -> None:
    """A header with random changes gives a valid size or None."""
    rng = random.Random(5)  # noqa: S311  (not for security)
    for original in (make_image("PNG"), make_image("JPEG")):
        for _ in range(500):
            content = bytearray(original)
            for _ in range(rng.randrange(1, 5)):
                content[rng.randrange(3, len(content))] = rng.randrange(256)
            size = ImageSource(sniff(original) or "", len(original), None, from_memory(content)[1]).image_size
            assert size is None or size.width * size.height > 0


def test_size_of_a_deleted_file_is_none(tmp_path: Path) -> None:
    """The size of a file deleted after it was loaded is None."""
    path = tmp_path / "a.png"
    path.write_bytes(make_image() + bytes(SMALL_SIZE))
    source = load_source(path)
    path.unlink()

    assert source.image_size is None
    assert not source.is_truncated
