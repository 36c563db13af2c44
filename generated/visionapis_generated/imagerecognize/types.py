# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""Types that requests and answers share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, BinaryIO, Literal


class Unset:
    """The type of UNSET."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()
"""Stands for a field or parameter that is left out."""

FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (file name, file or bytes, content type)
    tuple[str | None, FileContent, str | None]
    # (file name, file or bytes, content type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@dataclass(slots=True)
class File:
    """A file to upload."""

    payload: BinaryIO | bytes
    file_name: str | None = "file"
    """Servers take a part without one for a text field."""
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """As httpx takes it for a multipart part."""
        return self.file_name, self.payload, self.mime_type


__all__ = ["UNSET", "File", "FileTypes", "RequestFiles", "Unset"]
