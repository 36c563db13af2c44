"""The bodies of exchanges: passed on piece by piece, and kept up to a limit to be judged."""

import asyncio
from collections.abc import AsyncIterator
from threading import Lock

import httpx
from starlette.requests import ClientDisconnect
from starlette.types import Receive

MAX_BODY_BYTES = 2**24
"""Of an exchange with a longer body the status and content type are counted, and no fields."""

MAX_KEPT_BYTES = 2**26
"""Bytes of all bodies that are kept at the same time, in exchanges that wait to be judged or are in flight."""


TOO_LONG = f"a body longer than {MAX_BODY_BYTES >> 20} MiB"


class Memory:
    """The bytes of all bodies that are kept; may be used by several threads."""

    def __init__(self, limit: int = MAX_KEPT_BYTES) -> None:
        self._free = limit
        self._lock = Lock()

    def take(self, size: int) -> bool:
        """Reserve bytes. Return whether there were enough."""
        with self._lock:
            if size > self._free:
                return False
            self._free -= size
            return True

    def give_back(self, size: int) -> None:
        """Free bytes that were reserved."""
        with self._lock:
            self._free += size


class KeptBody:
    """A body as it was sent, unless it is too long."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._chunks: list[bytes] = []
        self._size = 0
        self.omitted = ""
        """Why it is not kept; empty if it is."""

    def add(self, chunk: bytes) -> None:
        """Keep a piece."""
        if self.omitted:
            return
        if self._size + len(chunk) > MAX_BODY_BYTES:
            self.omit(TOO_LONG)
        elif not self._memory.take(len(chunk)):
            self.omit("too many bodies at the same time")
        else:
            self._chunks.append(chunk)
            self._size += len(chunk)

    @property
    def content(self) -> bytes:
        """The body as far as it was received; empty if it is not kept."""
        return b"".join(self._chunks)

    def omit(self, reason: str = "") -> None:
        """Forget the body."""
        self.omitted = reason
        self._chunks.clear()
        self._memory.give_back(self._size)
        self._size = 0


class RequestBody(httpx.AsyncByteStream):
    """The body of a request, read from the client while it is sent to the server."""

    def __init__(self, receive: Receive, kept: KeptBody) -> None:
        self._receive = receive
        self._kept = kept
        self.is_read = False
        """Whether the client has sent all of it."""
        self._released = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield what arrives. Raises ClientDisconnect, and httpx.WriteError if what was sent before is not kept."""
        # The transport begins again over another connection if the server had closed an idle one.
        if self._kept.omitted:
            raise httpx.WriteError("the server closed an idle connection")
        if content := self._kept.content:
            yield content
        while not self.is_read:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            self.is_read = not message.get("more_body", False)
            if chunk := message.get("body", b""):
                self._kept.add(chunk)
                yield chunk
        self.release()

    def release(self) -> None:
        """Let `disconnection` read on: the server gets no more of the body."""
        self._released.set()

    async def disconnection(self) -> None:
        """Return when the client disconnects, or has got its whole response."""
        await self._released.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
