"""Check and encode the arguments of a call, before anything is sent."""

from __future__ import annotations

import io
import math
import os
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote

import httpx

from visionapis._images.bodies import Base64Image, ImagePart
from visionapis._images.sources import SEEKABLE
from visionapis.errors import ConfigurationError, InvalidImageError, VisionAPIError
from visionapis_generated.types import File

from .values import type_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_generated.operation import Operation

T = TypeVar("T")


class ArgumentError(Exception):
    """An argument cannot be sent; its text names the argument, and does not quote its value."""

    def __init__(self, name: str, reason: str) -> None:
        """Name the argument, or its part such as `records[0].name`."""
        super().__init__(f"invalid {name}: {reason}")


def encode_arguments(operation: Operation, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request of a generated client with its values as texts, bytes and files; JSON stays as it is.

    Raises ArgumentError.
    """
    names = dict(operation.argument_names)
    encoded = dict(request)
    segments = {name: quote(_segment(name, value), safe="") for name, value in request.get("path", {}).items()}
    encoded["url"] = request["url"].format_map(segments)
    for part in ("params", "data"):
        if part in request:
            values = cast("dict[str, object]", request[part])
            encoded[part] = {name: _texts(names.get(name, name), value) for name, value in values.items()}
    if "files" in request:
        parts = cast("list[tuple[str, object]]", request["files"])
        encoded["files"] = [(name, _part(names.get(name, name), value)) for name, value in parts]
    if "content" in request:
        encoded["content"] = _content(names.get("content", "content"), request["content"])
    return encoded


def explain(error: Exception, operation: Operation, request: Mapping[str, Any]) -> VisionAPIError:
    """Return the error of a request that cannot be built because of an exception, without a traceback."""
    if isinstance(error, VisionAPIError):  # of an image
        return error.with_traceback(None)
    if isinstance(error, ArgumentError):
        return ConfigurationError(str(error))
    if isinstance(error, httpx.InvalidURL):
        return ConfigurationError(
            "the URL is invalid: a part is too long, or contains invalid characters",
            hint="check base_url, the ids and the parameters",
        )
    try:
        _check_json(operation, request.get("json"))
    except ArgumentError as problem:
        return ConfigurationError(str(problem))
    except RecursionError:
        return ConfigurationError("invalid body: it is nested too deeply, or contains itself")
    return ConfigurationError(f"the arguments cannot be sent ({type(error).__name__})")


def _check_json(operation: Operation, document: object) -> None:
    """Raise ArgumentError for the first part of a document that JSON cannot represent."""
    names = dict(operation.argument_names)
    if isinstance(document, dict):
        for key, value in cast("dict[object, object]", document).items():
            _check_value(names.get(_key("body", key), str(key)), value)
    else:
        _check_value(names.get("content", "body"), document)


def _check_value(name: str, value: object) -> None:
    if isinstance(value, (list, tuple)):
        for index, each in enumerate(cast("list[object]", value)):
            _check_value(f"{name}[{index}]", each)
    elif isinstance(value, dict):
        for key, each in cast("dict[object, object]", value).items():
            _check_value(f"{name}.{_key(name, key)}", each)
    elif not (value is None or isinstance(value, Base64Image)):
        _text(name, value, "a JSON value")


def _key(name: str, key: object) -> str:
    if not isinstance(key, str):
        raise ArgumentError(name, f"expected str as keys, not {type_name(key)}")
    return _text(name, key)


def _segment(name: str, value: object) -> str:
    """Return an id as text; an empty one, `.` or `..` would lead to another path."""
    if isinstance(value, (bool, float)):
        raise ArgumentError(name, f"expected a str, not {type_name(value)}")
    text = _text(name, value, "a str")
    if text in {"", ".", ".."}:
        raise ArgumentError(name, repr(text))
    return text


def _texts(name: str, value: object) -> str | list[str]:
    if isinstance(value, (list, tuple)):
        return [_text(f"{name}[{index}]", each) for index, each in enumerate(cast("list[object]", value))]
    return _text(name, value)


def _text(name: str, value: object, expected: str = "a str, a number or a bool") -> str:
    """Return a value as text in a query or form. Subclasses, such as enums and NumPy's float64, are their base type."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        try:
            return int.__repr__(value)
        except ValueError:  # https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
            raise ArgumentError(name, "the integer has too many digits") from None
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ArgumentError(name, f"expected a finite number, not {value}")
        return float.__repr__(value)
    if not isinstance(value, str):
        raise ArgumentError(name, f"expected {expected}, not {type_name(value)}")
    if _is_encodable(value):
        return str.__str__(value)
    raise ArgumentError(name, "the text contains a lone surrogate")


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _part(name: str, value: object) -> tuple[str | None, object, str | None]:
    """Return a part of a multipart form as httpx takes it."""
    if isinstance(value, tuple):
        _, text, media_type = cast("tuple[None, object, str]", value)
        return None, _text(name, text).encode(), media_type
    if not isinstance(value, File):
        raise ArgumentError(name, f"expected a File, as image_file() returns it, not {type_name(value)}")
    for text in (value.file_name, value.mime_type):
        if text is not None:
            _text(name, cast("object", text), "a str as file name and type")
    return value.file_name, _payload(name, value.payload), value.mime_type


def _payload(name: str, payload: object) -> object:
    if isinstance(payload, (bytes, bytearray, memoryview)):
        return payload if isinstance(payload, bytes) else bytes(cast("bytearray", payload))
    if not hasattr(payload, "read") or isinstance(payload, io.TextIOBase):
        raise ArgumentError(name, f"expected bytes or a binary file in the File, not {type_name(payload)}")
    if isinstance(payload, ImagePart):
        return payload
    try:
        cast("io.BytesIO", payload).seek(0, os.SEEK_END)
    except Exception as error:  # noqa: BLE001  (a caller's own file may raise anything)
        reason = type(error).__name__
    else:
        return _CallerFile(cast("io.BytesIO", payload))
    raise ArgumentError(name, f"the position of the file cannot be set ({reason})")


class _CallerFile:
    """A file of the caller in a form. What it raises is told by its class alone: the text may quote a path or a URL."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes. Raises InvalidImageError."""
        return self._guarded(lambda: self._file.read(size))

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Set the position and return it. Raises InvalidImageError."""
        return self._guarded(lambda: self._file.seek(offset, whence))

    def tell(self) -> int:
        """Return the position. Raises InvalidImageError."""
        return self._guarded(self._file.tell)

    @staticmethod
    def _guarded(do: Callable[[], T]) -> T:
        try:
            return do()
        except Exception as error:  # noqa: BLE001  (a caller's own file may raise anything)
            reason = type(error).__name__
        raise InvalidImageError(f"cannot read the file object ({reason})")


def _content(name: str, content: object) -> object:
    """Return a body of base64 text: bytes, or a stream with a length."""
    if isinstance(content, SEEKABLE):
        if not content.closed:
            return cast("io.BytesIO", content).read()
        raise ArgumentError(name, "the file is closed")
    if isinstance(content, (bytes, httpx.AsyncByteStream)):
        return content
    if isinstance(content, (bytearray, memoryview)):
        return bytes(cast("bytearray", content))
    if isinstance(content, str) and content.isascii():
        return content.encode()
    shown = "a str with other characters" if isinstance(content, str) else type_name(content)
    raise ArgumentError(name, f"expected base64 text as str, bytes or a binary file, not {shown}")
