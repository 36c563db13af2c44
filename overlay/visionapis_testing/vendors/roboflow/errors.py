"""How the server says no."""

from typing import Any

from starlette.responses import PlainTextResponse, Response

from visionapis_testing.emulator.json_response import JSONResponse


class RefusalError(Exception):
    """A request that is answered with an error, in one of the vendor's shapes.

    With a message the body is ``{"message"}``, and ``{"status", "message"}`` if ``repeat_status``; with problems it is
    the ``{"detail"}`` of a query that cannot be read; with neither it is the framework's plain text.
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
        """Return the answer."""
        if self.problems is not None:
            return JSONResponse({"detail": self.problems}, self.status)
        if self.message is None:
            return PlainTextResponse("Internal Server Error", self.status)
        repeated = {"status": self.status} if self.repeat_status else {}
        return JSONResponse({**repeated, "message": self.message}, self.status)


class UnreadableInputError(RefusalError):
    """The picture of a request cannot be used."""

    def __init__(self, cause: str) -> None:
        super().__init__(400, f"Could not load input image. Cause: {cause}")
