"""The image objects that calls accept, as protocols, so that only users who have such objects need Pillow or NumPy."""

from __future__ import annotations

from typing import IO, Any, Protocol, runtime_checkable


class Readable(Protocol):
    """A file opened in binary mode, or any object with such a `read`."""

    def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes, none at the end."""
        ...


class AsyncReadable(Protocol):
    """A file that is read asynchronously, for example an `UploadFile` of FastAPI."""

    async def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes, none at the end."""
        ...


@runtime_checkable
class PILImage(Protocol):
    """An image of Pillow."""

    @property
    def mode(self) -> str:
        """The name of the colour channels, for example `RGB`."""
        ...

    @property
    def info(self) -> Any:
        """The data of the file besides the pixels, for example `exif`."""
        ...

    def save(self, fp: IO[bytes], format: str | None = None, **params: Any) -> None:  # noqa: A002  (Pillow's name)
        """Write the image to a file."""
        ...

    def convert(self, mode: str | None = None) -> PILImage:
        """Return the image in another mode."""
        ...

    def transpose(self, method: Any) -> PILImage:
        """Return the image rotated or mirrored."""
        ...


@runtime_checkable
class Array(Protocol):
    """An array of NumPy."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis: height, width, channels."""
        ...

    @property
    def dtype(self) -> Any:
        """The type of the values."""
        ...

    @property
    def __array_interface__(self) -> Any:
        """The memory of the values; arrays of other libraries do not have it."""
        ...
