"""How the server says no: one envelope for every error."""

from http import HTTPStatus

from starlette.responses import Response

from visionapis_testing.contracts.matching import RefusedError
from visionapis_testing.emulator.json_response import JSONResponse

# What is said of a field that is missing or wrong: the reason, and what to do about it.
_FIELDS = {
    "base64_data": ("File is not valid", "Send the base64 text of a PNG, JPEG or PDF file"),
    "categories": ("Too few categories", "Send two or more for one label a picture, else one or more"),
    "category": ("Category is not valid", "The model has no such category"),
    "data": ("Data is not valid", "Send a JSON list with one entry for each file"),
    "file": ("File is missing", "Send at least one file"),
    "files": ("File is missing", "Send at least one file"),
    "pages_to_process": ("Pages are not valid", "Send numbers from 1, joined by commas"),
    "urls": ("URLs are missing", "Send at least one URL"),
}


class RefusalError(Exception):
    """A request that is answered with an error: a status, the reason in a few words, and what to do about it."""

    def __init__(self, status: int, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.advice = advice

    def response(self) -> Response:
        """Return the answer."""
        body = {
            "message": HTTPStatus(self.status).phrase,
            "code": self.status,
            "errors": [{"reason": self.reason, "message": self.advice}],
        }
        return JSONResponse(body, self.status)


def invalid(field: str) -> RefusalError:
    """Return the refusal of a field that is missing or wrong."""
    return RefusalError(400, *_FIELDS[field])


def malformed(refused: RefusedError) -> RefusalError:
    """Return the server's words for what the contract says of a request."""
    names = [str(problem.place[0]) for problem in refused.problems if problem.place]
    for name in names:
        if name in _FIELDS:
            return invalid(name)
    return RefusalError(400, "Request is not valid", f"Look at its {names[0] if names else refused.rule}")


def no_model() -> RefusalError:
    """Return the refusal of a model that does not exist, or is of another kind than the path."""
    return RefusalError(404, "Model does not exist", "Check the id of the model")
