"""Formats of images that Roboflow's emulator reads, as the real server does; their orientation and size."""

from __future__ import annotations

import base64
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from .channels import encoded, new_emulator, open_channel

if TYPE_CHECKING:
    from .channels import Channel

MALFORMED = {"message": "Could not load input image. Cause: Malformed base64 input image."}


def sixteen_bits() -> bytes:
    """Return a grey PNG with 16 bits per pixel."""
    buffer = BytesIO()
    Image.new("I;16", (64, 48), 40_000).save(buffer, format="PNG")
    return buffer.getvalue()


HDR_ROW = b"\2\2\0\x40" + b"".join(bytes((128 + 64, value)) for value in (230, 20, 20, 128))  # each channel is one run

IMAGES = {
    "jpeg": encoded("JPEG"),
    "jpeg-grey": encoded("JPEG", "L"),
    "jpeg-cmyk": encoded("JPEG", "CMYK"),
    "png": encoded("PNG"),
    "png-rgba": encoded("PNG", "RGBA"),
    "png-grey": encoded("PNG", "L"),
    "png-grey-alpha": encoded("PNG", "LA"),
    "png-palette": encoded("PNG", "P"),
    "png-black-white": encoded("PNG", "1"),
    "png-16-bit": sixteen_bits(),
    "gif": encoded("GIF"),
    "webp": encoded("WEBP"),
    "bmp": encoded("BMP"),
    "tiff": encoded("TIFF"),
    "avif": encoded("AVIF"),
    "jpeg-2000": encoded("JPEG2000"),
    "one-pixel": encoded("PNG", size=(1, 1)),
    "mpo": encoded("MPO"),
    "ppm": encoded("PPM"),
    "pgm": encoded("PPM", "L"),
    "pbm": encoded("PPM", "1"),
    "ppm-text": b"P3\n64 48\n255\n" + b"230 20 20 " * 64 * 48,
    "sun-raster": struct.pack(">8I", 0x59A66A95, 64, 48, 24, 64 * 48 * 3, 1, 0, 0) + bytes((20, 20, 230)) * 64 * 48,
    "hdr": b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 48 +X 64\n" + HDR_ROW * 48,
    "hdr-flat": b"#?RGBE\n\n-Y 48 +X 64\n" + bytes((230, 20, 20, 128)) * 64 * 48,
}
COLOURFUL = [
    *("mpo", "ppm", "ppm-text", "sun-raster", "hdr", "hdr-flat"),
    *("jpeg", "jpeg-cmyk", "png", "png-rgba", "png-palette", "gif", "webp", "bmp", "tiff", "avif", "jpeg-2000"),
]


@pytest.mark.parametrize("name", IMAGES)
def test_formats(channel: Channel, name: str) -> None:
    """Every supported format is decoded, at its size."""
    response = channel.infer(base64.b64encode(IMAGES[name]))
    size = {"width": 1, "height": 1} if name == "one-pixel" else {"width": 64, "height": 48}
    assert (response.status_code, response.json()["image"]) == (200, size)
    if name in COLOURFUL:
        assert response.json()["top"] == "red"


@pytest.mark.parametrize("mode", ["F", "I"])
def test_tiff_with_32_bits(channel: Channel, mode: str) -> None:
    """A TIFF with 32 bits per channel is not read."""
    response = channel.infer(base64.b64encode(encoded("TIFF", mode)))
    assert (response.status_code, response.json()) == (400, MALFORMED)


@pytest.mark.parametrize(
    ("image_format", "turns"),
    [
        ("JPEG", (True, False)),
        ("MPO", (True, False)),
        ("PNG", (True, False)),
        ("TIFF", (True, True)),
        ("WEBP", (False, False)),
        ("AVIF", (False, False)),
        ("JPEG2000", (False, False)),
    ],
)
def test_exif_orientation(channel: Channel, image_format: str, turns: tuple[bool, bool]) -> None:
    """The orientation of JPEG and PNG is applied unless the request disables it, that of TIFF always, others never."""
    exif, buffer = Image.Exif(), BytesIO()
    exif[0x0112] = 6
    Image.new("RGB", (64, 48)).save(buffer, format=image_format, exif=exif)
    body = base64.b64encode(buffer.getvalue())
    flat, upright = {"width": 64, "height": 48}, {"width": 48, "height": 64}
    sizes = [channel.infer(body, disable_preproc_auto_orient=disabled).json()["image"] for disabled in (False, True)]
    assert sizes == [upright if turn else flat for turn in turns]


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_orientation_in_xmp_is_ignored(channel: Channel, image_format: str) -> None:
    """An orientation in XMP is not applied in any format, as OpenCV does not read it."""
    xmp = b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    others: dict[str, dict[str, Any]] = {"TIFF": {"tiffinfo": {700: xmp}}, "PNG": {"pnginfo": text}}
    buffer = BytesIO()
    Image.new("RGB", (64, 48)).save(buffer, format=image_format, **others.get(image_format, {"xmp": xmp}))
    assert b'tiff:Orientation="6"' in buffer.getvalue()
    response = channel.infer(base64.b64encode(buffer.getvalue()))
    assert response.json()["image"] == {"width": 64, "height": 48}


def png_declaring(width: int, height: int) -> bytes:
    """Return a small PNG that declares a size."""
    content = bytearray(encoded("PNG", "1", (8, 8)))
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize("bomb", [png_declaring(2**31 - 1, 1), png_declaring(8_400, 8_000)])
def test_decompression_bomb(channel: Channel, bomb: bytes) -> None:
    """A small file that declares a huge image without having it is rejected."""
    response = channel.infer(base64.b64encode(bomb))
    assert (response.status_code, response.json()) == (400, MALFORMED)


@pytest.mark.parametrize("image_format", ["PNG", "JPEG"])
def test_large_image(image_format: str) -> None:
    """An image above 2^26 pixels is read, at its own size; the server fails above 2^30."""
    buffer = BytesIO()
    Image.new("L", (8_400, 8_000), 76).save(buffer, format=image_format)
    with open_channel("transport", new_emulator()) as channel:
        response = channel.infer(base64.b64encode(buffer.getvalue()))
        failed = channel.infer(base64.b64encode(png_declaring(40_000, 40_000)))
    assert (response.status_code, response.json()["image"]) == (200, {"width": 8_400, "height": 8_000})
    assert (failed.status_code, failed.json()) == (500, {"message": "Internal error."})


def test_memory_is_bounded() -> None:
    """An image above 2^26 pixels is never held as RGB: a program of its own measures it."""
    buffer = BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, format="PNG")
    program = (
        "import re, sys; from pathlib import Path; from visionapis_testing.vendors.roboflow.images import decode;"
        "found = decode(sys.stdin.buffer.read(), auto_orient=True);"
        # ru_maxrss of a process would begin with that of its parent.
        "peak = re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text());"
        "print(found.size, int(peak[1]) < 800_000)"
    )
    done = subprocess.run([sys.executable, "-c", program], input=buffer.getvalue(), capture_output=True, check=True)
    assert done.stdout.split(b"\n")[0] == b"(20000, 20000) True"
