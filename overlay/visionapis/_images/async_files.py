"""Read asynchronous files: `UploadFile` of FastAPI, and the files of aiofiles and anyio."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, cast

from visionapis.errors import InvalidImageError

from .sources import FileCopy

if TYPE_CHECKING:
    from .formats import Read
    from .protocols import AsyncReadable


async def from_async_copy(file: AsyncReadable, max_bytes: int | None) -> tuple[int, Read]:
    """Copy the rest of a file; return the length and the function that reads the copy, as `sources.from_copy` does.

    Raises InvalidImageError.
    """
    try:
        with FileCopy(max_bytes) as copy:
            position = await _position(file)
            try:
                while copy.wanted and (chunk := await file.read(copy.wanted)):
                    copy.add(chunk)
            finally:
                if position is not None:
                    await _settle(cast("Any", file).seek(position))
            return copy.finish()
    except InvalidImageError:
        raise
    except Exception as error:  # noqa: BLE001  (a caller's own file object may raise anything)
        reason = type(error).__name__
    # Without the cause: its text is the caller's own, and may quote the file or its URL.
    raise InvalidImageError(f"cannot read the file object ({reason})")


async def _position(file: object) -> int | None:
    """Return the position of a file to which `seek` can return; None for a stream."""
    # UploadFile can seek and, for its position, has the file that it wraps.
    tell = getattr(file, "tell", None) or getattr(getattr(file, "file", None), "tell", None)
    if tell is None or not hasattr(file, "seek"):
        return None
    try:
        return cast("int", await _settle(tell()))
    except (OSError, ValueError):
        return None


async def _settle(result: object) -> object:
    return await result if inspect.isawaitable(result) else result
