"""The routes that tell the version and the health of a server; all servers have them."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse

from .headers import Loading

if TYPE_CHECKING:
    from visionapis_contracts.roboflow import responses

_VERSION = "1.8.3"  # of the server that the emulator emulates


async def info(request: Request, loading: Loading) -> Response:
    """Return name, version and id of the server."""
    body: responses.ServerInfo = {"name": "Roboflow Inference Server", "version": _VERSION, "uuid": "emulator"}
    return JSONResponse(body)


async def health(request: Request, loading: Loading) -> Response:
    """Return that the server is healthy."""
    body: responses.ServerStatus = {"status": "healthy"}
    return JSONResponse(body)


async def readiness(request: Request, loading: Loading) -> Response:
    """Return that the server is ready."""
    body: responses.ServerStatus = {"status": "ready"}
    return JSONResponse(body)
