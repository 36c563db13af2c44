"""Completeness of PNG files, which Pillow does not check: OpenCV rejects one that ends early or lacks rows."""

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE_LENGTH = 8
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
_PIECE = 2**20
_END = b"IEND\xaeB`\x82"


def is_complete(content: bytes) -> bool:
    """Return whether a PNG has its end and data for all rows; the rows of an interlaced one are not counted."""
    width, height, depth, colour_type, _, _, interlaced = struct.unpack_from(">IIBBBBB", content, 16)
    missing = 0 if interlaced else height * (1 + (width * _CHANNELS.get(colour_type, 1) * depth + 7) // 8)
    inflater = zlib.decompressobj()
    for data in _image_data(content):
        rest = data
        while rest and missing > 0:
            missing -= len(inflater.decompress(rest, _PIECE))
            rest = inflater.unconsumed_tail
    return missing <= 0 and _END in content


def _image_data(content: bytes) -> Iterator[bytes]:
    position = _SIGNATURE_LENGTH
    while position + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, position)
        if name == b"IDAT":
            yield content[position + 8 : position + 8 + length]
        position += length + 12
