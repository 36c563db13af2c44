"""Files that are written whole or not at all."""

import os
from pathlib import Path

from visionapis_testing.conformance.errors import ReportError


def save(text: str, path: Path) -> None:
    """Write a text in UTF-8, in place of what the file held. Raises ReportError, and leaves then what was there."""
    check_place(path)
    target = path.resolve()  # a link stays one
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        try:
            new.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(f"the report {path} cannot be written: {error.strerror or type(error).__name__}") from None


def check_place(path: Path) -> None:
    """Raise ReportError where no file can be."""
    target = path.resolve()
    if target.is_dir():
        reason = "it is a folder; name a file in it"
    elif target.exists() and not target.is_file():
        reason = "it is no regular file"
    elif not target.parent.is_dir():
        reason = f"there is no folder {path.parent}; make it first"
    elif not os.access(target.parent, os.W_OK):
        reason = f"the folder {path.parent} takes no files of yours"
    else:
        return
    raise ReportError(f"the report {path} cannot be written: {reason}")
