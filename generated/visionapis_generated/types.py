# Generated from specs by scripts/regenerate. Do not edit.
"""Types that the requests and responses of all vendors share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol


class Unset:
    """The type of UNSET, its only instance."""

    __slots__ = ()

    _instance: ClassVar[Unset | None] = None

    def __new__(cls) -> Unset:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __reduce__(self) -> str:
        # The name of a global of this module: copying and unpickling return the same object.
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()
"""The value of a field or parameter that is not sent."""


class ResponseModel:
    """Base class of the models of responses."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object; an optional field that is None is left out."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Iterate over the names and values of `to_dict`, for `dict(model)` and FastAPI's encoder, which calls that."""
        return iter(self.to_dict().items())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> dict[str, Any]:
        """Describe the class to pydantic, so that it can be a part of return types of FastAPI's routes."""
        return {
            "type": "is-instance",
            "cls": cls,
            "serialization": {
                "type": "function-plain",
                "function": lambda model: model.to_dict(),
                "return_schema": {"type": "dict"},
            },
        }


class Readable(Protocol):
    """A file opened in binary mode, or an object with the same methods that can be read again after `seek(0)`."""

    def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes; b"" at the end."""
        ...

    def seek(self, offset: int, whence: int = ..., /) -> int:
        """Move to a position and return it."""
        ...

    def tell(self) -> int:
        """Return the current position."""
        ...


class BodyStream(Protocol):
    """A body that is read while it is sent, once for each attempt, by a synchronous or an asynchronous transport.

    It is an `httpx.SyncByteStream` and an `httpx.AsyncByteStream`.
    """

    length: int
    """The length of the body in bytes."""

    def __iter__(self) -> Iterator[bytes]: ...

    def __aiter__(self) -> AsyncIterator[bytes]: ...


BodyContent = str | bytes | bytearray | memoryview | Readable | BodyStream
"""The type of a body that is neither JSON nor a form."""

RequestFiles = list[tuple[str, Any]]
"""The parts of a form: a name with a `File`, or with file name, text and content type."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload."""

    payload: bytes | Readable = field(repr=False)
    file_name: str | None = field(default="file", repr=False)
    """The name that the server sees; a part without one is a text field to servers."""
    mime_type: str | None = None

    def __post_init__(self) -> None:
        if self.mime_type and not self.mime_type.isprintable():
            raise ValueError(f"invalid mime_type: expected one line without control characters, got {self.mime_type!r}")


def file_parts(name: str, value: object) -> RequestFiles:
    """Return a part of a form for each file; what is not a file stays as it is."""
    files = value if isinstance(value, (list, tuple)) else [] if isinstance(value, Unset) else [value]
    return [(name, file) for file in files]


def text_parts(name: str, value: object) -> RequestFiles:
    """Return a part of a form for each value of a field; none for null."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [(name, (None, each, "text/plain")) for each in values if each is not None and not isinstance(each, Unset)]


def to_fields(name: str, value: Any) -> dict[str, Any]:
    """Return the fields of a model as parameters of a query; what is not a model is the parameter `name`."""
    fields = to_json(value)
    return fields if isinstance(fields, dict) else {name: fields}


def to_json(value: Any) -> Any:
    """Return a value with its models as JSON objects; what is not a model stays as it is."""
    if isinstance(value, (list, tuple)):
        return [to_json(each) for each in value]
    return value.to_dict() if hasattr(value, "to_dict") and not isinstance(value, type) else value


__all__ = [
    "UNSET",
    "BodyContent",
    "File",
    "Readable",
    "RequestFiles",
    "BodyStream",
    "ResponseModel",
    "Unset",
    "file_parts",
    "text_parts",
    "to_fields",
    "to_json",
]
