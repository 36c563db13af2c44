"""Errors of recordings and observations."""

from visionapis_testing.errors import EmulatorError


class RecordingError(EmulatorError):
    """A file is not a recording or an observation, or cannot be read or written; the message names it and the part."""
