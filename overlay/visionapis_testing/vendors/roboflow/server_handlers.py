"""The routes that tell the version and the health of a server; all servers have them."""

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse

from .headers import Loading

_VERSION = "1.8.3"  # of the server that the emulator emulates


async def info(request: Request, loading: Loading) -> Response:
    """Return name, version and id of the server."""
    return JSONResponse({"name": "Roboflow Inference Server", "version": _VERSION, "uuid": "emulator"})


async def health(request: Request, loading: Loading) -> Response:
    """Return that the server is healthy."""
    return JSONResponse({"status": "healthy"})


async def readiness(request: Request, loading: Loading) -> Response:
    """Return that the server is ready."""
    return JSONResponse({"status": "ready"})
