"""What an answer means: pure functions from status, headers and body to a value or a typed error."""

from __future__ import annotations

import email.utils
import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

import httpx

from visionapis import errors

from .redaction import scrub, scrub_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from visionapis_generated.operation import Operation

    from .redaction import Secret

T = TypeVar("T")

LONGEST_QUOTE = 300

# What a person can do about a status, unless the vendor's module knows better. 200 stands for an answer of the right
# kind and the wrong shape.
ADVICE = {
    200: "is base_url the API itself, and of the version that the contract describes?",
    400: "check the picture: its format, that the file is whole, that a URL is https and public",
    401: "check the key",
    402: "the account has no credits left",
    403: "check what the key may do",
    404: "check the model's name, and that the key's account has it",
    405: "check the path of base_url",
    409: "what was asked for does not fit the present state; look it up first",
    413: "make the picture smaller",
    422: "check the parameter",
    423: "the vendor paused the account; see its billing page",
    429: "wait, then send fewer calls at a time",
    500: "the server's own failure; try again later, or with another picture",
    502: "a server behind this one failed; try again in a moment",
    503: "the server is busy; try again in a moment",
    504: "a server behind this one was too slow; try again in a moment",
}

CLASSES: dict[int, type[errors.StatusError]] = {
    401: errors.AuthenticationError,
    402: errors.QuotaError,
    403: errors.AccessDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    413: errors.PictureTooLargeError,
    423: errors.QuotaError,
    429: errors.RateLimitError,
}


@dataclass(eq=False, repr=False)
class Refusal:
    """That the server refused a call, as its answer says in another place than the status of HTTP."""

    status: int
    message: str


def _none(_status: int, _value: object) -> None:
    return None


def _not_in_body(_response: httpx.Response) -> None:
    return None


@dataclass(eq=False, repr=False)
class Rules:
    """What the answers of a vendor mean beyond HTTP."""

    advice: Mapping[int, str] = field(default_factory=dict[int, str])
    """What to do about a status, where that is more than ADVICE knows."""
    refusal: Callable[[httpx.Response], Refusal | None] = _not_in_body
    """Looks for a refusal in the body of an answer before it is read."""
    failures: Callable[[int, object], Refusal | Sequence[errors.Failure] | None] = _none
    """Looks at status and content of an answer for pictures that failed."""
    waits: tuple[float, ...] = ()
    """The waits in seconds that the vendor advises after status 429, first, second, and so on."""


def read(
    operation: Operation,
    response: httpx.Response,
    parse: Callable[[httpx.Response], T],
    *,
    rules: Rules,
    secrets: Callable[[], Sequence[Secret]],
) -> T:
    """What `parse` makes of a successful answer.

    `secrets` are taken out of whatever is raised. Raises StatusError, PartialFailureError and DecodeError.
    """
    refusal = _safely(rules.refusal, response)
    if refusal is not None or not response.is_success:
        raise _status_error(operation, response, refusal, rules, secrets())
    reason = _unexpected_kind(operation, response)
    if reason is None:
        try:
            value = parse(response)
            failed = rules.failures(response.status_code, value)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            # Everything that generated code raises on an answer of another shape. The error itself may quote the body.
            broken = "it is no whole JSON document; is base_url the API itself, with nothing in between?"
            other = f"it has another shape than the contract describes; {rules.advice.get(200, ADVICE[200])}"
            reason = broken if isinstance(error, (RecursionError, UnicodeError)) or _is_broken(response) else other
        else:
            if not failed:
                return value
            if isinstance(failed, Refusal):
                raise _status_error(operation, response, failed, rules, secrets())
            partial = _partial_failure(operation, response, failed, secrets())
            partial.keep(value, parse(httpx.Response(response.status_code, json=partial.body)))
            raise partial
    # Raised outside the handler: no traceback leads to what was being read.
    found = secrets()
    raise errors.DecodeError(
        f"{operation.name}: the answer (status {response.status_code}, {len(response.content)} bytes) cannot be read: "
        f"{reason}",
        operation=operation.name,
        status=response.status_code,
        body=_body(response, found),
        request_id=_request_id(response, found),
    )


def _safely(look: Callable[[httpx.Response], Refusal | None], response: httpx.Response) -> Refusal | None:
    """What a vendor's rule sees; nothing in a body that it cannot read, which is told of later."""
    try:
        return look(response)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None


def _partial_failure(
    operation: Operation,
    response: httpx.Response,
    failed: Sequence[errors.Failure],
    secrets: Sequence[Secret],
) -> errors.PartialFailureError:
    failures = tuple(errors.Failure(each.index, each.status, one_line(scrub(each.message, secrets))) for each in failed)
    first = failures[0]
    which = (
        "some of the pictures failed"
        if first.index is None
        else f"{len(failures)} of the pictures failed, the first is number {first.index + 1}"
    )
    error = errors.PartialFailureError(
        f"{operation.name}: {which}: {first.message.rstrip('.')}; error.answer has what is known of the others",
        operation=operation.name,
        status=response.status_code,
        body=_body(response, secrets),
        request_id=_request_id(response, secrets),
    )
    error.failures = failures
    return error


def _status_error(
    operation: Operation,
    response: httpx.Response,
    refusal: Refusal | None,
    rules: Rules,
    secrets: Sequence[Secret],
) -> errors.StatusError:
    status = refusal.status if refusal else response.status_code
    default = errors.ServerError if status >= 500 else errors.BadRequestError
    body = _body(response, secrets)
    if refusal:
        # Scrubbed before it is cut: nobody finds half a secret.
        words = one_line(scrub(refusal.message, secrets))
        # A refusal that calls itself a success has the right shape, which is what the advice for 200 doubts.
        remedy = "" if status == 200 else {**ADVICE, **rules.advice}.get(status, "")
    elif response.is_redirect:
        target = urlsplit(str(response.headers.get("location", "")))
        words = (
            f"the server redirects to {target.scheme}://{target.netloc}" if target.netloc else "the server redirects"
        )
        remedy = "set base_url to the API's own address"
    else:
        words, remedy = _words(response, body), {**ADVICE, **rules.advice}.get(status, "")
    words = words.rstrip(".") or "no explanation"
    text = f"{operation.name}: status {status}: {words}" + (f"; {remedy}" if remedy else "")
    return CLASSES.get(status, default)(
        scrub(text, secrets),
        operation=operation.name,
        status=status,
        body=body,
        request_id=_request_id(response, secrets),
        retry_after=_retry_after(response.headers.get("retry-after")),
    )


def _unexpected_kind(operation: Operation, response: httpx.Response) -> str | None:
    """Why the content type rules the answer out; JSON is judged by its content, whatever it is called."""
    found = response.headers.get("content-type", "").lower()
    if found.startswith("text/html") and response.content.lstrip().startswith(b"<"):
        return "it is a web page; is base_url the API itself, with no proxy or login page in between?"
    if operation.answer is None:
        return None
    if not response.content:
        return "it is empty; is base_url the API itself, with nothing in between?"
    if operation.answer.startswith("image/") and not found.startswith("image/"):
        return f"it is {found or 'of no type'}, not {operation.answer}"
    return None


def _is_broken(response: httpx.Response) -> bool:
    try:
        response.json()
    except ValueError:
        return True
    return False


def _body(response: httpx.Response, secrets: Sequence[Secret]) -> object:
    """Parsed JSON, else text, else None, which stands for a picture too; without the secrets."""
    if response.headers.get("content-type", "").lower().startswith("image/"):
        return None
    try:
        return scrub_all(response.json(), secrets)
    except (ValueError, RecursionError):
        # Not response.text, which trusts whatever name of a character set the server made up.
        return scrub(response.content.decode("utf-8", "replace"), secrets) or None


def _request_id(response: httpx.Response, secrets: Sequence[Secret]) -> str | None:
    found = response.headers.get("x-request-id")
    return None if found is None else scrub(found, secrets)


def _words(response: httpx.Response, body: object) -> str:
    """What the server says, in one line that can be printed."""
    said: object
    if isinstance(body, dict):
        fields = cast("dict[str, object]", body)
        said = next((fields[name] for name in ("message", "detail", "error") if fields.get(name)), str(fields))
        if isinstance(said, list):
            said = "; ".join(_problem(entry) for entry in cast("list[object]", said))
    elif response.headers.get("content-type", "").lower().startswith("text/html"):
        said = "a web page instead of an answer"
    else:
        said = body or ""
    return one_line(str(said))


def one_line(text: str) -> str:
    """Words of a server in one line that can be printed."""
    line = " ".join(text.split())
    line = "".join(character if character.isprintable() else "?" for character in line)
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
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
