"""Files that Nanonets' server accepts, and files that it rejects."""

import base64
import json
import time
from collections.abc import Mapping
from io import BytesIO

import schemathesis
from hypothesis import strategies as st
from PIL import Image

from visionapis_testing.conformance import images
from visionapis_testing.conformance.images import COLOURS, HOST, SIZE, by_url, make_image


def pdf(*colours: str) -> bytes:
    """Return a PDF with a page of each colour."""
    first, *others = (Image.new("RGB", SIZE, colour) for colour in colours)
    buffer, start = BytesIO(), time.gmtime(0)  # Pillow would write the current time
    first.save(buffer, "PDF", save_all=True, append_images=others, creationDate=start, modDate=start)
    return buffer.getvalue()


VALID: Mapping[str, bytes] = {
    **images.JPEG_AND_PNG,
    **{colour: make_image(colour, size=(10 * number, 20)) for number, colour in enumerate(COLOURS, 1)},
    "pdf": pdf("blue"),
    "pdf, two pages": pdf("red", "green"),
}

PAGES: Mapping[bytes, int] = {content: 2 if name == "pdf, two pages" else 1 for name, content in VALID.items()}
"""The number of pages of each file."""

SIZES: Mapping[bytes, tuple[int, int]] = {
    content: Image.open(BytesIO(content)).size for name, content in VALID.items() if not name.startswith("pdf")
}
"""Width and height of each image; the server decides at which size it renders a PDF."""

INVALID: Mapping[str, bytes] = {
    **{name: images.VALID[name] for name in ("avif", "bmp", "gif", "jpeg 2000", "tiff", "webp")},
    **images.INVALID,
    "pdf, truncated": VALID["pdf"][:100],
}

BASE64 = [base64.b64encode(content).decode() for content in VALID.values()]
INVALID_BASE64 = [base64.b64encode(content).decode() for content in INVALID.values()]

URLS = by_url(VALID)
INVALID_FILE_URLS = by_url(INVALID, "/invalid")
INVALID_URLS = (*INVALID_FILE_URLS, f"{HOST}/missing.jpg", "https://192.0.2.1/photo.jpg", "photo.jpg")

schemathesis.openapi.format("nanonets-file", st.sampled_from([*VALID.values()]))
schemathesis.openapi.format("nanonets-invalid-file", st.sampled_from([*INVALID.values()]))


@schemathesis.serializer("application/pdf")
def _serialize(ctx: schemathesis.SerializationContext, value: object) -> bytes:
    """Return a part's generated value, as schemathesis does for images: it has no serializer for PDF."""
    return json.dumps(value, default=str).encode()
