"""Streams of httpx that keep what they yield."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx

from .bodies import Body


class _Watched:
    """A stream that keeps what it yields in a body."""

    def __init__(self, stream: Any, owner: object, body: Body, ended: Callable[[], object]) -> None:
        self.watched = stream
        self.owner = owner
        self._body = body
        self._ended = ended

    def __getattr__(self, name: str) -> Any:
        if name == "watched":  # of a copy that was not initialized
            raise AttributeError(name)
        return getattr(self.watched, name)


class _SyncWatched(_Watched, httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        self._body.clear()
        try:
            for chunk in self.watched:
                self._body.add(chunk)
                yield chunk
            self._body.is_complete = True
        finally:
            self._ended()

    def close(self) -> None:
        """Close the stream."""
        try:
            self.watched.close()
        finally:
            self._ended()


class _AsyncWatched(_Watched, httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._body.clear()
        try:
            async for chunk in self.watched:
                self._body.add(chunk)
                yield chunk
            self._body.is_complete = True
        finally:
            self._ended()

    async def aclose(self) -> None:
        """Close the stream."""
        try:
            await self.watched.aclose()
        finally:
            self._ended()


class _BothWatched(_SyncWatched, _AsyncWatched):
    pass


def watch(stream: Any, owner: object, body: Body, ended: Callable[[], object] = bool) -> Any:
    """Return a stream of the same kinds, sync and async; `ended` is called when it was read, broke off or was closed.

    What is no stream is returned as it is.
    """
    is_sync, is_async = isinstance(stream, httpx.SyncByteStream), isinstance(stream, httpx.AsyncByteStream)
    if not is_sync and not is_async:
        return stream
    kind = _BothWatched if is_sync and is_async else _SyncWatched if is_sync else _AsyncWatched
    return kind(stream, owner, body, ended)


def unwatched(stream: Any, owner: object) -> Any:
    """Return a stream without what `watch` has wrapped around it for an owner."""
    while isinstance(stream, _Watched) and stream.owner is owner:
        stream = stream.watched
    return stream
