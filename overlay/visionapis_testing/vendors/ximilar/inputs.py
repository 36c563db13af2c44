"""The picture of an upload or of a record: a file, base64 text, or a URL."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from PIL import Image

from visionapis_testing.contracts.parsing import File
from visionapis_testing.emulator.image_urls import UnreachablePictureError
from visionapis_testing.emulator.images import UnreadablePictureError, decode, encode, format_of

from .state import TrainingImage, XimilarState

_DATA_PREFIX = re.compile(r"data:image/[\w.+-]+;base64,")

# The server is believed to shrink what is larger, unless it is told not to.
_LONGEST_SIDE = 1024

# What Pillow reads and the vendor says it does not. HEIC, which the vendor reads, is beyond Pillow.
_NOT_TAKEN = frozenset({"AVIF", "JPEG2000"})


class UnusablePictureError(Exception):
    """A picture cannot be used; the message says why, without its bytes or its URL."""


async def of_upload(body: Mapping[str, Any], state: XimilarState) -> bytes:
    """Return the bytes of the picture in an upload. Raises UnusablePictureError."""
    file = body.get("img_path")
    return file.content if isinstance(file, File) else await _receive(body.get("base64"), body.get("url"), state)


async def of_record(record: Mapping[str, Any], state: XimilarState) -> bytes:
    """Return the bytes of the picture in a record. Raises UnusablePictureError."""
    return await _receive(record.get("_base64"), record.get("_url"), state)


async def _receive(text: object, url: object, state: XimilarState) -> bytes:
    if isinstance(text, str):
        return _from_base64(text)
    try:
        return await state.content(str(url))
    except UnreachablePictureError:
        raise UnusablePictureError("The URL leads to no picture.") from None


def picture(content: bytes) -> Image.Image:
    """Return the picture, upright, as RGB. Raises UnusablePictureError."""
    try:
        if format_of(content) in _NOT_TAKEN:
            raise UnusablePictureError("The picture is of a format that is not taken.")
        return decode(content)
    except UnreadablePictureError:
        raise UnusablePictureError("The picture cannot be read.") from None


def keep(
    state: XimilarState, workspace: str, content: bytes, picture: Image.Image, *, shrink: bool = True, **fields: Any
) -> TrainingImage:
    """Add a training picture, shrunk unless it is not to be; the fields are those of TrainingImage."""
    kept = content
    if shrink and max(picture.size) > _LONGEST_SIDE:
        picture = picture.copy()
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        kept = encode(picture, "JPEG")
    return state.add_image(workspace, content, kept, picture.size, **fields)


def _from_base64(text: str) -> bytes:
    prefix = _DATA_PREFIX.match(text)
    try:
        return base64.b64decode(text[prefix.end() if prefix else 0 :], validate=True)
    except (binascii.Error, ValueError):
        raise UnusablePictureError("The base64 text is broken.") from None
