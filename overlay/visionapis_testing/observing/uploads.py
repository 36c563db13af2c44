"""Bodies of requests that a client reads while it sends them, from files and iterators."""

import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, cast

from .bodies import Body


class WatchedFile:
    """A file that keeps what is read from it; everything else is the file's own."""

    def __init__(self, file: Any, body: Body) -> None:
        """Watch a file, and keep its content in `body`."""
        self.watched = file
        self.body = body

    def __getattr__(self, name: str) -> Any:
        if name == "watched":  # of a copy that was not initialized
            raise AttributeError(name)
        return getattr(self.watched, name)

    def __iter__(self) -> Iterator[Any]:
        for line in self.watched:
            self._keep(line)
            yield line
        self.body.is_complete = True

    def read(self, size: int | None = -1, *args: Any) -> Any:
        """Read from the file."""
        found = self.watched.read(size, *args)
        self._keep(found)
        if not found or size is None or size < 0:
            self.body.is_complete = True
        return found

    def seek(self, *args: Any) -> Any:
        """Move in the file; what follows is what is sent."""
        self.body.clear()
        return self.watched.seek(*args)

    def _keep(self, chunk: bytes | str) -> None:
        self.body.add(chunk.encode() if isinstance(chunk, str) else chunk)


class WatchedChunks:
    """An iterable of chunks that keeps what is taken from it."""

    def __init__(self, chunks: Iterable[Any], body: Body) -> None:
        """Watch an iterable, and keep its chunks in `body`."""
        self.watched = chunks
        self.body = body

    def __iter__(self) -> Iterator[Any]:
        self.body.clear()
        for chunk in self.watched:
            self.body.add(chunk.encode() if isinstance(chunk, str) else bytes(chunk))
            yield chunk
        self.body.is_complete = True


def watch_upload(body: Any) -> tuple[Any, Body]:
    """Return what is to be sent in place of a body, and where its content is kept."""
    if isinstance(body, (WatchedFile, WatchedChunks)):  # of the same request, sent again
        return body, body.body
    if body is None or isinstance(body, (bytes, str)):
        return body, Body(body.encode() if isinstance(body, str) else body or b"")
    with suppress(TypeError):
        return body, Body(bytes(memoryview(body)))  # of a bytearray, for example, which is not sent item by item
    kept = Body()
    if isinstance(body, io.TextIOBase):  # which clients encode because of its class
        return body, kept
    if hasattr(body, "read"):
        return WatchedFile(body, kept), kept
    return (WatchedChunks(cast("Any", body), kept) if isinstance(body, Iterable) else body), kept
