"""Read the response of a call beyond what generated code does, as a part of the call: a failure is the call's error."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from visionapis.errors import VisionAPIError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

P = ParamSpec("P")
R_contra = TypeVar("R_contra", contravariant=True)
T_co = TypeVar("T_co", covariant=True)

# Of any type: a call finds the reader that was made for it.
_READER: ContextVar[Reader[Any, Any] | None] = ContextVar("visionapis_reader", default=None)


class Reader(Generic[R_contra, T_co]):
    """Reads the parsed response of a call.

    A VisionAPIError that `read` raises, or returns in a list, gets the details of the call: operation, status, body,
    attempts, curl command.
    """

    result: T_co
    """The result of `read`, also if the call raises PartialFailureError."""

    def __init__(self, read: Callable[Concatenate[R_contra, P], T_co], *args: P.args, **options: P.kwargs) -> None:
        """Make a reader; `read` takes what the generated method returns, and these arguments."""
        self._read: Callable[[R_contra], T_co] = lambda response: read(response, *args, **options)

    def call(self, send: Callable[[], R_contra]) -> T_co:
        """Return the result of the response that a function returns, which calls a generated method.

        It is not a `partial`, whose repr in a traceback would show its arguments. Raises what `send` raises.
        """
        with self._reading():
            send()
        return self.result

    async def call_async(self, send: Callable[[], Awaitable[R_contra]]) -> T_co:
        """The asynchronous version of `call`."""
        with self._reading():
            await send()
        return self.result

    def __call__(self, response: R_contra) -> None:
        """Read a parsed response."""
        self.result = self._read(response)

    @property
    def errors(self) -> list[VisionAPIError]:
        """The errors in a list that `read` returned."""
        result = cast("list[object]", self.result) if isinstance(getattr(self, "result", None), list) else []
        return [each for each in result if isinstance(each, VisionAPIError)]

    @contextmanager
    def _reading(self) -> Generator[None]:
        """Read the response of the first call in the block."""
        token = _READER.set(self)
        try:
            yield
        finally:
            _READER.reset(token)


def take_reader() -> Reader[Any, Any] | None:
    """Return the reader for a call that begins in this context; the next call, such as one for a key, gets none."""
    reader = _READER.get()
    if reader:
        _READER.set(None)
    return reader
