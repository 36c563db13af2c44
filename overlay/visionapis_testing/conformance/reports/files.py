"""Files that are written atomically."""

import os
from pathlib import Path

from visionapis._files import write_whole
from visionapis_testing.conformance.errors import ReportError


def save(text: str, path: Path) -> None:
    """Write a text in UTF-8, replacing the file. Raises ReportError, and then leaves an existing file unchanged."""
    check_destination(path)
    try:
        write_whole(path, text)
    except OSError as error:
        raise ReportError(f"cannot write the report {path}: {error.strerror or type(error).__name__}") from None


def check_destination(path: Path) -> None:
    """Raise ReportError for a path where no file can be written."""
    target = path.resolve()
    if target.is_dir():
        reason = "it is a directory"
    elif target.exists() and not target.is_file():
        reason = "it is not a regular file"
    elif not target.parent.is_dir():
        reason = f"directory not found: {path.parent}"
    elif not os.access(target.parent, os.W_OK):
        reason = f"directory not writable: {path.parent}"
    else:
        return
    raise ReportError(f"cannot write the report {path}: {reason}")
