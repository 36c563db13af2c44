"""The exception that a call raises for each HTTP status.

Generated code documents these exceptions but does not import them: they are classes of `visionapis.errors`, which the
layer that sends the requests raises.
"""

from __future__ import annotations

OWN_STATUS = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    413: "RequestTooLargeError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}
"""The exceptions whose name implies the status."""

STATUS_ERRORS = {**OWN_STATUS, 402: "QuotaExceededError", 423: "QuotaExceededError"}


def error_name(status: int) -> str:
    """Return the name of the exception for a status from 300 to 599."""
    return STATUS_ERRORS.get(status, "ServerError" if status >= 500 else "BadRequestError")


def raises(status: int, description: str) -> str:
    """Return the entry of a status in a docstring's `Raises:` section.

    It includes the status if the name of the exception does not imply it.
    """
    return f"{error_name(status)}: {'' if status in OWN_STATUS else f'Status {status}: '}{description}"
