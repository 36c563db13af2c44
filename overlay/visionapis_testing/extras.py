"""The extra that has the dependencies of emulators."""

from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def requires_extra() -> Generator[None]:
    """Add the name of the extra to install to an error about a missing module."""
    try:
        yield
    except ModuleNotFoundError as error:
        error.add_note('hint: pip install "visionapis[testing]"')
        raise
