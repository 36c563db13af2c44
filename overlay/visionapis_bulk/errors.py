"""Errors of bulk jobs themselves; those of single images are errors of the client.

BulkError
├── LedgerError           the ledger cannot be read or written
│   └── JobInUseError     another process works on the job
├── JobMismatchError      the job was begun with another account, model or option
├── ExportError           an export cannot be written
├── SourceError           the images cannot be listed
└── TargetError           a target of a comparison is not one of a vendor
"""

from __future__ import annotations


class BulkError(Exception):
    """Base of all errors that a job raises. `str(error)` is one line."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        """Advice on this failure, in one line; None if there is none."""


class LedgerError(BulkError):
    """The ledger cannot be read or written: a full disk, a missing permission, a file that is not a ledger."""


class JobInUseError(LedgerError):
    """Another process works on the job."""


class JobMismatchError(BulkError):
    """The job was begun with another account, model or option, which the message names."""


class ExportError(BulkError):
    """An export cannot be written."""


class SourceError(BulkError):
    """The images cannot be listed: no such folder, no such column, a package that is not installed."""


class TargetError(BulkError):
    """A target of a comparison is not one of a vendor, or its arguments are not those of the client's `classify`."""
