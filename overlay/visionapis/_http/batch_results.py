"""The results of one batch: those of the vendor's response, and an exception for each image that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from visionapis.errors import PartialFailureError, VisionAPIError

from .response_rules import status_error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from visionapis.errors import APIStatusError

    from .reading import Reader

Response = TypeVar("Response")
Result = TypeVar("Result")


def single(results: Iterable[Result | VisionAPIError]) -> Result:
    """Return the only result, or raise it if it is an exception."""
    (result,) = results
    if isinstance(result, VisionAPIError):
        raise result
    return result


def read_batch(
    reader: Reader[Response, Sequence[Result | VisionAPIError | int]], send: Callable[[], Response]
) -> list[Result | VisionAPIError]:
    """Call a generated method, and return one result or exception per image; a failed image is read as its index."""
    errors: dict[int, APIStatusError] = {}
    try:
        reader.call(send)
    except PartialFailureError as error:
        errors = item_errors(error)
    return [errors[result] if isinstance(result, int) else result for result in reader.result]


async def read_batch_async(
    reader: Reader[Response, Sequence[Result | VisionAPIError | int]], send: Callable[[], Awaitable[Response]]
) -> list[Result | VisionAPIError]:
    """The asynchronous version of `read_batch`."""
    errors: dict[int, APIStatusError] = {}
    try:
        await reader.call_async(send)
    except PartialFailureError as error:
        errors = item_errors(error)
    return [errors[result] if isinstance(result, int) else result for result in reader.result]


def item_errors(error: PartialFailureError) -> dict[int, APIStatusError]:
    """Return the exceptions of the images that failed in a call, by their index."""
    return {
        failure.index: _item_error(error, failure.status_code, failure.message)
        for failure in error.failures
        if failure.index is not None
    }


def _item_error(error: PartialFailureError, status_code: int | None, message: str) -> APIStatusError:
    item_error = status_error(status_code)(
        f"{error.operation}: {f'status {status_code}: ' if status_code else ''}{message}",
        operation=error.operation,
        status_code=status_code,
        body=error.body,
        request_id=error.request_id,
    )
    item_error.headers = error.headers
    curl = error.as_curl() or ""
    item_error._note(attempts=error.attempts, curl=curl)  # pyright: ignore[reportPrivateUsage]  (private to users of the error)
    return item_error
