"""The results of one batch: those of the vendor's response, and an exception for each image that failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from visionapis.errors import PartialFailureError, VisionAPIError

from .reading import Reader
from .response_rules import status_error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from visionapis.errors import APIStatusError

Result = TypeVar("Result")


def single(results: Iterable[Result | VisionAPIError]) -> Result:
    """Return the only result, or raise it if it is an exception."""
    (result,) = results
    if isinstance(result, VisionAPIError):
        raise result
    return result


class BatchReader(Reader[Sequence[Result | VisionAPIError | int]]):
    """Reads the results of a batch; `read` returns the index of a failed image, which becomes its exception."""

    failure: PartialFailureError | None = None

    @property
    def results(self) -> list[Result | VisionAPIError]:
        """One result or exception per image."""
        errors = item_errors(self.failure) if self.failure else {}
        return [errors[result] if isinstance(result, int) else result for result in self.result]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        super().__exit__(kind, error, traceback)
        self.failure = error if isinstance(error, PartialFailureError) else None
        return self.failure is not None


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
