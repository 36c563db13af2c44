"""The errors of Roboflow's servers, which have several shapes, in the servers' words.

The words are those of the vendor's inference server: https://github.com/roboflow/inference.
"""

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response

from visionapis_testing.emulator.responses import JSONResponse

if TYPE_CHECKING:
    from visionapis_contracts.roboflow import responses

_KEY_HELP = (
    "Visit https://docs.roboflow.com/api-reference/authentication#retrieve-an-api-key to learn how to retrieve one."
)

MISSING_KEY = "Unauthorized api_key"
WRONG_KEY = "Unauthorized api_key. This key is not authorized for serverless inference."
NO_CREDITS = (
    "This workspace cannot currently spend credits for serverless inference. Verify billing or credit cap settings."
)
LOADING_ERRORS = {
    401: (
        "Unauthorized access to roboflow API - check API key and make sure the key is valid for workspace you use. "
        f"{_KEY_HELP}"
    ),
    402: "Not enough credits to perform this request. Verify your workspace billing page.",
    403: (
        "Unauthorized access to roboflow API - check API key and make sure the key is valid and have required scopes. "
        f"{_KEY_HELP}"
    ),
    404: (
        "Requested Roboflow resource not found. Make sure that workspace, project or model you referred in request "
        "exists."
    ),
    423: "Roboflow API usage is paused. Please contact your workspace administrator to re-enable api keys.",
    502: "Internal error. Request to Roboflow API failed.",
    503: "Internal error. Could not connect to Roboflow API.",
}
"""The messages of a server that cannot load a model, by status."""
STUB_WITHOUT_KEY = f"Required Roboflow API key is missing. {_KEY_HELP}"


class RequestError(Exception):
    """A rejected request.

    The body of the response has ``message``, and ``status`` if ``repeat_status``; ``detail`` if the web framework
    rejects the request; without either it is the plain text of the web framework.
    """

    def __init__(
        self,
        status: int,
        message: str | None = None,
        *,
        repeat_status: bool = False,
        detail: "str | list[responses.ValidationProblem] | None" = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.repeat_status = repeat_status
        self.detail = detail

    @property
    def is_unhandled(self) -> bool:
        """Whether the response is the plain text of the web framework, which lacks the headers of all others."""
        return self.message is None and self.detail is None

    def response(self) -> Response:
        """Return the error response."""
        if isinstance(self.detail, str):
            detail: responses.Detail = {"detail": self.detail}
            return JSONResponse(detail, self.status)
        if self.detail is not None:
            problems: responses.ValidationProblems = {"detail": self.detail}
            return JSONResponse(problems, self.status)
        if self.message is None:
            return PlainTextResponse("Internal Server Error", self.status)
        if self.repeat_status:
            repeated: responses.StatusMessage = {"status": self.status, "message": self.message}
            return JSONResponse(repeated, self.status)
        message: responses.Message = {"message": self.message}
        return JSONResponse(message, self.status)


class InternalError(RequestError):
    """A request on which the server's own code fails."""

    def __init__(self) -> None:
        super().__init__(500, "Internal error.")


class UnreadableInputError(RequestError):
    """The image of a request cannot be read."""

    def __init__(self, cause: str) -> None:
        super().__init__(400, f"Could not load input image. Cause: {cause}")


def loading_error(status: int) -> RequestError:
    """Return the error of a model that cannot be loaded."""
    return RequestError(status, LOADING_ERRORS[status])
