"""Read the format and size of an image from its bytes, and whether it is truncated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from visionapis.types import ImageSize

Read: TypeAlias = Callable[[int, int], bytes]
"""Returns the bytes of an image at an offset; exactly as many as requested."""

# Number of bytes at the start of an image that identify its format.
HEAD = 16

# The media type and the file extension of each format.
MEDIA_TYPES = {
    "AVIF": ("image/avif", "avif"),
    "BMP": ("image/bmp", "bmp"),
    "GIF": ("image/gif", "gif"),
    "HEIC": ("image/heic", "heic"),
    "ICO": ("image/vnd.microsoft.icon", "ico"),
    "JPEG": ("image/jpeg", "jpg"),
    "JPEG 2000": ("image/jp2", "jp2"),
    "PDF": ("application/pdf", "pdf"),
    "PNG": ("image/png", "png"),
    "TIFF": ("image/tiff", "tiff"),
    "WEBP": ("image/webp", "webp"),
}

_MAGIC = (
    ("JPEG", 0, b"\xff\xd8\xff"),
    ("PNG", 0, b"\x89PNG\r\n\x1a\n"),
    ("GIF", 0, b"GIF8"),
    ("WEBP", 8, b"WEBP"),
    ("BMP", 0, b"BM"),
    ("TIFF", 0, b"II*\0"),
    ("TIFF", 0, b"MM\0*"),
    ("AVIF", 4, b"ftypavif"),
    ("AVIF", 4, b"ftypavis"),
    ("HEIC", 4, b"ftyphe"),
    ("JPEG 2000", 0, b"\0\0\0\x0cjP  "),
    ("JPEG 2000", 0, b"\xff\x4f\xff\x51"),
    ("ICO", 0, b"\0\0\1\0"),
    ("PDF", 0, b"%PDF-"),
)

# Markers of JPEG (ITU T.81, table B.1): frame headers, which contain the size, and markers that end the headers.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ENDS = frozenset({0xD9, 0xDA})

# A colour profile alone can take 255 segments; no camera or program writes more than this.
_MAX_SEGMENTS = 1000


def sniff(head: bytes) -> str | None:
    """Return the format of an image by its first HEAD bytes, or None if it is unknown."""
    for name, start, magic in _MAGIC:
        if head.startswith(magic, start):
            return name
    return None


def image_size(format_: str, size: int, read: Read) -> ImageSize | None:
    """Return width and height from the header of a PNG or JPEG, ignoring the EXIF orientation; else None.

    `size` is the length of the image in bytes.
    """
    found = None
    if format_ == "PNG" and size >= 24:
        header = read(12, 12)
        found = (header[4:8], header[8:12]) if header.startswith(b"IHDR") else None
    elif format_ == "JPEG":
        found = _jpeg_frame(size, read)
    width, height = (int.from_bytes(number) for number in found or (b"", b""))
    return ImageSize(width, height) if width and height else None


def _jpeg_frame(size: int, read: Read) -> tuple[bytes, bytes] | None:
    """Return width and height as the bytes of the frame header."""
    offset = 2
    for _ in range(_MAX_SEGMENTS):
        if offset + 9 > size:
            return None
        segment = read(offset, 9)
        marker = segment[1]
        if segment[0] != 0xFF or marker in _ENDS:
            return None
        if marker in _FRAMES:
            return segment[7:9], segment[5:7]
        # Any number of FF bytes may precede a marker.
        offset += 1 if marker == 0xFF else 2 + int.from_bytes(segment[2:4])
    return None


def is_truncated(format_: str, size: int, read: Read) -> bool:
    """Return whether an image lacks the end marker of its format.

    Some decoders accept that: it explains an error of the server, and is not an error by itself.
    """
    markers = {"JPEG": b"\xff\xd9", "PNG": b"IEND", "GIF": b"\x3b"}
    if format_ in markers:
        length = min(size, 1024)
        return markers[format_] not in read(size - length, length)
    return format_ == "WEBP" and int.from_bytes(read(4, 4), "little") + 8 > size
