"""Radiance HDR images, which the server reads and Pillow does not.

The format: https://radsite.lbl.gov/radiance/refer/filefmts.pdf.
"""

import re

from PIL import Image

from visionapis_testing.emulator.images import UnreadableImageError

_SIGNATURES = (b"#?RADIANCE", b"#?RGBE")
_SIZE = re.compile(rb"\n\n-Y (\d{1,7}) \+X (\d{1,7})\n")
_RUN = 128
_MAX_PIXELS = 2**24  # decoded in Python
_ENCODED_WIDTHS = range(8, 2**15)


def is_radiance(content: bytes) -> bool:
    """Return whether the bytes start like a Radiance HDR image."""
    return content.startswith(_SIGNATURES)


def decode(content: bytes) -> Image.Image:
    """Return the image with 8 bits per channel, values above 1 clipped. Raises UnreadableImageError, IndexError."""
    import numpy as np  # slow to import, and such images are rare

    found = _SIZE.search(content)
    if found is None or int(found[1]) * int(found[2]) > _MAX_PIXELS:
        raise UnreadableImageError("the HDR image has no size line or is too large")
    height, width = int(found[1]), int(found[2])
    position, rows = found.end(), bytearray()
    for _ in range(height):
        row, position = _row(content, position, width)
        rows += row
    rgbe = np.frombuffer(rows, np.uint8).reshape(height, width, 4)
    scaled = np.ldexp(rgbe[..., :3].astype(float), rgbe[..., 3:].astype(int) - 128)  # mantissas are 256ths
    return Image.fromarray(np.rint(np.clip(scaled * 255 / 256, 0, 255)).astype(np.uint8))


def _row(content: bytes, position: int, width: int) -> tuple[bytes, int]:
    """Return one row of RGBE pixels and the position after it."""
    head = content[position : position + 4]
    if width not in _ENCODED_WIDTHS or head[:2] != b"\x02\x02":
        end = position + 4 * width
        if len(content) < end:
            raise UnreadableImageError("the HDR image is incomplete")
        return content[position:end], end
    position += 4
    channels = [bytearray() for _ in range(4)]
    for channel in channels:
        while len(channel) < width:
            count = content[position]
            if count > _RUN:
                channel += content[position + 1 : position + 2] * (count - _RUN)
                position += 2
            else:
                channel += content[position + 1 : position + 1 + count]
                position += 1 + count
        if len(channel) != width:
            raise UnreadableImageError("a row of the HDR image has another width")
    return bytes(value for pixel in zip(*channels, strict=True) for value in pixel), position
