"""Ids that look like chance and are counted, so that equal requests in equal order get equal answers."""

import hashlib
import uuid


class Ids:
    """The ids of one emulator; two emulators count alike."""

    def __init__(self) -> None:
        self._given = 0

    def next(self) -> uuid.UUID:
        """Return the next id."""
        self._given += 1
        return uuid.UUID(bytes=hashlib.sha256(self._given.to_bytes(8, "big")).digest()[:16], version=4)

    def reset(self) -> None:
        """Start anew."""
        self._given = 0
