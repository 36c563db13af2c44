"""Label many images through a paid API: resumable, within limits, with no image paid twice.

Every name is imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .errors import BulkError, JobInUseError, JobMismatchError, LedgerError, SourceError
    from .events import Event, ItemSettled, Paused, Progress, Stopping, Summary
    from .job import Job
    from .options import JobOptions
    from .sources import open_source

_MODULES = {
    "BulkError": "errors",
    "Event": "events",
    "ItemSettled": "events",
    "Job": "job",
    "JobInUseError": "errors",
    "JobMismatchError": "errors",
    "JobOptions": "options",
    "LedgerError": "errors",
    "Paused": "events",
    "Progress": "events",
    "SourceError": "errors",
    "Stopping": "events",
    "Summary": "events",
    "open_source": "sources",
}

__all__ = [
    "BulkError",
    "Event",
    "ItemSettled",
    "Job",
    "JobInUseError",
    "JobMismatchError",
    "JobOptions",
    "LedgerError",
    "Paused",
    "Progress",
    "SourceError",
    "Stopping",
    "Summary",
    "open_source",
]


def __getattr__(name: str) -> object:
    # https://peps.python.org/pep-0562/
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return __all__
