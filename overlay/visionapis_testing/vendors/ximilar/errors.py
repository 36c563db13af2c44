"""How the server says no: a text in ``detail``, lists of texts by field, a list of texts, or a ``status``.

Which comes when is unknown but for ``detail``; statuses and shapes follow Django REST Framework, which the vendor's
other answers resemble.
"""

from collections.abc import Iterable, Mapping

from starlette.responses import Response

from visionapis_testing.contracts.matching import RefusedError
from visionapis_testing.contracts.schemas import Problem
from visionapis_testing.emulator.json_response import JSONResponse

_TEXTS = {
    "required": "This field is required.",
    "minLength": "This field must not be empty.",
    "minItems": "At least one is needed.",
    "maxItems": "There are too many of them; the request can be split.",
    "minimum": "This number is too small.",
    "enum": "This is none of the choices.",
    "type": "This value is of the wrong type.",
    "format": "This field takes a file.",
    "contentMediaType": "This field takes the text of a JSON value.",
}


class RefusalError(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = headers

    def response(self) -> Response:
        """Return the answer."""
        return JSONResponse(self.body, self.status, self.headers)


def detail(status: int, text: str) -> RefusalError:
    """Return a refusal in one text."""
    return RefusalError(status, {"detail": text})


def unauthorized(text: str) -> RefusalError:
    """Return the refusal of a missing or wrong key."""
    return RefusalError(401, {"detail": text}, {"www-authenticate": "Token"})


def method(name: str, allowed: Iterable[str]) -> RefusalError:
    """Return the refusal of a method, with those that the path takes."""
    return RefusalError(405, {"detail": f"{name} is not taken here."}, {"allow": ", ".join(sorted(allowed))})


def field(name: str, text: str) -> RefusalError:
    """Return the refusal of one field."""
    return RefusalError(400, {name: [text]})


def not_found() -> RefusalError:
    """Return the refusal of an id that the workspace does not hold."""
    return detail(404, "Not found.")


def out_of_credits() -> RefusalError:
    """Return the refusal of a picture that there are no credits for."""
    return detail(403, "The monthly credits are used up.")


def unread(refused: RefusedError) -> RefusalError:
    """Return the refusal of a request that the contract does not take.

    No status but 404 is known of requests that carry a query and no body.
    """
    if refused.rule == "query":
        names = ", ".join(str(problem.place[0]) for problem in refused.problems if problem.place)
        return detail(404, f"The query cannot be read: {names or 'a parameter is not known'}.")
    if refused.rule == "content type":
        return detail(400, "The body's media type is not taken here.")
    fields = _by_field(refused.problems)
    return RefusalError(400, fields) if fields else detail(400, "The body is missing or cannot be read.")


def _by_field(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """Texts of our own by field: those of the validator repeat the value, which can be a picture."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        if problem.place:
            text = _TEXTS.get(problem.keyword, "This value is not taken.")
            found.setdefault(str(problem.place[0]), []).append(text)
    return {name: list(dict.fromkeys(texts)) for name, texts in found.items()}
