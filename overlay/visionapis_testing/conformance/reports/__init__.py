"""Reports of checks: a summary in a terminal (`show`), and files in one of `FORMATS` (`write`).

Keys are redacted in all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from visionapis_testing.conformance.errors import ReportError
from visionapis_testing.conformance.outcome import Outcome

from . import document, har, junit, page
from .files import check_destination, save
from .terminal import show

__all__ = ["FORMATS", "Writer", "check_path", "show", "write"]

Writer: TypeAlias = Callable[[Sequence[Outcome]], str]

FORMATS: Mapping[str, Writer] = {
    ".html": page.render,
    ".json": document.render,
    ".har": har.render,
    ".xml": junit.render,
}
"""Functions that render outcomes as text, by file name suffix."""


def write(outcomes: Sequence[Outcome], path: Path) -> None:
    """Write a report atomically, in the format of the file name's suffix. Raises ReportError."""
    check_path(path)
    save(FORMATS[path.suffix](outcomes), path)


def check_path(path: Path) -> None:
    """Raise ReportError for a path where no report can be written, so that it fails before the check runs."""
    if path.suffix not in FORMATS:
        raise ReportError(
            f"cannot write the report {path}: unsupported suffix {path.suffix!r}",
            hint=f"supported suffixes: {', '.join(FORMATS)}",
        )
    check_destination(path)
