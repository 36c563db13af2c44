"""The vendor-specific part of an emulator."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

Handler = Callable[[Request], Awaitable[Response]]


class Backend(Protocol):
    """Operation handlers, authentication and responses outside operations."""

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """One handler per operation id of the contract."""
        ...

    async def authenticate(self, request: Request) -> Response | None:
        """Return the error response to a request that is rejected before routing, else None."""
        ...

    def unrouted(self, request: Request) -> Response:
        """Return the response to a request whose method and path match no operation."""
        ...

    def too_large(self) -> Response:
        """Return the response to a request whose body exceeds the limit."""
        ...
