"""The pages of files: a PNG or JPEG is one page, a PDF has several. The format is detected from the bytes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from threading import Lock
from typing import Any

from PIL import Image

from visionapis_testing.emulator.images import UnreadableImageError, decode, encode
from visionapis_testing.errors import EmulatorError

MAX_PAGES = 500
"""Per PDF. The vendor's support named this number as an account's free pages; no limit is published."""

_IMAGE_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_PDF_SIGNATURE = b"%PDF-"
_PDF_SIGNATURE_END = 1024  # where readers look for it: ISO 32000-1, annex H.3, note 13
_SCALE = 150 / 72  # 150 dpi are enough to compare pages; a PDF's unit is 1/72 inch
_MAX_PIXELS = 2**25  # of all pages of a PDF together; the scale of a long PDF is smaller
_MAX_SIDE = 2**14

_pdfium_lock = Lock()  # PDFium is not thread-safe


class UnreadableFileError(EmulatorError):
    """The bytes are not a PNG, JPEG or PDF file."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file."""

    content: bytes = field(repr=False)
    """The page as PNG or JPEG."""
    size: tuple[int, int]

    def image(self) -> Image.Image:
        """Decode the page. The image is not cached: a few bytes can hold many pixels."""
        return decode(self.content)


def read_pages(content: bytes) -> Sequence[Page]:
    """Return the pages of a file. Raises UnreadableFileError."""
    if content.startswith(_IMAGE_SIGNATURES):
        try:
            return [Page(content, decode(content).size)]
        except UnreadableImageError as error:
            raise UnreadableFileError(str(error)) from error
    if _PDF_SIGNATURE in content[:_PDF_SIGNATURE_END]:
        return _render(content)
    raise UnreadableFileError("the file is not a PNG, JPEG or PDF file")


def _render(content: bytes) -> list[Page]:
    # Imported here because it takes a tenth of a second; it has no types.
    pdfium: Any = import_module("pypdfium2")
    with _pdfium_lock:
        try:
            with pdfium.PdfDocument(content) as document:
                if not 0 < len(document) <= MAX_PAGES:
                    raise UnreadableFileError(f"the PDF has {len(document)} pages, not 1 to {MAX_PAGES}")
                sizes = [document.get_page_size(number) for number in range(len(document))]
                scale = min(
                    _SCALE, math.sqrt(_MAX_PIXELS / sum(map(math.prod, sizes))), _MAX_SIDE / max(map(max, sizes))
                )
                images: Iterator[Image.Image] = (page.render(scale=scale).to_pil().convert("RGB") for page in document)
                return [Page(encode(image, "PNG"), image.size) for image in images]
        except pdfium.PdfiumError as error:
            raise UnreadableFileError("the PDF cannot be read") from error
