"""Everything that a call can raise.

VisionAPIError
├── ConfigurationError          the client was made or called wrongly; nothing was sent
├── PictureError                the picture cannot be sent; nothing was sent
├── TransportError              no whole answer arrived
│   └── CallTimeoutError        ... within the timeout
├── DecodeError                 the answer is not what the contract says
└── StatusError                 the server refused or failed
    ├── BadRequestError         400, 422, a redirect, and every 4xx without a class of its own
    ├── AuthenticationError     401
    ├── QuotaError              402, 423
    ├── AccessDeniedError       403
    ├── NotFoundError           404
    ├── PictureTooLargeError    413
    ├── RateLimitError          429
    └── ServerError             5xx

None of them carries a key, the bytes of a picture or the address of one, in any attribute, text or pickle.
"""

from __future__ import annotations


class VisionAPIError(Exception):
    """A call failed. `str(error)` is one line: what was wrong and what to do."""

    operation: str | None
    """The call, for example `classification_infer_url`; None when it failed before there was one."""
    status: int | None
    """The HTTP status, when there was an answer."""
    body: object
    """The answer's body: parsed JSON, else text; None when there was none."""
    request_id: str | None
    """The server's id of the request, for its support."""
    retry_after: float | None
    """Seconds to wait before the next try, when the server says so."""

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        status: int | None = None,
        body: object = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        """`message` holds no secret: whoever raises has taken them out."""
        super().__init__(message)
        self.operation = operation
        self.status = status
        self.body = body
        self.request_id = request_id
        self.retry_after = retry_after

    @property
    def message(self) -> str:
        """What was wrong and what to do, in one line."""
        return str(self)


class ConfigurationError(VisionAPIError):
    """The client was made or called wrongly: no key, a bad address, a bad model id. Nothing was sent."""


class PictureError(VisionAPIError):
    """The picture cannot be sent: missing, empty, no picture, too large. Nothing was sent."""


class TransportError(VisionAPIError):
    """No whole answer arrived: refused, reset, cut off. The server may have done the work all the same."""


class CallTimeoutError(TransportError):
    """No whole answer arrived within the timeout. The server may have done the work all the same."""


class DecodeError(VisionAPIError):
    """The answer is not what the contract says: a web page, half a document, another shape. `body` has it."""


class StatusError(VisionAPIError):
    """The server refused the call, or failed; `status` says which."""


class BadRequestError(StatusError):
    """The server could not use the request: most often the picture or a parameter."""


class AuthenticationError(StatusError):
    """The server wants a key, or another one."""


class QuotaError(StatusError):
    """Credits are used up, or usage is paused."""


class AccessDeniedError(StatusError):
    """The key may not do this."""


class NotFoundError(StatusError):
    """There is no such thing, most often no such model."""


class PictureTooLargeError(StatusError):
    """The server takes no picture of this size."""


class RateLimitError(StatusError):
    """Too many requests; `retry_after` says how long to wait, when the server does."""


class ServerError(StatusError):
    """The server failed."""
