"""Read a response: from status, headers and body to a value or an error. Pure functions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import httpx

from visionapis import errors
from visionapis._transport.content import INCOMPLETE, TOO_LARGE

from .causes import detach
from .messages import WEB_PAGE, one_line, parse_retry_after, server_message
from .redaction import PLACEHOLDER, redact, redact_json
from .response_rules import EmbeddedError, status_error

if TYPE_CHECKING:
    from visionapis_generated.operation import Operation

    from .reading import Reader
    from .redaction import Secret
    from .response_rules import ResponseRules

T = TypeVar("T")

# Not 300 and 304, which need not lead to another address.
REDIRECTS = (301, 302, 303, 307, 308)

# Scheme and host of a URL, without a user and password.
_ORIGIN = r"(?i)([a-z][a-z0-9+.-]*://)(?:[^/?#]*@)?([^/?#@]+)"

WEB_PAGE_HINT = "check base_url, and whether a proxy or login page responds in place of the API"

# All that generated code raises when it parses a response of another shape.
PARSE_ERRORS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def read_response(
    operation: Operation,
    response: httpx.Response,
    parse: Callable[[httpx.Response], T],
    reader: Reader[T, object] | None = None,
    *,
    rules: ResponseRules,
    secrets: Callable[[], Sequence[Secret]],
) -> T | errors.VisionAPIError:
    """Return the parsed response, or an APIStatusError, PartialFailureError or ResponseDecodeError.

    `reader` takes a parsed response in which an image may have failed; a VisionAPIError that it raises is returned.
    Errors are returned, not raised, so that their tracebacks have no frame that holds the response.
    """
    embedded = _find_error(rules.find_error, response)
    if embedded is not None or not response.is_success:
        return _status_error(operation, response, embedded, secrets())
    if too_large := _size_problem(response):
        return _decode_error(operation, response, too_large, "raise max_response_bytes", secrets())
    if problem := _content_type_problem(operation, response):
        return _decode_error(operation, response, *problem, secrets())
    try:
        value = parse(response)
        failed = rules.find_failures(response.status_code, value)
        if reader and not isinstance(failed, EmbeddedError):
            reader(value)
            for each in reader.errors:
                _describe(each, operation, response, secrets())
    except errors.VisionAPIError as error:
        _describe(error, operation, response, secrets())
        return error.with_traceback(None)
    except PARSE_ERRORS as error:
        found = secrets()
        if isinstance(error, ValueError) and not isinstance(error, (json.JSONDecodeError, UnicodeError)):
            # It may quote a part of the response, and half a secret would not be found.
            error.args = (re.split("['\"]", str(error))[0].rstrip(": "),)
        invalid = isinstance(error, (RecursionError, UnicodeError)) or _is_invalid_json(response)
        what = "is not valid JSON" if invalid else "does not match the contract"
        decode_error = _decode_error(operation, response, what, None, found)
        decode_error.__cause__ = detach(error, found)
        return decode_error
    if not failed:
        return value
    if isinstance(failed, EmbeddedError):
        return _status_error(operation, response, failed, secrets())
    partial = _partial_failure(operation, response, failed, secrets())
    partial._keep(value, _parse_redacted(parse, response, partial.body))  # pyright: ignore[reportPrivateUsage]  (private to users of the error)
    return partial


class _Document(httpx.Response):
    """A response with a JSON document in place of a body; some documents of servers cannot be encoded again."""

    def __init__(self, status_code: int, document: object) -> None:
        super().__init__(status_code)
        self._document = document

    def json(self, **_options: object) -> object:
        """Return the document."""
        return self._document


def _parse_redacted(parse: Callable[[httpx.Response], T], response: httpx.Response, body: object) -> T | None:
    """Return the parsed response without secrets; None if what was redacted is not one any more."""
    try:
        return parse(_Document(response.status_code, body))
    except PARSE_ERRORS:
        return None


def _describe(
    error: errors.VisionAPIError, operation: Operation, response: httpx.Response, secrets: Sequence[Secret]
) -> None:
    """Add the details of a response to an error about its content."""
    error.args = (f"{operation.name}: {one_line(redact(str(error), secrets))}",)
    error.operation, error.status_code = operation.name, response.status_code
    error.body, error.request_id = _body(response, secrets), _request_id(response, secrets)


def _find_error(
    find: Callable[[httpx.Response], EmbeddedError | None], response: httpx.Response
) -> EmbeddedError | None:
    """Apply a vendor's rule. A body that it cannot read is ignored here, and reported when it is parsed."""
    try:
        return find(response)
    except PARSE_ERRORS:
        return None


def _partial_failure(
    operation: Operation,
    response: httpx.Response,
    failed: Sequence[errors.ItemFailure],
    secrets: Sequence[Secret],
) -> errors.PartialFailureError:
    failures = tuple(
        errors.ItemFailure(each.index, each.status_code, one_line(redact(each.message, secrets), keep_full_stop=False))
        for each in failed
    )
    first = failures[0]
    if first.index is None:
        which = "some images failed"
    elif len(failures) == 1:
        which = f"the image at index {first.index} failed"
    else:
        which = f"{len(failures)} images failed, the first at index {first.index}"
    error = errors.PartialFailureError(
        f"{operation.name}: {which}: {first.message}",
        operation=operation.name,
        status_code=response.status_code,
        body=_body(response, secrets),
        request_id=_request_id(response, secrets),
    )
    error.failures = failures
    return error


def _status_error(
    operation: Operation, response: httpx.Response, embedded: EmbeddedError | None, secrets: Sequence[Secret]
) -> errors.APIStatusError:
    status_code = embedded.status_code if embedded else response.status_code
    body, hint = _body(response, secrets), None
    if embedded:
        message = embedded.message
    elif response.status_code in REDIRECTS:
        # Not parsed as a URL, which raises exceptions that quote a part of it.
        target = re.match(_ORIGIN, response.headers.get("location", ""))
        message = f"redirect to {target[1]}{target[2]}" if target else "redirect"
        hint = "set base_url to the address of the API itself"
    elif problem := _size_problem(response):
        message, hint = f"the response {problem}", "raise max_response_bytes"
    elif INCOMPLETE in response.extensions:
        message = "the response is incomplete"
    else:
        message = server_message(response, body)
        if response.status_code == 404 and message == WEB_PAGE:
            hint = WEB_PAGE_HINT
    # Redacted before it is shortened: half a secret would not be found.
    message = one_line(redact(message, secrets), keep_full_stop=False)
    return status_error(status_code)(
        f"{operation.name}: status {status_code}" + (f": {message}" if message else ""),
        hint=hint,
        operation=operation.name,
        status_code=status_code,
        body=body,
        request_id=_request_id(response, secrets),
        retry_after=parse_retry_after(response.headers.get("retry-after")),
    )


def _decode_error(
    operation: Operation, response: httpx.Response, what: str, hint: str | None, secrets: Sequence[Secret]
) -> errors.ResponseDecodeError:
    what = one_line(redact(what, secrets))
    size = "" if TOO_LARGE in response.extensions else f", {len(response.content)} bytes"
    return errors.ResponseDecodeError(
        f"{operation.name}: the response {what} (status {response.status_code}{size})",
        hint=hint,
        operation=operation.name,
        status_code=response.status_code,
        body=_body(response, secrets),
        request_id=_request_id(response, secrets),
    )


def _size_problem(response: httpx.Response) -> str | None:
    limit = response.extensions.get(TOO_LARGE)
    return limit and f"is larger than max_response_bytes, which is {limit:,}"


def _content_type_problem(operation: Operation, response: httpx.Response) -> tuple[str, str | None] | None:
    """Return what is wrong with the kind of the response, and the hint; JSON is judged by its content, not its type."""
    found = response.headers.get("content-type", "").lower()
    if found.startswith("text/html") and response.content.lstrip().startswith(b"<"):
        return "is a web page", WEB_PAGE_HINT
    if operation.response_content_type is None:
        return None
    if not response.content:
        return "is empty", None
    if operation.response_content_type.startswith("image/") and not found.startswith("image/"):
        return f"has {f'content type {found}' if found else 'no content type'}, not an image type", None
    return None


def _is_invalid_json(response: httpx.Response) -> bool:
    try:
        response.json()
    except ValueError:
        return True
    return False


def _body(response: httpx.Response, secrets: Sequence[Secret]) -> object:
    """Return parsed JSON, else text, redacted; None for an empty body or an image."""
    if response.headers.get("content-type", "").lower().startswith("image/"):
        return None
    try:
        return redact_json(response.json(), secrets)
    except (ValueError, RecursionError):
        # Not response.text, which relies on the character set that the server names.
        return redact(response.content.decode("utf-8", "replace"), secrets) or None


def redact_headers(response: httpx.Response, secrets: Sequence[Secret]) -> httpx.Headers:
    """Return the headers of a response without secrets; a cookie is one as a whole."""
    encoding = response.headers.encoding
    items = [
        (redact(name, secrets), PLACEHOLDER if name == "set-cookie" else redact(value, secrets))
        for name, value in response.headers.multi_items()
    ]
    return httpx.Headers([(name.encode(encoding), value.encode(encoding)) for name, value in items], encoding)


def _request_id(response: httpx.Response, secrets: Sequence[Secret]) -> str | None:
    found = response.headers.get("x-request-id")
    return None if found is None else one_line(redact(found, secrets))
