"""Real pictures as request bodies: whole ones in every format that is read, and bytes that are none."""

from collections.abc import Mapping
from io import BytesIO
from urllib.parse import quote

from PIL import Image

SIZE = (32, 24)

HOST = "https://pictures.example.com"

COLOURS = ("blue", "green", "red")
"""What the models learn to name."""


def picture(colour: str, image_format: str = "PNG", mode: str = "RGB", size: tuple[int, int] = SIZE) -> bytes:
    """The bytes of a plain picture."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).convert(mode).save(buffer, image_format)
    return buffer.getvalue()


def behind_urls(pictures: Mapping[str, bytes], folder: str = "") -> dict[str, bytes]:
    """Pictures by the URLs of their names."""
    return {f"{HOST}{folder}/{quote(name)}": content for name, content in pictures.items()}


# Mixed colours: each of the models' labels gets a share of them.
WHOLE: Mapping[str, bytes] = {
    "avif": picture("cyan", "AVIF"),
    "bmp": picture("teal", "BMP"),
    "gif": picture("yellow", "GIF"),
    "jpeg": picture("gray", "JPEG"),
    "jpeg, cmyk": picture("olive", "JPEG", "CMYK"),
    "jpeg 2000": picture("cyan", "JPEG2000"),
    "png": picture("yellow"),
    "png, grey": picture("gray", mode="L"),
    "png, one pixel": picture("white", size=(1, 1)),
    "png, palette": picture("olive", mode="P"),
    "png, transparent": picture("teal", mode="RGBA"),
    "tiff": picture("navy", "TIFF"),
    "webp": picture("yellow", "WEBP"),
}

JPEG_AND_PNG: Mapping[str, bytes] = {
    name: content for name, content in WHOLE.items() if name.startswith(("jpeg", "png")) and name != "jpeg 2000"
}

BROKEN: Mapping[str, bytes] = {
    "icon": picture("red", "ICO", size=(16, 16)),
    "jpeg, cut short": WHOLE["jpeg"][: len(WHOLE["jpeg"]) // 2],
    "pdf": b"%PDF-1.4\n%%EOF\n",
    "png, cut short": WHOLE["png"][: len(WHOLE["png"]) // 2],
    "text": b"This is no picture.",
}
