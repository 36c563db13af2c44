"""Read the size of an image from its header, as the image is displayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visionapis.types import ImageSize

from .orientation import EXIF_PREFIX, QUARTER_TURNS, read_orientation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .formats import Read

# Markers of JPEG (ITU T.81, table B.1): frame headers, which contain the size, and markers that end the headers.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ENDS = frozenset({0xD9, 0xDA})
_APP1 = 0xE1

# A colour profile alone can take 255 segments; no camera or program writes more than this.
_MAX_SEGMENTS = 1000

# EXIF data may follow the pixels of a PNG, which libpng writes in chunks of 8 KiB: as many as 80 MB have.
_MAX_CHUNKS = 10_000

_MAX_EXIF = 65536


def image_size(format_: str, size: int, read: Read) -> ImageSize | None:
    """Return width and height of an upright PNG or JPEG, that is after its EXIF orientation is applied; else None.

    `size` is the length of the image in bytes.
    """
    stored, exif = None, b""
    if format_ == "PNG":
        stored, exif = _read_png(size, read)
    elif format_ == "JPEG":
        stored, exif = _read_jpeg(size, read)
    if stored is None or not all(stored):
        return None
    width, height = stored
    return ImageSize(height, width) if read_orientation(exif) in QUARTER_TURNS else ImageSize(width, height)


def _read_png(size: int, read: Read) -> tuple[tuple[int, int] | None, bytes]:
    """Return the stored width and height, and the EXIF data."""
    if size < 24 or not (header := read(12, 12)).startswith(b"IHDR"):
        return None, b""
    stored = int.from_bytes(header[4:8]), int.from_bytes(header[8:12])
    offset = 8
    for _ in range(_MAX_CHUNKS):
        if offset + 8 > size:
            break
        chunk = read(offset, 8)
        length = int.from_bytes(chunk[:4])
        if chunk[4:] == b"eXIf":
            return stored, read(offset + 8, min(length, size - offset - 8, _MAX_EXIF))
        if chunk[4:] == b"IEND":
            break
        offset += 12 + length
    return stored, b""


def _read_jpeg(size: int, read: Read) -> tuple[tuple[int, int] | None, bytes]:
    """Return the stored width and height, and the EXIF data."""
    stored, exif = None, b""
    for marker, offset, length in _jpeg_segments(size, read):
        if marker in _FRAMES and stored is None and length >= 5:
            frame = read(offset, 5)
            stored = int.from_bytes(frame[3:5]), int.from_bytes(frame[1:3])
        elif marker == _APP1 and not exif:
            data = read(offset, length)
            exif = data.removeprefix(EXIF_PREFIX) if data.startswith(EXIF_PREFIX) else b""
    return stored, exif


def _jpeg_segments(size: int, read: Read) -> Iterator[tuple[int, int, int]]:
    """Yield marker, offset and length of the data of each segment before the compressed pixels."""
    offset = 2
    for _ in range(_MAX_SEGMENTS):
        if offset + 4 > size:
            return
        segment = read(offset, 4)
        marker = segment[1]
        if segment[0] != 0xFF or marker in _ENDS:
            return
        if marker == 0xFF:  # any number of FF bytes may precede a marker
            offset += 1
            continue
        length = int.from_bytes(segment[2:4])
        yield marker, offset + 4, max(0, min(length - 2, size - offset - 4))
        offset += 2 + length
