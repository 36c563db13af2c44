"""Small real images."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image


def make_image(
    format_: str = "PNG", size: tuple[int, int] = (8, 4), colour: tuple[int, int, int] = (200, 30, 30)
) -> bytes:
    """Return an image of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, format=format_)
    return buffer.getvalue()


def make_png_bomb() -> bytes:
    """Return a PNG of a few bytes that declares 30,000 x 30,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(bytes(1_000))), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
