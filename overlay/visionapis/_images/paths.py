"""Open the files of paths, and say what texts are that are not paths."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from visionapis.errors import InvalidImageError

from .formats import HEAD, sniff
from .sources import from_path

if TYPE_CHECKING:
    from .formats import Read

# The longest path on Linux, and the longest text that is shown without a look at its characters.
_MAX_PATH = 4095
_MAX_SHOWN = 255

_URL = r"(?i)([a-z][a-z0-9+.-]+):/+"
_QUERY = r"[?&][\w-]+="  # of a URL without its scheme; it may be a signature
_UNDECODABLE = "[\ud800-\udfff]"  # bytes in the names of files


def open_path(image: str | os.PathLike[str]) -> tuple[str, int, Read]:
    """Return the name of a file for messages, its size, and the function that reads it. Raises InvalidImageError."""
    text = os.fsdecode(image)
    cause: OSError | None = None
    hint: str | None = None
    try:
        if not text or len(text) > _MAX_PATH:
            raise ValueError
        # Checked before it is opened: opening a pipe blocks until somebody writes to it.
        path = Path(text)
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            size, read = from_path(path)
            read(0, 0)  # raises if it must not be opened
            return _quote(text), size, read
        reason = "it is not a regular file"
        if stat.S_ISDIR(mode):
            reason, hint = "it is a directory", "pass the paths of its files"
    except OSError as error:
        # The cause is rebuilt without the name of the file, which is the caller's own text.
        reason, cause = error.strerror or type(error).__name__, OSError(error.errno, error.strerror)
        if isinstance(error, FileNotFoundError):
            reason, hint = _explain_missing(text)
    except ValueError:
        reason, hint = "it is empty", None
        if text:
            reason = "it contains a null byte" if "\0" in text else "it is too long for a path"
            hint = "pass the bytes of an image as bytes"
    mistake = _recognize(text)
    reason, hint = mistake or (reason, hint)
    shown = mistake is None and (isinstance(image, os.PathLike) or _is_shown(text))
    name = _quote(text) if shown else "the path"
    raise InvalidImageError(f"cannot read {name}: {reason}", hint=hint) from cause


def _explain_missing(text: str) -> tuple[str, str | None]:
    """Return why there is no file, and a hint."""
    path = Path(text)
    if path.is_symlink():
        return "it is a symbolic link to a missing file", None
    if text.startswith("~"):
        return "no such file", "'~' is not expanded: pass Path(path).expanduser()"
    if text != text.strip():
        return "no such file", "remove the white space around it"
    return "no such file", None if path.is_absolute() else "check the path and the current directory"


def _recognize(text: str) -> tuple[str, str] | None:
    """Return why a text is not a path, and a hint, if it is recognized as something else."""
    from .contents import is_base64_image

    if is_base64_image(text):
        return "it is base64 text of an image", "decode it, base64.b64decode(text), or pass it as a data URI"
    head = text[:HEAD]
    if not head.isprintable() and sniff(head.encode("latin-1", "ignore")):
        return "it is the content of an image, decoded as text", "pass the bytes of an image as bytes"
    if text.lstrip()[:5].lower() == "data:":
        return "it is a data URI", "pass it as a str or bytes"
    url = re.match(_URL, text.lstrip())
    if url is None:
        return None
    scheme = url[1].lower()
    if scheme == "file":
        return "it is a file URL", "pass the path of the file, without 'file://'"
    if scheme in {"http", "https"}:
        return "it is not a path but a URL", "pass a URL as a str, not as a Path, and without white space around it"
    return f"it is a URL with the scheme {scheme!r}", "download the image and pass its bytes"


def _quote(text: str) -> str:
    """Return a text in quotes, without the middle of a long one."""
    if len(text) > _MAX_SHOWN:
        text = f"{text[:100]}...{text[-100:]}"
    return str.__repr__(text)  # not the repr of a subclass


def _is_shown(text: str) -> bool:
    """Return whether a text is certainly a path, not an image as text, nor a URL with a signature."""
    if re.search(_QUERY, text) or not re.sub(_UNDECODABLE, "", text).isprintable():
        return False
    # Base64 text has no dots.
    return len(text) <= _MAX_SHOWN or (len(text) <= _MAX_PATH and "." in text[-6:])
