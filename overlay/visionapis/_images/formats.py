"""What the bytes of a picture say about it: its format, its size in pixels, whether its end is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from visionapis.types import Size

Read: TypeAlias = Callable[[int, int], bytes]
"""Gives the bytes of a picture from a place on: so many, no fewer."""

# Bytes at the start that tell every format.
HEAD = 16

# The content type and the ending of the name that each format goes by.
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

# Markers of JPEG (ITU T.81, table B.1): the frame headers, which hold the size, and where headers end.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ENDS = frozenset({0xD9, 0xDA})

# A colour profile alone can take 255; more than this is no picture of a camera or a program.
_MOST_SEGMENTS = 1000


def sniff(head: bytes) -> str | None:
    """The picture's format by its first HEAD bytes, or None when they are of no known picture."""
    for name, start, magic in _MAGIC:
        if head.startswith(magic, start):
            return name
    return None


def pixels(format_: str, size: int, read: Read) -> Size | None:
    """Width and height as the header of a PNG or JPEG has them, whose EXIF orientation is not looked at; else None.

    `size` is that of the whole picture, in bytes.
    """
    found = None
    if format_ == "PNG" and size >= 24:
        header = read(12, 12)
        found = (header[4:8], header[8:12]) if header.startswith(b"IHDR") else None
    elif format_ == "JPEG":
        found = _jpeg_frame(size, read)
    width, height = (int.from_bytes(number) for number in found or (b"", b""))
    return Size(width, height) if width and height else None


def _jpeg_frame(size: int, read: Read) -> tuple[bytes, bytes] | None:
    """Width and height, as the frame header spells them."""
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if place + 9 > size:
            return None
        segment = read(place, 9)
        marker = segment[1]
        if segment[0] != 0xFF or marker in _ENDS:
            return None
        if marker in _FRAMES:
            return segment[7:9], segment[5:7]
        # Any number of FF may stand before a marker.
        place += 1 if marker == 0xFF else 2 + int.from_bytes(segment[2:4])
    return None


def is_cut_short(format_: str, size: int, read: Read) -> bool:
    """Whether a picture lacks the mark that its format ends with.

    Some readers forgive that, so it explains a refusal and forbids nothing.
    """
    marks = {"JPEG": b"\xff\xd9", "PNG": b"IEND", "GIF": b"\x3b"}
    if format_ in marks:
        length = min(size, 1024)
        return marks[format_] not in read(size - length, length)
    return format_ == "WEBP" and int.from_bytes(read(4, 4), "little") + 8 > size
