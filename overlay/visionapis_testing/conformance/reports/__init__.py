"""What a check found, for people and for programs: in a terminal, and as files that hold no key.

`show` prints it; `write` makes a file in one of `FORMATS`.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from visionapis_testing.conformance.errors import ReportError
from visionapis_testing.conformance.outcome import Outcome

from . import document, har, junit, page
from .files import check_place, save
from .terminal import show

__all__ = ["FORMATS", "Writer", "check_path", "show", "write"]

Writer: TypeAlias = Callable[[Sequence[Outcome]], str]

FORMATS: Mapping[str, Writer] = {
    ".html": page.render,
    ".json": document.render,
    ".har": har.render,
    ".xml": junit.render,
}
"""Makes of outcomes the text of a file, by how the file's name ends."""


def write(outcomes: Sequence[Outcome], path: Path) -> None:
    """Write the report that a file's name asks for, whole or not at all. Raises ReportError."""
    check_path(path)
    save(FORMATS[path.suffix](outcomes), path)


def check_path(path: Path) -> None:
    """Raise ReportError where no report can be written: worth knowing before what it is about is paid for."""
    if path.suffix not in FORMATS:
        raise ReportError(f"the report {path} cannot be written: its name has to end in {', '.join(FORMATS)}")
    check_place(path)
