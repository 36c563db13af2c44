"""What an answer means: pure functions from status, headers and body to a value or a typed error."""

from __future__ import annotations

import email.utils
import time
from typing import TYPE_CHECKING, TypeVar, cast

from . import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from visionapis_generated.operation import Operation

    from .redaction import Secret

T = TypeVar("T")

LONGEST_QUOTE = 300

# What a person can do about a status, unless the vendor's module knows better.
ADVICE = {
    400: "check the picture: format, whole file; and, for a URL, that it is https and public",
    401: "check the key",
    402: "the account has no credits left",
    403: "check what the key may do",
    404: "check the model's name, and that the key's account has it",
    413: "make the picture smaller",
    422: "check the parameter",
    423: "the vendor paused the account; see its billing page",
    429: "wait, then send fewer calls at a time",
    503: "the server is busy; try again in a moment",
}

_CLASSES: dict[int, type[errors.StatusError]] = {
    401: errors.AuthenticationError,
    402: errors.QuotaError,
    403: errors.AccessDeniedError,
    404: errors.NotFoundError,
    413: errors.PictureTooLargeError,
    423: errors.QuotaError,
    429: errors.RateLimitError,
}


def read(
    operation: Operation,
    response: httpx.Response,
    parse: Callable[[httpx.Response], T],
    *,
    advice: Mapping[int, str],
    secret: Secret | None,
) -> T:
    """What `parse` makes of a successful answer.

    `advice` is what the vendor's module knows better than ADVICE. Raises StatusError and DecodeError.
    """
    if not response.is_success:
        raise _status_error(operation, response, advice, secret)
    reason = _unexpected_type(operation, response)
    if reason is None:
        try:
            return parse(response)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # Everything that generated code raises on an answer of another shape. The error itself may quote the body.
            reason = f"it is not {operation.answer} of the shape that the contract describes ({type(error).__name__})"
    # Raised outside the handler: no traceback leads to what was being read.
    raise errors.DecodeError(
        f"{operation.name}: the answer (status {response.status_code}, {len(response.content)} bytes) cannot be read: "
        f"{reason}; is base_url the API itself, with no proxy or login page in between?",
        operation=operation.name,
        status=response.status_code,
        body=_body(response, secret),
        request_id=response.headers.get("x-request-id"),
    )


def _status_error(
    operation: Operation, response: httpx.Response, advice: Mapping[int, str], secret: Secret | None
) -> errors.StatusError:
    status = response.status_code
    default = errors.ServerError if status >= 500 else errors.BadRequestError
    body = _body(response, secret)
    text = f"{operation.name}: status {status}: {_words(response, body)}"
    remedy = {**ADVICE, **advice}.get(status)
    if remedy:
        text = f"{text}; {remedy}"
    return _CLASSES.get(status, default)(
        text,
        operation=operation.name,
        status=status,
        body=body,
        request_id=response.headers.get("x-request-id"),
        retry_after=_retry_after(response.headers.get("retry-after")),
    )


def _unexpected_type(operation: Operation, response: httpx.Response) -> str | None:
    """Why the content type rules the answer out; JSON is judged by its content, whatever it is called."""
    if operation.answer is None:
        return None
    if not response.content:
        return "it is empty"
    found = response.headers.get("content-type", "")
    if operation.answer.startswith("image/") and not found.startswith("image/"):
        return f"it is {found or 'of no type'}, not {operation.answer}"
    if found.startswith("text/html") and response.content.lstrip().startswith(b"<"):
        return "it is a web page"
    return None


def _body(response: httpx.Response, secret: Secret | None) -> object:
    """Parsed JSON, else text, else None; without the secret."""
    body: object
    try:
        body = response.json()
    except ValueError:
        body = response.text or None
    return secret.scrub_all(body) if secret else body


def _words(response: httpx.Response, body: object) -> str:
    """What the server says, in one line."""
    said: object
    if isinstance(body, dict):
        fields = cast("dict[str, object]", body)
        said = next((fields[name] for name in ("message", "detail", "error") if fields.get(name)), str(fields))
        if isinstance(said, list):
            said = "; ".join(_problem(entry) for entry in cast("list[object]", said))
    elif response.headers.get("content-type", "").startswith("text/html"):
        said = "a web page instead of an answer"
    else:
        said = body or "no explanation"
    line = " ".join(str(said).split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}..."


def _problem(entry: object) -> str:
    """One entry of a list of validation problems, as FastAPI writes them."""
    if not isinstance(entry, dict):
        return str(entry)
    fields = cast("dict[str, object]", entry)
    place = fields.get("loc")
    names = [str(part) for part in cast("list[object]", place)] if isinstance(place, list) else []
    return f"{' '.join(names[:2])}: {fields.get('msg')}"


def _retry_after(value: str | None) -> float | None:
    """Seconds from now; the header holds seconds or a date."""
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
