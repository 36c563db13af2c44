"""The image of an upload or of a record: a file, base64 text, or a URL."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from PIL import Image

from visionapis_testing.contracts.parsing import File
from visionapis_testing.emulator.images import UnreachableImageError, UnreadableImageError, decode, encode, format_of

from .state import TrainingImage, XimilarState

_DATA_PREFIX = re.compile(r"data:image/[\w.+-]+;base64,")

# The server is believed to shrink larger images unless "noresize" is set.
_MAX_SIDE = 1024

# Formats that Pillow reads and the vendor does not. HEIC, which the vendor reads, is not supported by Pillow.
_UNSUPPORTED_FORMATS = frozenset({"AVIF", "JPEG2000"})


class UnusableImageError(Exception):
    """An image cannot be used. The message says why, without the image or its URL."""


async def upload_image(body: Mapping[str, Any], state: XimilarState) -> bytes:
    """Return the bytes of the image in an upload. Raises UnusableImageError."""
    file = body.get("img_path")
    return file.content if isinstance(file, File) else await _content(body.get("base64"), body.get("url"), state)


async def record_image(record: Mapping[str, Any], state: XimilarState) -> bytes:
    """Return the bytes of the image in a record. Raises UnusableImageError."""
    return await _content(record.get("_base64"), record.get("_url"), state)


def read_image(content: bytes) -> Image.Image:
    """Decode an image, upright and as RGB. Raises UnusableImageError."""
    try:
        if format_of(content) in _UNSUPPORTED_FORMATS:
            raise UnusableImageError("The format of the image is not supported.")
        return decode(content)
    except UnreadableImageError:
        raise UnusableImageError("The image cannot be read.") from None


def store(
    state: XimilarState, workspace: str, content: bytes, image: Image.Image, *, shrink: bool = True, **fields: Any
) -> TrainingImage:
    """Add a training image, by default shrunk to 1,024 pixels; ``fields`` are those of TrainingImage."""
    stored_content = content
    if shrink and max(image.size) > _MAX_SIDE:
        image = image.copy()
        image.thumbnail((_MAX_SIDE, _MAX_SIDE))
        stored_content = encode(image, "JPEG")
    return state.add_image(workspace, content, stored_content, image.size, **fields)


async def _content(text: object, url: object, state: XimilarState) -> bytes:
    if isinstance(text, str):
        return _from_base64(text)
    try:
        return await state.content(str(url))
    except UnreachableImageError:
        raise UnusableImageError("The URL leads to no image.") from None


def _from_base64(text: str) -> bytes:
    prefix = _DATA_PREFIX.match(text)
    try:
        return base64.b64decode(text[prefix.end() if prefix else 0 :], validate=True)
    except (binascii.Error, ValueError):
        raise UnusableImageError("The base64 text is broken.") from None
