"""A Starlette application whose one route returns constant bytes, those of the environment variable ANSWER."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

ANSWER = os.environ["ANSWER"].encode()
PATH = os.environ["ANSWER_PATH"]


async def answer(_: Request) -> Response:
    """Answer at once."""
    return Response(ANSWER, media_type="application/json")


app = Starlette(routes=[Route(PATH, answer, methods=["POST"])])
