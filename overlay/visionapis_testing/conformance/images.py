"""Image files for request bodies: valid ones in all supported formats, and invalid ones."""

from collections.abc import Mapping
from io import BytesIO
from urllib.parse import quote

from PIL import Image

SIZE = (32, 24)

HOST = "https://images.example.com"

COLOURS = ("blue", "green", "red")
"""The labels of the models that suites train."""


def make_image(colour: str, image_format: str = "PNG", mode: str = "RGB", size: tuple[int, int] = SIZE) -> bytes:
    """Return an image file of one colour."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).convert(mode).save(buffer, image_format)
    return buffer.getvalue()


def by_url(images: Mapping[str, bytes], folder: str = "") -> dict[str, bytes]:
    """Return images by a URL made of their name."""
    return {f"{HOST}{folder}/{quote(name)}": content for name, content in images.items()}


# In mixed colours, so that each label of the models is predicted for some of them.
VALID: Mapping[str, bytes] = {
    "avif": make_image("cyan", "AVIF"),
    "bmp": make_image("teal", "BMP"),
    "gif": make_image("yellow", "GIF"),
    "jpeg": make_image("gray", "JPEG"),
    "jpeg, cmyk": make_image("olive", "JPEG", "CMYK"),
    "jpeg 2000": make_image("cyan", "JPEG2000"),
    "png": make_image("yellow"),
    "png, grey": make_image("gray", mode="L"),
    "png, one pixel": make_image("white", size=(1, 1)),
    "png, palette": make_image("olive", mode="P"),
    "png, transparent": make_image("teal", mode="RGBA"),
    "tiff": make_image("navy", "TIFF"),
    "webp": make_image("yellow", "WEBP"),
}

JPEG_AND_PNG: Mapping[str, bytes] = {
    name: content for name, content in VALID.items() if name.startswith(("jpeg", "png")) and name != "jpeg 2000"
}

INVALID: Mapping[str, bytes] = {
    "icon": make_image("red", "ICO", size=(16, 16)),
    "jpeg, truncated": VALID["jpeg"][: len(VALID["jpeg"]) // 2],
    "pdf": b"%PDF-1.4\n%%EOF\n",
    "png, truncated": VALID["png"][: len(VALID["png"]) // 2],
    "text": b"This is not an image.",
}
