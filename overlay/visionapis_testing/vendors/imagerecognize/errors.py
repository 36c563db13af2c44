"""The errors of ImageRecognize's server."""

NO_DATA = "Invalid request, no data received."
TOO_LARGE = "The image is too large."


class RequestError(Exception):
    """A rejected request: the status and message of the error response."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
