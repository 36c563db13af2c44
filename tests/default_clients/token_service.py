"""A server that issues tokens, for tests of clients with OAuth 2."""

from __future__ import annotations

import time

import pytest

from tests.helpers.recording import Received, RecordingServer, make_response

from .calls import TAGGED, WRONG_KEY

ASYNC = pytest.mark.parametrize("asynchronous", [False, True])
REJECTED: dict[str, object] = {"error": "invalid_client", "error_description": "unknown client"}


class Service:
    """The responses of a server that issues tokens, numbered from 1, and accepts those from `valid` on."""

    def __init__(self, *, valid: int = 1, lifetime: float | None = 3600, delay: float = 0.0, **fields: object) -> None:
        self.valid = valid
        self.issued = 0
        self._fields = {"token_type": "bearer", **fields}
        if lifetime is not None:
            self._fields["expires_in"] = lifetime
        self._delay = delay

    def __call__(self, request: Received) -> bytes:
        if request.path == "/oauth/token":
            time.sleep(self._delay)
            self.issued += 1
            return make_response({"access_token": f"rf_token-{self.issued}", **self._fields})
        number = int(request.headers["authorization"].rpartition("-")[2])
        return TAGGED if number >= self.valid else WRONG_KEY


def paths(server: RecordingServer) -> list[str]:
    """Return the last parts of the paths that were requested."""
    return [request.path.rpartition("/")[2] for request in server.received]
