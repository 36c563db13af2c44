"""Files that are written as a whole or not at all."""

from __future__ import annotations

import errno
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Yield the path of a new file beside another one, whose place it takes when the block ends without an error.

    A symbolic link is kept, and its target replaced. Raises OSError.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():  # a folder, or a device, which is not to be replaced
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    new = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")  # threads and processes write at one time
    try:
        yield new
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8, with lone surrogates escaped, or leave an existing file as it is. Raises OSError."""
    with replacing(path) as new:
        new.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
