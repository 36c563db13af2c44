"""Asynchronous files: read by the async clients as other files are, refused by the sync clients by name."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from starlette.datastructures import UploadFile

from tests.helpers.images import make_image
from tests.helpers.vendors import each_async_client, each_sync_client, key_of
from visionapis import AsyncRoboflow, InvalidImageError, Roboflow
from visionapis._images.sources import SMALL_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONTENT = make_image("JPEG") + bytes(3 * SMALL_SIZE)


class AsyncFile:
    """A file like those of aiofiles: every method is a coroutine function."""

    def __init__(self, content: bytes, *, text: bool = False) -> None:
        self._file = io.BytesIO(content)
        self._text = text
        self.bytes_read = 0

    async def read(self, size: int = -1, /) -> Any:
        await asyncio.sleep(0)
        chunk = self._file.read(min(size, 30_000))  # a pipe may return less than requested
        self.bytes_read += len(chunk)
        return chunk.decode("latin-1") if self._text else chunk

    async def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    async def tell(self) -> int:
        return self._file.tell()


class AsyncStream:
    """A stream without a position, like asyncio's and aiohttp's."""

    def __init__(self, content: bytes) -> None:
        self._file = AsyncFile(content)

    async def read(self, size: int = -1, /) -> bytes:
        return bytes(await self._file.read(size))


def make_upload(content: bytes) -> UploadFile:
    """Return a file as FastAPI passes it."""
    file = io.BytesIO(content)
    return UploadFile(file, size=len(content), filename="photo.jpg")


@pytest.mark.parametrize("make", [AsyncFile, AsyncStream, make_upload])
@each_async_client
def test_async_file_is_read(client_class: type[Any], make: Callable[[bytes], Any]) -> None:
    """Every vendor's async client reads an asynchronous file from its position on, and restores the position."""

    async def run() -> tuple[bytes, Any]:
        file = make(b"no!" + CONTENT)
        await (file.seek(3) if hasattr(file, "seek") else file.read(3))
        async with client_class(key_of(client_class)) as client:
            content = b"".join((await client._load.aload(file)).chunks())
            await client.image_file(file) if hasattr(file, "seek") and hasattr(client, "image_file") else None
        return content, await file.read(9)

    content, rest = asyncio.run(run())

    assert content == CONTENT
    assert rest == (b"" if make is AsyncStream else CONTENT[:9])


def test_async_files_of_anyio_are_read(tmp_path: Path) -> None:
    """Files of anyio and asyncio's streams are read."""
    path = tmp_path / "a.jpg"
    path.write_bytes(CONTENT)

    async def run() -> list[bytes]:
        reader = asyncio.StreamReader()
        reader.feed_data(CONTENT)
        reader.feed_eof()
        async with AsyncRoboflow("key") as client, await anyio.open_file(path, "rb") as file:
            return [b"".join((await client._load.asource(each)).chunks()) for each in (file, file, reader)]

    assert asyncio.run(run()) == [CONTENT] * 3


def test_async_file_is_read_up_to_the_limit() -> None:
    """Of an asynchronous file that is too large, one byte more than the limit is read; its position is restored."""

    async def run() -> tuple[InvalidImageError, int, int]:
        file = AsyncFile(CONTENT)
        async with AsyncRoboflow("key", max_image_bytes=70_001) as client:
            with pytest.raises(InvalidImageError) as caught:
                await client.infer(file, model="digits/1")
        return caught.value, file.bytes_read, await file.tell()

    error, bytes_read, position = asyncio.run(run())

    assert str(error) == "the file object is larger than the limit of 70,001 bytes"
    assert (bytes_read, position) == (70_002, 0)


class Wrapper:
    """A file whose `read` is a plain function that returns a coroutine."""

    def __init__(self, file: AsyncFile) -> None:
        self.read = lambda size=-1: file.read(size)


class Failing:
    """An asynchronous file whose `read` raises."""

    async def read(self, size: int = -1, /) -> bytes:
        raise ConnectionError(f"SECRET {size}")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (AsyncFile(b""), "the file object is empty"),
        (AsyncFile(b"text " * 20), "the file object is not an image: it is text"),
        (AsyncFile(CONTENT, text=True), "the file object is in text mode"),
        (Failing(), "cannot read the file object (ConnectionError)"),
        (Wrapper(AsyncFile(CONTENT)), "the file object is asynchronous (Wrapper)"),
    ],
)
def test_unreadable_async_file_is_rejected(file: Any, message: str) -> None:
    """An asynchronous file that is empty, no image, in text mode or failing is rejected with the reason."""

    async def run() -> None:
        async with AsyncRoboflow("key") as client:
            await client.infer(file, model="digits/1")

    with pytest.raises(InvalidImageError) as caught:
        asyncio.run(run())

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("make", "hint"),
    [
        (AsyncFile, "use an async client, or pass the bytes, await file.read()"),
        (AsyncStream, "use an async client, or pass the bytes, await file.read()"),
        (lambda content: Wrapper(AsyncFile(content)), "use an async client, or pass the bytes, await file.read()"),
        (make_upload, "use an async client, or pass its attribute `file`"),
    ],
)
@each_sync_client
def test_sync_client_refuses_async_files(client_class: type[Any], make: Callable[[bytes], Any], hint: str) -> None:
    """A sync client names an asynchronous file and the remedy, and leaves no coroutine that was never awaited."""
    file = make(CONTENT)
    with client_class(key_of(client_class)) as client, pytest.raises(InvalidImageError) as caught:
        client.image_file(file) if hasattr(client, "image_file") else client.infer(file, model="digits/1")

    assert str(caught.value) == f"the file object is asynchronous ({type(file).__name__})"
    assert caught.value.hint == hint


def test_sync_client_reads_the_file_of_an_upload() -> None:
    """The attribute `file` of an upload is accepted by sync clients."""
    with Roboflow("key") as client:
        assert b"".join(client._load.source(make_upload(CONTENT).file).chunks()) == CONTENT
