"""The proxy's own responses, in place of the server's."""

import json
from dataclasses import dataclass

import httpx
from starlette.types import Send

from visionapis._http.network_errors import Route

MARK = b"x-visionapis-proxy"
"""The header of the proxy's own responses, with the reason as its value."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that the server did not respond to."""

    status_code: int
    reason: str
    message: str

    @classmethod
    def of(cls, error: Exception, route: Route) -> "Failure":
        """Return the failure of a request that raised an exception."""
        if isinstance(error, httpx.TimeoutException):
            return cls(504, "timeout", f"{route.origin} did not respond in time")
        if described := route.describe(error):
            return cls(502, "unreachable", described[0])
        return cls(502, "no_response", f"{route.origin} sent no valid response")

    async def send(self, send: Send) -> None:
        """Send the response."""
        body = json.dumps({"error": {"source": "visionapis proxy", "reason": self.reason, "message": self.message}})
        headers = [(MARK, self.reason.encode()), (b"content-type", b"application/json")]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": body.encode()})
