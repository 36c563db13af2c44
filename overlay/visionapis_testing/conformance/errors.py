"""The errors of a check that cannot be run, and the exceptions that stop one early."""

from yaml import YAMLError

UNREADABLE = (LookupError, RecursionError, ValueError, YAMLError)
"""The exceptions of parsers of responses. Their texts may quote the response, and with it a key."""


class ConformanceError(Exception):
    """Base class of all errors that a check raises."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        """Advice for the user, if there is any."""


class UsageError(ConformanceError):
    """The arguments of the check are invalid or contradict each other; nothing was sent that changes the server."""


class UnreachableError(ConformanceError):
    """The server did not respond to the first request."""


class KeyRejectedError(ConformanceError):
    """The server rejects the API key."""


class TokenError(ConformanceError):
    """The server issues no access token for the API key."""


class BaselineError(UsageError):
    """The baseline file cannot be read or written."""


class ReportError(ConformanceError):
    """A report file cannot be written."""


class CheckStoppedError(Exception):
    """Raised in place of a request to stop the check early; the check reports its message and what it found."""


class ServerUnresponsive(CheckStoppedError):  # noqa: N818 - a finding about the server, which no caller ever catches
    """Raised when a server that responded before does not respond; the request is reported as a finding."""
