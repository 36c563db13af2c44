# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""Types that requests and answers share."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


class Unset:
    """The type of UNSET."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()
"""Stands for a field or parameter that is left out."""


class Readable(Protocol):
    """A file opened in binary mode, or whatever reads like one: to its end, and again after `seek(0)`."""

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes, none at the end."""
        ...

    def seek(self, offset: int, whence: int = ..., /) -> int:
        """Go to a place, which is given back."""
        ...

    def tell(self) -> int:
        """The place of the next read."""
        ...


class Stream(Protocol):
    """A body that is read as it is sent, by a transport of either kind, and anew for each attempt.

    It derives from `httpx.SyncByteStream` and `httpx.AsyncByteStream`.
    """

    length: int
    """Bytes of the whole."""

    def __iter__(self) -> Iterator[bytes]: ...

    def __aiter__(self) -> AsyncIterator[bytes]: ...


Content = bytes | Stream
"""A body that is neither a form nor JSON."""

FileContent = bytes | str | Readable
FileTypes = (
    # (file name, file or bytes, content type)
    tuple[str | None, FileContent, str | None]
    # (file name, file or bytes, content type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload."""

    payload: bytes | Readable = field(repr=False)
    file_name: str | None = field(default="file", repr=False)
    """Servers take a part without one for a text field."""
    mime_type: str | None = None

    def __post_init__(self) -> None:
        if self.mime_type and not self.mime_type.isprintable():
            raise ValueError("mime_type is one line, such as image/png, without control characters")

    def to_tuple(self) -> FileTypes:
        """As httpx takes it for a multipart part."""
        return self.file_name, self.payload, self.mime_type


__all__ = ["UNSET", "Content", "File", "FileTypes", "Readable", "RequestFiles", "Stream", "Unset"]
