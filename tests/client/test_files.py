"""Files as images: their position, short reads, and a current directory that changes."""

from __future__ import annotations

import base64
import gzip
import io
import os
import tempfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from tests.helpers.sources import LARGE, load_source
from tests.helpers.vendors import each_sync_client
from visionapis import InvalidImageError, Roboflow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("as_text", [False, True])
def test_relative_path_is_that_of_the_call(as_text: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path leads to the same file in each attempt, also if the current directory changes between them."""
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "a.png").write_bytes(LARGE)
    (other / "a.png").write_bytes(LARGE[::-1])
    monkeypatch.chdir(tmp_path)
    path = os.path.relpath(tmp_path / "a.png")

    def change_directory(_: Received) -> bytes:
        os.chdir(other)
        return make_response({"message": "busy"}, status="503 Service Unavailable", retry_after="0")

    server = RecordingServer(change_directory, make_response(SINGLE_LABEL))
    with server, Roboflow(base_url=server.url, max_retries=1, retry_effects={"billable"}) as client:
        client.infer(path if as_text else type(tmp_path)(path), model="digits/1")

    assert [base64.b64decode(request.body) for request in server.received] == [LARGE] * 2


@pytest.mark.parametrize("kind", ["file", "raw file", "buffer", "spooled"])
@each_sync_client
def test_file_behind_its_end_is_empty(client_class: type[Any], kind: str, tmp_path: Path) -> None:
    """A file at or behind its end is rejected as empty, with the advice to rewind it, and keeps its position."""
    path = tmp_path / "a.png"
    path.write_bytes(make_image())
    files: dict[str, Callable[[], Any]] = {
        "file": lambda: path.open("rb"),
        "raw file": lambda: path.open("rb", buffering=0),
        "buffer": lambda: io.BytesIO(make_image()),
        "spooled": lambda: spooled(make_image()),
    }
    with files[kind]() as file, client_class("key") as client:
        for position in (len(make_image()), len(make_image()) + 1, 100_000):
            file.seek(position)
            with pytest.raises(InvalidImageError) as caught:
                client._load(file)
            assert (str(caught.value), caught.value.hint) == (
                "the file object is empty",
                "rewind the file object before the call",
            )
            assert file.tell() == position


class ShortBuffer(io.BytesIO):
    """A buffer that returns at most 1,000 bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(1000 if size is None or size < 0 else min(size, 1000))


class ShortFile(io.FileIO):
    """A raw file that returns at most 1,000 bytes at a time, as files of network file systems may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(1000 if size is None or size < 0 else min(size, 1000))


@pytest.mark.parametrize("kind", ["buffer", "file"])
def test_short_reads_are_continued(kind: str, tmp_path: Path) -> None:
    """A file that returns fewer bytes than requested is sent whole, small or large."""
    for content in (make_image() + bytes(20_000), LARGE):
        (tmp_path / "a.png").write_bytes(content)
        with ShortBuffer(content) if kind == "buffer" else ShortFile(tmp_path / "a.png") as file:
            assert b"".join(load_source(file).chunks()) == content


def spooled(content: bytes) -> Any:
    """Return a temporary file, as web frameworks keep uploads in."""
    file = tempfile.SpooledTemporaryFile()  # noqa: SIM115  (the caller closes it)
    file.write(content)
    file.seek(0)
    return file


def gzipped(content: bytes) -> Any:
    """Return a compressed file."""
    return gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(content, 1)))


def zipped(content: bytes) -> Any:
    """Return a member of an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.png", content)
    return zipfile.ZipFile(buffer).open("a.png")


@pytest.mark.parametrize("make", [spooled, gzipped, zipped])
@pytest.mark.parametrize("content", [make_image(), LARGE], ids=["small", "large"])
def test_copied_file_keeps_its_position(content: bytes, make: Callable[[bytes], Any]) -> None:
    """A file that is copied is read from its position on, and left there: after a call, a rejection and a failure."""
    with make(b"no!" + content) as file, RecordingServer() as server:
        file.seek(3)
        with Roboflow(base_url=server.url) as client:
            client.infer(file, model="digits/1")
            assert file.tell() == 3
            client.infer(file, model="digits/1")
        limited = Roboflow(base_url=server.url, max_image_bytes=len(content) - 1)
        with limited, pytest.raises(InvalidImageError, match="larger than the limit"):
            limited.infer(file, model="digits/1")
        assert file.tell() == 3

    assert [base64.b64decode(request.body) for request in server.received] == [content] * 2


class Failing(io.RawIOBase):
    """A seekable file whose second read fails."""

    def __init__(self) -> None:
        self._file = io.BytesIO(b"no!" + LARGE)
        self._reads = 0

    def read(self, size: int = -1, /) -> bytes:
        self._reads += 1
        if self._reads > 1:
            raise OSError("the disk failed")
        return self._file.read(size)

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def test_failing_file_keeps_its_position() -> None:
    """A file that fails while it is copied is left at its position."""
    with Failing() as file, Roboflow("key") as client:
        file.seek(3)
        with pytest.raises(InvalidImageError, match="cannot read the file object"):
            client.infer(file, model="digits/1")
        assert file.tell() == 3
