"""Errors that end a command with a message, a hint and an exit status."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .hints import adapt_hint
from .main import USAGE

if TYPE_CHECKING:
    from collections.abc import Generator


class CommandError(click.ClickException):
    """Raised to end a command with a message on stderr, the hint on a line of its own, and an exit status."""

    def __init__(self, message: str, *, hint: str | None = None, status: int = USAGE) -> None:
        super().__init__(message)
        self.hint = hint
        self.status = status

    @classmethod
    def of(cls, error: Exception, status: int = USAGE) -> CommandError:
        """Return a command error with the message of another error and its hint in terms of the command line."""
        return cls(str(error), hint=adapt_hint(getattr(error, "hint", None)), status=status)


@contextmanager
def requires_extra(extra: str) -> Generator[None]:
    """Convert the error about a missing module to one that names the extra to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise CommandError(f"missing module: {error.name}", hint=f'pip install "visionapis[{extra}]"') from error
