"""Read the response of a call beyond what generated code does, as a part of the call: a failure is the call's error."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from visionapis.errors import VisionAPIError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Token
    from types import TracebackType
    from typing import Self

T = TypeVar("T")

_READER: ContextVar[Reader[Any] | None] = ContextVar("visionapis_reader", default=None)


class Reader(Generic[T]):
    """Reads the parsed response of the first call in a `with` block.

    A VisionAPIError that `read` raises, or returns in a list, gets the details of the call: operation, status, body,
    attempts, curl command.
    """

    result: T
    """The result of `read`, also if the call raises PartialFailureError."""

    def __init__(self, read: Callable[[Any], T]) -> None:
        """Make a reader; `read` takes what the generated method returns."""
        self._read = read
        self._token: Token[Reader[Any] | None] | None = None

    def __call__(self, response: object) -> None:
        """Read a parsed response."""
        self.result = self._read(response)

    @property
    def errors(self) -> list[VisionAPIError]:
        """The errors in a list that `read` returned."""
        result = cast("list[object]", self.result) if isinstance(getattr(self, "result", None), list) else []
        return [each for each in result if isinstance(each, VisionAPIError)]

    def __enter__(self) -> Self:
        self._token = _READER.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        if self._token:
            _READER.reset(self._token)
        return None


def take_reader() -> Reader[Any] | None:
    """Return the reader for a call that begins in this context; the next call, such as one for a key, gets none."""
    reader = _READER.get()
    if reader:
        _READER.set(None)
    return reader
