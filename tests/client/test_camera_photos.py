"""Photos of cameras: MPO files, and one size and one set of pixel boxes for a rotated photo in every form."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.helpers.classification import classify_arguments, each_classifier
from tests.helpers.images import make_image
from tests.helpers.sources import load_source
from visionapis import ImageSize, PixelBoundingBox
from visionapis._images.sources import SMALL_SIZE
from visionapis_testing import ImageRecognizeEmulator
from visionapis_testing.vendors import emulator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RED, BLUE = make_image(colour=(200, 30, 30)), make_image(colour=(30, 30, 200))
BOX = (0.25, 0.5, 0.5, 0.5)


def trained(vendor: str) -> tuple[Any, dict[str, Any]]:
    """Return a client of an emulator that knows two colours, and the arguments of `classify`."""
    emulated = emulator(vendor)
    id_ = emulated.register_model("colours/1", [(RED, {"label": "red"}), (BLUE, {"label": "blue"})])
    client: Any = emulated.client()  # type: ignore[attr-defined]  # of every vendor's emulator
    return client, classify_arguments(vendor, id_)


def save(image: Image.Image, format_: str, **options: Any) -> bytes:
    """Return the image as Pillow writes it."""
    buffer = io.BytesIO()
    image.save(buffer, format=format_, **options)
    return buffer.getvalue()


def photo(format_: str, orientation: int, size: tuple[int, int] = (24, 16), **options: Any) -> bytes:
    """Return a red photo with an EXIF orientation."""
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    exif[0x0112] = orientation
    return save(Image.new("RGB", size, (200, 30, 30)), format_, exif=exif, **options)


def big_endian_photo(orientation: int) -> bytes:
    """Return a JPEG whose EXIF data has the other byte order, and comes after other segments."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHH", 8, 1, 0x0112, 3, 1, orientation, 0) + bytes(4)
    exif = b"Exif\0\0" + tiff
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x/>"
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data for data in (xmp, exif))
    jpeg = save(Image.new("RGB", (24, 16), (200, 30, 30)), "JPEG")
    return jpeg[:2] + segments + jpeg[2:]


def late_exif_photo(orientation: int) -> bytes:
    """Return a PNG whose EXIF data comes after its pixels."""
    png = photo("PNG", orientation)
    start = png.index(b"eXIf") - 4
    end = start + 12 + int.from_bytes(png[start : start + 4])
    return png[:start] + png[end:-12] + png[start:end] + png[-12:]


PHOTOS: dict[str, Callable[[int], bytes]] = {
    "JPEG": lambda orientation: photo("JPEG", orientation),
    "progressive JPEG": lambda orientation: photo("JPEG", orientation, progressive=True, icc_profile=bytes(100_000)),
    "big-endian JPEG": big_endian_photo,
    "MPO": lambda orientation: photo("MPO", orientation, save_all=True, append_images=[Image.new("RGB", (9, 9))]),
    "PNG": lambda orientation: photo("PNG", orientation),
    "PNG with late EXIF data": late_exif_photo,
}


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_is_that_of_the_upright_image(name: str, orientation: int, tmp_path: Path) -> None:
    """The size in bytes, a large file and a PIL image is that of the image as it is displayed."""
    content = PHOTOS[name](orientation)
    path = tmp_path / "a"
    path.write_bytes(content + bytes(SMALL_SIZE))
    with Image.open(io.BytesIO(content)) as image:
        sizes = {load_source(each).image_size for each in (content, path, image)}

    assert sizes == {ImageSize(16, 24) if orientation >= 5 else ImageSize(24, 16)}


@pytest.mark.parametrize(
    "exif",
    [
        b"",
        b"II*\0",
        b"XX*\0" + bytes(30),
        b"II*\0\xff\xff\xff\xff" + bytes(20),
        b"II*\0\x08\0\0\0\xff\xff" + bytes(500),
        b"II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x09\0",
        b"II*\0\x08\0\0\0\1\0\x12\1\2\0\1\0\0\0\x46\0\0\0",
    ],
)
def test_damaged_exif_data_is_ignored(exif: bytes) -> None:
    """EXIF data that is damaged, or has an orientation that does not exist, leaves the size as stored."""
    jpeg = save(Image.new("RGB", (24, 16)), "JPEG", exif=b"Exif\0\0" + exif)
    png = save(Image.new("RGB", (24, 16)), "PNG")
    chunk = struct.pack(">I", len(exif)) + b"eXIf" + exif + struct.pack(">I", zlib.crc32(b"eXIf" + exif))

    assert load_source(jpeg).image_size == load_source(png[:33] + chunk + png[33:]).image_size == ImageSize(24, 16)


@pytest.mark.parametrize("orientation", [1, 6, 8])
@pytest.mark.parametrize("name", ["JPEG", "PNG"])
def test_rotated_photo_has_one_set_of_pixel_boxes(name: str, orientation: int, tmp_path: Path) -> None:
    """Pixel boxes of a photo are the same from bytes, a path, a file and a PIL image, in both of a vendor's clients."""
    content = PHOTOS[name](orientation)
    path = tmp_path / "a"
    path.write_bytes(content)
    emulated = ImageRecognizeEmulator()
    emulated.register(RED, objects=[("red", 99.0, [BOX])])

    def forms() -> list[Any]:
        return [content, path, io.BytesIO(content), Image.open(io.BytesIO(content))]

    async def classify_all() -> list[Any]:
        emulator = ImageRecognizeEmulator()
        emulator.register(RED, objects=[("red", 99.0, [BOX])])
        async with emulator.async_client() as async_client:
            return [await async_client.classify(each) for each in forms()]

    with emulated.client() as client:
        results = [client.classify(each) for each in forms()] + asyncio.run(classify_all())
    (boxes,) = {result.top.pixel_boxes for result in results}

    assert boxes == (PixelBoundingBox(6, 8, 12, 8) if orientation == 1 else PixelBoundingBox(4, 12, 8, 12),)


@each_classifier
@pytest.mark.parametrize("name", ["MPO", "JPEG"])
def test_every_vendor_reads_photos_of_cameras(vendor: str, name: str) -> None:
    """An MPO is sent as JPEG and read by every emulator, which returns the size of the upright image."""
    client, arguments = trained(vendor)
    with client:
        result = client.classify(PHOTOS[name](6), **arguments)
        part = client.image_file(PHOTOS[name](6)) if hasattr(client, "image_file") else None

    assert (result.top.name, result.image_size) == ("red", ImageSize(16, 24))
    assert part is None or (part.file_name, part.mime_type) == ("image.jpg", "image/jpeg")
