"""Everything that a call can raise.

VisionAPIError
├── ConfigurationError          the client was made or called wrongly; nothing was sent
├── PictureError                the picture cannot be sent; nothing was sent
├── TransportError              no whole answer arrived
│   └── CallTimeoutError        ... within the timeout
├── DecodeError                 the answer is not what the contract says
├── PartialFailureError         some pictures of the call failed; the answers for the others are in it
├── PagingError                 the server's pages lead in a circle, or to another host
├── JobError                    training or prediction failed on the server
│   └── JobTimeoutError         ... or did not end within the timeout
├── UnsupportedModelError       the model gives something else than labels
└── StatusError                 the server refused or failed
    ├── BadRequestError         400, 412, 415, 422, a redirect, and every 4xx without a class of its own
    ├── AuthenticationError     401
    ├── QuotaError              402, 423
    ├── AccessDeniedError       403
    ├── NotFoundError           404
    ├── ConflictError           409
    ├── PictureTooLargeError    413
    ├── RateLimitError          429
    └── ServerError             5xx

None of them carries a key, the bytes of a picture or the address of one, in any attribute, text or pickle.
"""

from __future__ import annotations

from dataclasses import dataclass


class VisionAPIError(Exception):
    """A call failed. `str(error)` is one line: what was wrong and what to do."""

    operation: str | None
    """The call, for example `classification_infer_url`; None when it failed before there was one."""
    status: int | None
    """The status of the answer, when there was one: HTTP's, or the one in the body where the vendor puts it there."""
    body: object
    """The answer's body: parsed JSON, else text; None when there was none."""
    request_id: str | None
    """The server's id of the request, for its support."""
    retry_after: float | None
    """Seconds to wait before the next try, when the server or the vendor's documentation says so."""
    attempts: int
    """How often the call was sent, or was tried to be."""

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
        self.attempts = 0
        self._curl: str | None = None

    def as_curl(self) -> str | None:
        """The request as a command for a shell, to repeat or report it; None when there was none.

        The key stands there as a variable of the environment, pictures and their addresses as words in angle brackets.
        """
        return self._curl

    def note(self, *, attempts: int, curl: str) -> None:
        """Keep how the call was sent; whoever sends it calls this once."""
        self.attempts, self._curl = attempts, curl

    @property
    def message(self) -> str:
        """What was wrong and what to do, in one line."""
        return str(self)


class ConfigurationError(VisionAPIError):
    """The client was made or called wrongly: no key, a bad address, a bad model id. Nothing was sent."""


class PictureError(VisionAPIError):
    """The picture cannot be sent: missing, empty, no picture, too large. Nothing was sent."""


class TransportError(VisionAPIError):
    """No whole answer arrived: refused, reset, cut off. If it was `sent`, the server may have done the work."""

    sent: bool = True
    """False when it is certain that no server got the request."""


class CallTimeoutError(TransportError):
    """No whole answer arrived within the timeout. If it was `sent`, the server may have done the work."""


class DecodeError(VisionAPIError):
    """The answer is not what the contract says: a web page, half a document, another shape. `body` has it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One picture of a call that failed."""

    index: int | None
    """Its place in the call, from 0; None where the answer tells only that some failed."""
    status: int | None
    """The status that the answer gives it, where it does."""
    message: str
    """The server's words."""


class PartialFailureError(VisionAPIError):
    """Some pictures of the call failed, or all of them, although the call as a whole did not."""

    failures: tuple[Failure, ...] = ()
    """The pictures that failed, in the order of the call."""
    _answer: _Answer | None = None

    @property
    def answer(self) -> object:
        """The whole answer, typed as the call returns it, with what is known of the other pictures."""
        return self._answer and self._answer.value

    def keep(self, answer: object, scrubbed: object) -> None:
        """Keep the answer; where the error shows itself, and in pickles, the other one stands in its place."""
        self._answer = _Answer(answer, scrubbed)


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer as it came, with addresses of pictures for example, and how it is shown."""

    value: object
    scrubbed: object

    def __repr__(self) -> str:
        return repr(self.scrubbed)

    def __reduce__(self) -> tuple[type[_Answer], tuple[object, object]]:
        return _Answer, (self.scrubbed, self.scrubbed)


class PagingError(VisionAPIError):
    """The server's pages lead in a circle, or to another host."""


class JobError(VisionAPIError):
    """What the server was to do in its own time has failed there."""


class JobTimeoutError(JobError):
    """What the server does in its own time did not end within the timeout; it goes on, and can be waited for again."""


class UnsupportedModelError(VisionAPIError):
    """The model gives something else than labels, a number for example; the message names the call that reads it."""


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


class ConflictError(StatusError):
    """What was asked for does not fit the present state, most often of a model that is not trained."""


class PictureTooLargeError(StatusError):
    """The server takes no picture of this size."""


class RateLimitError(StatusError):
    """Too many requests; `retry_after` says how long to wait, when the server does."""


class ServerError(StatusError):
    """The server failed."""
