"""The errors of Ximilar's server: a text in ``detail``, lists of texts by field, a list of texts, or a ``status``.

Only ``detail`` is documented; the other shapes and most statuses follow Django REST Framework, which the vendor's
responses resemble.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.contracts.matching import RejectedRequestError
from visionapis_testing.contracts.schemas import Problem
from visionapis_testing.emulator.responses import JSONResponse

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses

_TEXTS = {
    "required": "This field is required.",
    "minLength": "This field must not be empty.",
    "minItems": "At least one is needed.",
    "maxItems": "There are too many of them; the request can be split.",
    "minimum": "This number is too small.",
    "enum": "This is none of the choices.",
    "type": "This value is of the wrong type.",
    "format": "This field must be a file.",
    "contentMediaType": "This field must be the text of a JSON value.",
}
"""Texts about a field by the violated keyword of its schema."""


class RequestError(Exception):
    """A rejected request: the status, body and headers of the error response."""

    def __init__(
        self,
        status: int,
        body: "responses.ErrorResponse | responses.ClassificationFailure",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = headers

    def response(self) -> Response:
        """Return the error response."""
        return JSONResponse(self.body, self.status, self.headers)


def detail_error(status: int, text: str) -> RequestError:
    """Return an error with one text."""
    return RequestError(status, _detail(text))


def unauthorized(text: str) -> RequestError:
    """Return the error for a missing or wrong key."""
    return RequestError(401, _detail(text), {"www-authenticate": "Token"})


def method_not_allowed(method: str, allowed: Iterable[str]) -> RequestError:
    """Return the error for a method that the path does not have, with those that it has."""
    return RequestError(405, _detail(f"Method {method} is not allowed."), {"allow": ", ".join(sorted(allowed))})


def field_error(name: str, text: str) -> RequestError:
    """Return the error for an invalid field."""
    return RequestError(400, {name: [text]})


def not_found() -> RequestError:
    """Return the error for an id that does not exist in the workspace."""
    return detail_error(404, "Not found.")


def out_of_credits() -> RequestError:
    """Return the error for images that exceed the remaining credits."""
    return detail_error(403, "The monthly credits are used up.")


def out_of_memory() -> RequestError:
    """Return the error for data that exceed the emulator's limit."""
    return detail_error(400, "The account has too much data; delete some of it first.")


def invalid_request(error: RejectedRequestError) -> RequestError:
    """Return the error for a request that violates the contract.

    For a request with a query string and no body no other status than 404 is known.
    """
    if error.rule == "query":
        names = ", ".join(str(problem.path[0]) for problem in error.problems if problem.path)
        return detail_error(404, f"The query cannot be read: {names or 'a parameter is not known'}.")
    if error.rule == "content type":
        return detail_error(400, "The media type of the body is not supported.")
    fields = _texts_by_field(error.problems)
    return RequestError(400, fields) if fields else detail_error(400, "The body is missing or cannot be read.")


def _detail(text: str) -> "responses.Detail":
    return {"detail": text}


def _texts_by_field(problems: Iterable[Problem]) -> "responses.FieldProblems":
    """Return texts about fields. They are not the validator's, which repeat the value: it may be an image."""
    texts: dict[str, list[str]] = {}
    for problem in problems:
        if problem.path:
            text = _TEXTS.get(problem.keyword, "This value is invalid.")
            texts.setdefault(str(problem.path[0]), []).append(text)
    return {name: list(dict.fromkeys(field_texts)) for name, field_texts in texts.items()}
