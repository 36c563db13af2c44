"""Files as this vendor's server takes them, and bytes that it refuses."""

import base64
import time
from collections.abc import Mapping
from io import BytesIO

import schemathesis
from hypothesis import strategies as st
from PIL import Image

from visionapis_testing.conformance import images
from visionapis_testing.conformance.images import COLOURS, HOST, SIZE, behind_urls, picture


def pdf(*colours: str) -> bytes:
    """The bytes of a PDF with a page of each colour."""
    first, *others = (Image.new("RGB", SIZE, colour) for colour in colours)
    buffer, start = BytesIO(), time.gmtime(0)  # Pillow would put in the time of day
    first.save(buffer, "PDF", save_all=True, append_images=others, creationDate=start, modDate=start)
    return buffer.getvalue()


WHOLE: Mapping[str, bytes] = {
    **images.JPEG_AND_PNG,
    **{colour: picture(colour, size=(10 * number, 20)) for number, colour in enumerate(COLOURS, 1)},
    "pdf": pdf("blue"),
    "pdf, two pages": pdf("red", "green"),
}

PAGES: Mapping[bytes, int] = {content: 2 if name == "pdf, two pages" else 1 for name, content in WHOLE.items()}
"""How many pages each of them has."""

SIZES: Mapping[bytes, tuple[int, int]] = {
    content: Image.open(BytesIO(content)).size for name, content in WHOLE.items() if not name.startswith("pdf")
}
"""Width and height of the pictures; into how many pixels a PDF is drawn is the server's affair."""

BROKEN: Mapping[str, bytes] = {
    **{name: images.WHOLE[name] for name in ("avif", "bmp", "gif", "jpeg 2000", "tiff", "webp")},
    **images.BROKEN,
    "pdf, cut short": WHOLE["pdf"][:100],
}

BASE64 = [base64.b64encode(content).decode() for content in WHOLE.values()]
BROKEN_BASE64 = [base64.b64encode(content).decode() for content in BROKEN.values()]

URLS = behind_urls(WHOLE)
BROKEN_URLS = behind_urls(BROKEN, "/broken")
BAD_URLS = (*BROKEN_URLS, f"{HOST}/missing.jpg", "https://192.0.2.1/photo.jpg", "photo.jpg")

schemathesis.openapi.format("nanonets-file", st.sampled_from([*WHOLE.values()]))
schemathesis.openapi.format("nanonets-broken-file", st.sampled_from([*BROKEN.values()]))
