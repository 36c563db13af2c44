"""The errors of Nanonets' server, which share one envelope."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.contracts.matching import RejectedRequestError
from visionapis_testing.emulator.responses import JSONResponse

if TYPE_CHECKING:
    from visionapis_contracts.nanonets import responses

# The reason and the message about a missing or invalid field.
_FIELDS = {
    "base64_data": ("File is not valid", "Send the base64 text of a PNG, JPEG or PDF file"),
    "categories": ("Too few categories", "Send two or more for one label an image, else one or more"),
    "category": ("Category is not valid", "The model has no such category"),
    "data": ("Data is not valid", "Send a JSON list with one entry for each file"),
    "file": ("File is missing", "Send at least one file"),
    "files": ("File is missing", "Send at least one file"),
    "pages_to_process": ("Pages are not valid", "Send numbers from 1, joined by commas"),
    "urls": ("URLs are missing", "Send at least one URL"),
}


class RequestError(Exception):
    """A rejected request: the status, the reason in a few words, and a message that says what to do."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.message = message

    def response(self) -> Response:
        """Return the error response."""
        body: responses.ErrorResponse = {
            "message": HTTPStatus(self.status).phrase,
            "code": self.status,
            "errors": [{"reason": self.reason, "message": self.message}],
        }
        return JSONResponse(body, self.status)


def invalid_field(name: str) -> RequestError:
    """Return the error for a missing or invalid field."""
    return RequestError(400, *_FIELDS[name])


def invalid_request(error: RejectedRequestError) -> RequestError:
    """Return the error for a request that violates the contract."""
    names = [str(problem.path[0]) for problem in error.problems if problem.path]
    for name in names:
        if name in _FIELDS:
            return invalid_field(name)
    return RequestError(400, "Request is not valid", f"Look at its {names[0] if names else error.rule}")


def model_not_found() -> RequestError:
    """Return the error for a model that does not exist, or is not of a type that the operation serves."""
    return RequestError(404, "Model does not exist", "Check the id of the model")


def plan_exceeded(reason: str) -> RequestError:
    """Return the error for a request that would exceed the limits of the account."""
    return RequestError(402, reason, "Change the plan of the account")
