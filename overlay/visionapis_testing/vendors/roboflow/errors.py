"""The errors of Roboflow's servers, which have several shapes."""

from typing import Any

from starlette.responses import PlainTextResponse, Response

from visionapis_testing.emulator.responses import JSONResponse


class RequestError(Exception):
    """A rejected request.

    The body of the response has ``message``, and ``status`` if ``repeat_status``; ``detail`` if there are problems in
    the query string; without either it is the plain text of the web framework.
    """

    def __init__(
        self,
        status: int,
        message: str | None = None,
        *,
        repeat_status: bool = False,
        problems: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.repeat_status = repeat_status
        self.problems = problems

    def response(self) -> Response:
        """Return the error response."""
        if self.problems is not None:
            return JSONResponse({"detail": self.problems}, self.status)
        if self.message is None:
            return PlainTextResponse("Internal Server Error", self.status)
        repeated = {"status": self.status} if self.repeat_status else {}
        return JSONResponse({**repeated, "message": self.message}, self.status)


class UnreadableInputError(RequestError):
    """The image of a request cannot be read."""

    def __init__(self, cause: str) -> None:
        super().__init__(400, f"Could not load input image. Cause: {cause}")
