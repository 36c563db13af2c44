"""A Starlette application with one route, which returns the bytes of the environment variable RESPONSE."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

RESPONSE = os.environ["RESPONSE"].encode()
PATH = os.environ["RESPONSE_PATH"]


async def respond(_: Request) -> Response:
    """Return the bytes."""
    return Response(RESPONSE, media_type="application/json")


app = Starlette(routes=[Route(PATH, respond, methods=["POST"])])
