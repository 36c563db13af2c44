"""JSON responses of emulators."""

import json
from typing import Any

from starlette.responses import Response

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class JSONResponse(Response):
    """A JSON response that keeps its ``value``, so that checking it against the contract needs no parsing."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the encoded body. Raises ValueError for NaN and infinity."""
        self.value = content
        return _encode(content).encode()


class UncheckedResponse(JSONResponse):
    """A JSON response that is not checked against the contract, which documents no such status."""
