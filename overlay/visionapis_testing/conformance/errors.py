"""Why a server could not be put to the test."""


class ConformanceError(Exception):
    """Base of everything that a check raises; the message says what is wrong and what to do."""


class RefusedCheckError(ConformanceError):
    """What was asked for is not done, because it could cost, change or strain something that nobody named."""


class UnreachableError(ConformanceError):
    """The server does not answer."""


class UnreadableError(ConformanceError):
    """An answer of the server cannot be judged."""


class KeyRefusedError(ConformanceError):
    """The server does not know the key."""


class BaselineError(RefusedCheckError):
    """The file of accepted differences cannot be read or written."""


class ReportError(ConformanceError):
    """A report cannot be written."""
