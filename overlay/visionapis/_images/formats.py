"""Detect the format of an image from its first bytes, and whether the image is truncated."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

Read: TypeAlias = Callable[[int, int], bytes]
"""Returns the bytes of an image at an offset; exactly as many as requested."""

# Number of bytes at the start of an image that identify its format.
HEAD = 32

# The media type and the file extension of each format that a server reads.
MEDIA_TYPES = {
    "AVIF": ("image/avif", "avif"),
    "BMP": ("image/bmp", "bmp"),
    "GIF": ("image/gif", "gif"),
    "HDR": ("image/vnd.radiance", "hdr"),
    "HEIC": ("image/heic", "heic"),
    "JPEG": ("image/jpeg", "jpg"),
    "JPEG 2000": ("image/jp2", "jp2"),
    "PDF": ("application/pdf", "pdf"),
    "PNG": ("image/png", "png"),
    "PNM": ("image/x-portable-anymap", "pnm"),
    "Sun raster": ("image/x-cmu-raster", "ras"),
    "TIFF": ("image/tiff", "tiff"),
    "WEBP": ("image/webp", "webp"),
}

OTHER_MEDIA_TYPE = ("application/octet-stream", "bin")
"""The media type and the file extension of all other formats."""

# MPO, the format of some cameras, is JPEG followed by further images, and APNG is PNG.
_MAGIC = (
    ("JPEG", 0, b"\xff\xd8\xff"),
    ("PNG", 0, b"\x89PNG\r\n\x1a\n"),
    ("GIF", 0, b"GIF8"),
    ("WEBP", 8, b"WEBP"),
    ("BMP", 0, b"BM"),
    ("TIFF", 0, b"II*\0"),
    ("TIFF", 0, b"MM\0*"),
    ("TIFF", 0, b"II+\0"),
    ("TIFF", 0, b"MM\0+"),
    ("JPEG 2000", 0, b"\0\0\0\x0cjP  "),
    ("JPEG 2000", 0, b"\xff\x4f\xff\x51"),
    ("JPEG XL", 0, b"\0\0\0\x0cJXL "),
    ("JPEG XL", 0, b"\xff\x0a"),
    ("JPEG XR", 0, b"II\xbc"),
    ("HDR", 0, b"#?RADIANCE"),
    ("HDR", 0, b"#?RGBE"),
    ("Sun raster", 0, b"\x59\xa6\x6a\x95"),
    ("EXR", 0, b"\x76\x2f\x31\x01"),
    ("ICO", 0, b"\0\0\1\0"),
    ("PSD", 0, b"8BPS"),
    ("QOI", 0, b"qoif"),
    ("DDS", 0, b"DDS "),
    ("PDF", 0, b"%PDF-"),
)

# Brands of the ISO base media file format; `mif1` and `msf1` say only that the file contains images.
_BRANDS = {b"avif": "AVIF", b"avis": "AVIF", b"mif1": "HEIF", b"msf1": "HEIF"} | dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "HEIC"
)


def sniff(head: bytes) -> str | None:
    """Return the format of an image by its first HEAD bytes, or None if it is unknown."""
    for name, start, magic in _MAGIC:
        if head.startswith(magic, start):
            return name
    if head[4:8] == b"ftyp":
        # The major brand, then the compatible ones; a specific brand counts more than a general one.
        brands = [head[8:12], *(head[start : start + 4] for start in range(16, len(head), 4))]
        brands.sort(key=lambda brand: brand in {b"mif1", b"msf1"})
        return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), None)
    if re.match(rb"P[1-6]\s+[#0-9]|P7\n", head):
        return "PNM"
    return "PFM" if re.match(rb"P[Ff]\s+[0-9]", head) else None


def is_truncated(format_: str, size: int, read: Read) -> bool:
    """Return whether an image lacks the end marker of its format.

    Some decoders accept that: it explains an error of the server, and is not an error by itself.
    """
    # The last chunk of a PNG has no data, so its checksum is always the same.
    markers = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82", "GIF": b"\x3b"}
    if format_ in markers:
        length = min(size, 1024)
        return markers[format_] not in read(size - length, length)
    return format_ == "WEBP" and int.from_bytes(read(4, 4), "little") + 8 > size
