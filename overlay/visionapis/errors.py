"""The exceptions that clients raise.

VisionAPIError
├── ConfigurationError            a client or a call was set up wrongly; nothing was sent
├── InvalidImageError             the image cannot be sent; nothing was sent
├── APIConnectionError            no complete response arrived
│   └── APITimeoutError           ... within the timeout
├── ResponseDecodeError           the response does not match the contract
├── PartialFailureError           some images of the call failed; the results of the others are attached
├── PaginationError               the server's pages form a loop, do not end, or lead to another host
├── JobError                      a training or prediction failed on the server
│   └── JobTimeoutError           ... or did not finish before the timeout
├── UnsupportedModelError         the model returns something other than labels
└── APIStatusError                the server responded with an error status
    ├── BadRequestError           400, a redirect, and every 4xx without a class of its own
    ├── AuthenticationError       401
    ├── QuotaExceededError        402, 423
    ├── PermissionDeniedError     403
    ├── NotFoundError             404
    ├── ConflictError             409
    ├── RequestTooLargeError      413
    ├── UnprocessableEntityError  422
    ├── RateLimitError            429
    └── ServerError               5xx

`str(error)` says what is wrong, in one line; `error.hint` says what to do about it, where that is known. `__cause__` is
the exception of the transport or the parser, without its traceback. No error holds a key, the bytes of an image or the
URL of one, in any attribute, text or pickle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class VisionAPIError(Exception):
    """Base class of all exceptions that clients raise."""

    hint: str | None
    """Advice on this failure, in one line; None if the failure does not suggest any. Not part of `str(error)`."""
    operation: str | None
    """The call, for example `classification_infer_url`; None if the failure happened before there was one."""
    status_code: int | None
    """The status of the response, if there was one: HTTP's, or the one in the body if the vendor sends it there."""
    body: object
    """The body of the response: parsed JSON, else text; None if there was no response."""
    headers: Mapping[str, str] | None
    """The headers of the response, without secrets; None if there was no response."""
    request_id: str | None
    """The server's id of the request, for the vendor's support."""
    retry_after: float | None
    """Seconds to wait before the next attempt, if the server or the vendor's documentation says so."""
    attempts: int
    """Number of requests of the call; 0 if it failed before the first one."""

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        operation: str | None = None,
        status_code: int | None = None,
        body: object = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        """Make an error. Secrets in `message`, `body` and `request_id` are already redacted."""
        super().__init__(message)
        self.hint = hint
        self.operation = operation
        self.status_code = status_code
        self.body = body
        self.headers = None
        self.request_id = request_id
        self.retry_after = retry_after
        self.attempts = 0
        self._curl: str | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.message!r}{f', hint={self.hint!r}' if self.hint else ''})"

    def as_curl(self) -> str | None:
        """Return the request as a curl command, to repeat or report it; None if there was no request.

        The key appears as an environment variable; images, their URLs and long texts appear as placeholders in angle
        brackets.
        """
        return self._curl

    def _note(self, *, attempts: int, curl: str) -> None:
        """Record the number of attempts and the curl command of the call."""
        self.attempts, self._curl = attempts, curl

    @property
    def message(self) -> str:
        """The text of the error: what is wrong, in one line."""
        return str(self)


class ConfigurationError(VisionAPIError):
    """A client or a call was set up wrongly: no key, an invalid base_url, an invalid model id. Nothing was sent."""


class InvalidImageError(VisionAPIError):
    """The image cannot be sent: it is missing, empty, too large, or not an image. Nothing was sent."""


class ImageFormatWarning(UserWarning):
    """An image is sent although the server is not known to read its format; shown once per client and format."""


class APIConnectionError(VisionAPIError):
    """No complete response arrived: the connection was refused, reset or dropped, or a proxy or TLS prevented it.

    `status_code` is the status with which a proxy refused to connect to the server, if it did.
    """

    request_sent: bool = True
    """False if certainly no server received the request; if True, the server may have processed it."""


class APITimeoutError(APIConnectionError):
    """No complete response arrived within the timeout."""


class ResponseDecodeError(VisionAPIError):
    """The response does not match the contract: a web page, truncated JSON, another shape. See `body`."""


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """One image of a call that failed."""

    index: int | None
    """Position in the call, from 0; None if the response says only that some images failed."""
    status_code: int | None
    """Status of this image in the response, if the vendor sends one."""
    message: str
    """The server's message."""


class PartialFailureError(VisionAPIError):
    """Some or all images of the call failed, although the call as a whole succeeded."""

    failures: tuple[ItemFailure, ...] = ()
    """The images that failed, in the order of the call."""
    _parsed: _Parsed | None = None

    @property
    def parsed(self) -> object:
        """The whole response as the call would return it, with the results of the other images."""
        return self._parsed and self._parsed.value

    def _keep(self, parsed: object, redacted: object) -> None:
        """Keep the response; `redacted` is what the repr and pickles of the error hold instead."""
        self._parsed = _Parsed(parsed, redacted)


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A parsed response, which may hold URLs of images, and what is shown of it."""

    value: object
    redacted: object

    def __repr__(self) -> str:
        return repr(self.redacted)

    def __reduce__(self) -> tuple[type[_Parsed], tuple[object, object]]:
        return _Parsed, (self.redacted, self.redacted)


class PaginationError(VisionAPIError):
    """The server's pages form a loop, do not end, or lead to another host."""


class JobError(VisionAPIError):
    """A job of the server, such as a training, failed."""


class JobTimeoutError(JobError):
    """The job did not finish before the timeout. It is still running; you may wait again."""


class UnsupportedModelError(VisionAPIError):
    """The model returns something other than labels, a number for example; `hint` names the call that reads it."""


class APIStatusError(VisionAPIError):
    """The server responded with an error status; see `status_code`."""


class BadRequestError(APIStatusError):
    """The server rejected the request: status 400, a redirect, or a 4xx without a class of its own."""


class AuthenticationError(APIStatusError):
    """The key is missing or invalid: status 401, or no access token is issued for it."""


class QuotaExceededError(APIStatusError):
    """The account's credits are used up, or the account is paused: status 402 or 423."""


class PermissionDeniedError(APIStatusError):
    """The key does not permit this request: status 403."""


class NotFoundError(APIStatusError):
    """The model, task or other resource does not exist: status 404."""


class ConflictError(APIStatusError):
    """The request conflicts with the current state of the resource: status 409."""


class RequestTooLargeError(APIStatusError):
    """The request body, usually the image, is too large: status 413."""


class UnprocessableEntityError(APIStatusError):
    """A parameter of the request is invalid: status 422."""


class RateLimitError(APIStatusError):
    """Too many requests: status 429. `retry_after` says how long to wait, if the server does."""


class ServerError(APIStatusError):
    """The server failed: status 5xx."""
