"""Files as the server takes them: a PNG or JPEG is one page, a PDF has several. Their bytes decide, nothing else."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from threading import Lock
from typing import Any

from PIL import Image

from visionapis_testing.emulator.images import UnreadablePictureError, decode, encode
from visionapis_testing.errors import EmulatorError

MAX_PAGES = 500
"""Of one PDF; support named this number as the free pages of an account. The vendor publishes no limit."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_PDF = b"%PDF-"
_PDF_START = 1024  # where readers look for it: ISO 32000-1, annex H.3, note 13
_SCALE = 150 / 72  # a PDF's unit is 1/72 inch; 150 pixels an inch are enough to compare pages by
_PIXELS = 2**25  # of all pages of a PDF: those of a long one are drawn smaller
_LONGEST = 2**14

_pdfium_lock = Lock()  # PDFium is not to be called from two threads at once


class UnreadableFileError(EmulatorError):
    """These bytes are no PNG, JPEG or PDF file."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file."""

    content: bytes = field(repr=False)
    """A PNG or JPEG of it."""
    size: tuple[int, int]

    def image(self) -> Image.Image:
        """Return its picture. It is decoded anew each time: some bytes can be many pixels, and pages be many."""
        return decode(self.content)


def pages(content: bytes) -> Sequence[Page]:
    """Return the pages of a file. Raises UnreadableFileError."""
    if content.startswith(_PICTURES):
        try:
            return [Page(content, decode(content).size)]
        except UnreadablePictureError as error:
            raise UnreadableFileError(str(error)) from error
    if _PDF in content[:_PDF_START]:
        return _drawn(content)
    raise UnreadableFileError("the bytes are no PNG, JPEG or PDF file")


def _drawn(content: bytes) -> list[Page]:
    # Loaded with the first PDF, for it takes a tenth of a second; it brings no types.
    pdfium: Any = import_module("pypdfium2")
    with _pdfium_lock:
        try:
            with pdfium.PdfDocument(content) as document:
                if not 0 < len(document) <= MAX_PAGES:
                    raise UnreadableFileError(f"the PDF has no pages, or more than {MAX_PAGES}")
                sizes = [document.get_page_size(number) for number in range(len(document))]
                scale = min(_SCALE, math.sqrt(_PIXELS / sum(map(math.prod, sizes))), _LONGEST / max(map(max, sizes)))
                images: Iterator[Image.Image] = (page.render(scale=scale).to_pil().convert("RGB") for page in document)
                return [Page(encode(image, "PNG"), image.size) for image in images]
        except pdfium.PdfiumError as error:
            raise UnreadableFileError("the PDF cannot be read") from error
