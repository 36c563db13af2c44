"""Name what bytes or a text contain if they are not an image, and decode data URIs."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from urllib.parse import unquote_to_bytes

from visionapis.errors import InvalidImageError

from .formats import sniff

# Files that are passed by mistake. https://www.iana.org/assignments/media-types, https://en.wikipedia.org/wiki/List_of_file_signatures
_MAGIC = (
    (b"PK\3\4", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"%!PS", "PostScript or EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"\x1aE\xdf\xa3", "a Matroska video"),
    (b"RIFF", "audio or video"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xff\xfe", "text"),
    (b"\xfe\xff", "text"),
)
_TEXTS = (
    ("data:", "a data URI"),
    ("<svg", "SVG"),
    ("<?xml", "XML"),
    ("<", "HTML"),
    ("{", "JSON"),
    ("[", "JSON"),
)
_BASE64 = "base64 text of an image"
_QUOTED_BASE64 = r"\s*(?:b?['\"])?([A-Za-z0-9+/_\s-]{24,})"


def reject_content(name: str, head: bytes, hint: str) -> None:
    """Raise InvalidImageError if the first bytes of an image show that it is something else.

    `name` is the image's name for messages; `hint` is the advice unless this function has a better one.
    """
    content = _recognize(head)
    if content is None:
        return
    hints = {
        _BASE64: "decode it, base64.b64decode(text), or pass it as a data URI",
        _TEXTS[0][1]: "pass the data URI itself, not a file",
        "text": "pass a path as a str" if name == "the image" else hint,
    }
    raise InvalidImageError(f"{name} is not an image: it is {content}", hint=hints.get(content, hint))


def _recognize(head: bytes) -> str | None:
    """Return what the first bytes of a file show it to be, other than an image; None if they do not show it."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return "a video"
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)  # the last character may be incomplete
    except UnicodeDecodeError:
        return None
    if not all(character.isprintable() or character.isspace() for character in text):
        return None
    if is_base64_image(text):
        return _BASE64
    start = text.lstrip().lower()
    return next((name for prefix, name in _TEXTS if start.startswith(prefix)), "text")


def is_base64_image(text: str) -> bool:
    """Return whether a text begins like the base64 text of an image."""
    match = re.match(_QUOTED_BASE64, text.lstrip()[:64])
    if match is None:
        return False
    digits = re.sub(r"\s", "", match[1]).translate(_URL_SAFE)
    return sniff(base64.b64decode(digits[: len(digits) // 4 * 4])) is not None


def decode_data_uri(uri: str | bytes) -> bytes:
    """Return the bytes in a data URI (RFC 2397), whatever they are. Raises InvalidImageError.

    Its base64 text may be URL-safe, percent-encoded, wrapped, or without padding.
    """
    text = uri if isinstance(uri, str) else uri.decode("latin-1")
    header, comma, data = text.partition(",")
    parameters = [each.strip().lower() for each in header[len("data:") :].split(";")]
    content = None
    try:
        content = unquote_to_bytes(data.encode("ascii"))
        if "base64" in parameters[1:]:
            digits = re.sub(rb"[\t\n\f\r]", b"", content.strip()).translate(_URL_SAFE_BYTES).rstrip(b"=")
            content = base64.b64decode(digits + b"=" * (-len(digits) % 4), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        content = None
    if comma and content is not None:
        return content
    raise InvalidImageError(
        "the data URI is invalid", hint="the form is 'data:image/jpeg;base64,' and base64 text without spaces"
    )


_URL_SAFE = str.maketrans("-_", "+/")
_URL_SAFE_BYTES = bytes.maketrans(b"-_", b"+/")
