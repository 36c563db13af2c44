"""Rejected requests."""

from collections.abc import Sequence


class RequestError(Exception):
    """A rejected request: the statuses to respond with, of which the first documented one is chosen, and the reason."""

    def __init__(self, statuses: Sequence[int], reason: str) -> None:
        super().__init__(reason)
        self.statuses = statuses
        self.reason = reason


UNAUTHORIZED = (401, 403)
INVALID = (400, 422)
UNSUPPORTED = (415, 400, 422)
NOT_FOUND = (404, 410)
FULL = (413, 422, 400)
CONFLICT = (409, 400, 422)
