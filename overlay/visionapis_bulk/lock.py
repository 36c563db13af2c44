"""A lock on a file that ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .errors import JobInUseError, LedgerError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self


class FileLock:
    """An exclusive lock for the file at `path`, held by means of a file beside it with the suffix `.lock`.

    Not on the file itself: closing any descriptor of it would end the locks of SQLite, which are the process's own.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises JobInUseError if another process holds it, and LedgerError if it cannot be taken."""
        self._path = path.with_name(f"{path.name}.lock")
        while True:
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as error:
                raise LedgerError(f"cannot write {str(self._path)!r}: {error.strerror}") from error
            if not _lock(self._file):
                holder = os.pread(self._file, 32, 0).decode("ascii", "replace") if hasattr(os, "pread") else ""
                os.close(self._file)
                which = f"process {holder}" if holder.isdigit() else "another process"
                raise JobInUseError(f"the job {str(path)!r} is in use by {which}")
            if self._is_current():
                break
            os.close(self._file)  # deleted by its last holder after it was opened here
        os.truncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())

    def _is_current(self) -> bool:
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._file))
        except FileNotFoundError:
            return False

    def close(self) -> None:
        """Release the lock, and delete its file."""
        if self._file < 0:
            return
        if sys.platform != "win32":  # there, an open file cannot be deleted
            self._path.unlink(missing_ok=True)
        os.close(self._file)
        self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            os.lseek(file, 2**20, os.SEEK_SET)  # a locked byte cannot be read; this one is behind the text
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
