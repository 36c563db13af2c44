"""Rules about responses: the exception class and the hint of a status, and how a vendor differs from plain HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from visionapis import errors

if TYPE_CHECKING:
    import httpx

STATUS_ERRORS: dict[int, type[errors.APIStatusError]] = {
    401: errors.AuthenticationError,
    402: errors.QuotaExceededError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    413: errors.RequestTooLargeError,
    422: errors.UnprocessableEntityError,
    423: errors.QuotaExceededError,
    429: errors.RateLimitError,
}

# Only for statuses that mean the same for every call. What to do about a 400, 403, 404, 409, 422 or 500 depends on the
# call and the server's message; see `ResponseRules.find_hint`.
HINTS = {
    401: "check the API key",
    402: "check the credits and the plan of the account",
    405: "check the path of base_url",
    413: "send a smaller image",
    423: "check the state of the account and its billing",
    429: "wait before the next call, or set requests_per_minute",
    502: "try again later",
    503: "try again later",
    504: "try again later",
}


def status_error(status_code: int | None) -> type[errors.APIStatusError]:
    """Return the exception class of a status; None stands for an unknown one."""
    default = errors.ServerError if status_code is not None and status_code >= 500 else errors.BadRequestError
    return STATUS_ERRORS.get(status_code or 0, default)


@dataclass(eq=False, repr=False)
class EmbeddedError:
    """An error that a response reports in its body rather than by HTTP's status."""

    status_code: int
    message: str


def _no_failures(_status_code: int, _value: object) -> None:
    return None


@dataclass(eq=False, repr=False)
class ResponseRules:
    """How a vendor's responses differ from plain HTTP."""

    hints: Mapping[int, str] = field(default_factory=dict[int, str])
    """Hints by status, for statuses with one meaning; they replace those of HINTS."""
    find_hint: Callable[[errors.VisionAPIError], str | None] = lambda _: None
    """Returns the hint for an error by its operation, status, message and body; it has priority over `hints`."""
    find_error: Callable[[httpx.Response], EmbeddedError | None] = lambda _: None
    """Finds an error in the body of a response before the response is parsed."""
    find_failures: Callable[[int, object], EmbeddedError | Sequence[errors.ItemFailure] | None] = _no_failures
    """Finds images that failed, by the status and the parsed response."""
    retry_delays: tuple[float, ...] = ()
    """Delays in seconds that the vendor recommends after the first, second, ... status 429."""

    def status_hint(self, error: errors.VisionAPIError) -> str | None:
        """Return what to do about a status, or None if that is unknown."""
        if not isinstance(error, errors.APIStatusError) or error.status_code is None:
            return None
        return self.hints.get(error.status_code) or HINTS.get(error.status_code)
