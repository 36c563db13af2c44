"""Files as the server takes them: a PNG or JPEG is one page, a PDF has several. Their bytes decide, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from threading import Lock
from typing import Any

from PIL import Image

from visionapis_testing.errors import EmulatorError
from visionapis_testing.pictures import UnreadablePictureError, decode, encode

MAX_PAGES = 500
"""Of one PDF; support named this number as the free pages of an account. The vendor publishes no limit."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_PDF = b"%PDF-"
_PDF_START = 1024  # where readers look for it: ISO 32000-1, annex H.3, note 13
_SCALE = 150 / 72  # a PDF's unit is 1/72 inch; 150 pixels an inch are enough to compare pages by
_LONGEST = 4_000

_pdfium_lock = Lock()  # PDFium is not to be called from two threads at once


class UnreadableFileError(EmulatorError):
    """These bytes are no PNG, JPEG or PDF file."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file."""

    image: Image.Image
    content: bytes = field(repr=False)
    """A PNG or JPEG of it."""

    @property
    def digest(self) -> str:
        """The same for two pages with the same pixels."""
        return sha256(repr(self.image.size).encode() + self.image.tobytes()).hexdigest()


def pages(content: bytes) -> Sequence[Page]:
    """Return the pages of a file. Raises UnreadableFileError."""
    if _PDF in content[:_PDF_START]:
        return [Page(image, encode(image, "PNG")) for image in _rendered(content)]
    if not content.startswith(_PICTURES):
        raise UnreadableFileError("the bytes are no PNG, JPEG or PDF file")
    try:
        return [Page(decode(content), content)]
    except UnreadablePictureError as error:
        raise UnreadableFileError(str(error)) from error


def _rendered(content: bytes) -> list[Image.Image]:
    # Loaded with the first PDF, for it takes a tenth of a second; it brings no types.
    pdfium: Any = import_module("pypdfium2")
    with _pdfium_lock:
        try:
            with pdfium.PdfDocument(content) as document:
                if len(document) > MAX_PAGES:
                    raise UnreadableFileError(f"the PDF has more than {MAX_PAGES} pages")
                found: list[Image.Image] = []
                for page in document:
                    scale = min(_SCALE, _LONGEST / max(page.get_size()))
                    found.append(page.render(scale=scale).to_pil().convert("RGB"))
        except pdfium.PdfiumError as error:
            raise UnreadableFileError("the PDF cannot be read") from error
    if not found:
        raise UnreadableFileError("the PDF has no pages")
    return found
