"""The headers that the server's middleware adds to responses, and its response to CORS preflights."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from uuid import UUID

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from .classification import DURATION, Engine

if TYPE_CHECKING:
    from starlette.types import ASGIApp

WORKSPACE = "emulated-workspace"

_ENGINES: Mapping[Engine, str] = {"current": "inference-models", "legacy": "old-inference"}

_CORS = CORSMiddleware(
    cast("ASGIApp", None),  # only its computation of headers is used
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
    expose_headers=[
        "X-Processing-Time",
        "X-Remote-Processing-Time",
        "X-Remote-Processing-Times",
        "X-Model-Cold-Start",
        "X-Model-Cold-Start-Count",
        "X-Model-Load-Time",
        "X-Model-Load-Details",
        "X-Model-Id",
        "X-Workflow-Id",
        "X-Workspace-Id",
        "X-Trace-Id",
        "execution_id",
        "traceparent",
        "tracestate",
    ],
)


@dataclass(slots=True)
class Loading:
    """The model that a request reached."""

    model_id: str | None = None
    """The requested id, which need not exist; None for a request that is rejected before."""
    cold: bool = False
    """Whether the model was loaded for this request."""


def preflight(request: Request) -> Response | None:
    """Return the response to a CORS preflight; None for any other request."""
    names = request.headers
    if request.method != "OPTIONS" or "origin" not in names or "access-control-request-method" not in names:
        return None
    return _CORS.preflight_response(names)


def add_cors(request: Request, response: Response) -> None:
    """Add the headers that allow any page of a browser to read the response."""
    origin = request.headers.get("origin")
    if origin is not None:
        response.headers.update(_CORS.simple_headers)
        response.headers["access-control-allow-origin"] = origin  # not `*`, because credentials are allowed
    response.headers["vary"] = "Origin"


def add_request_id(request: Request, response: Response, new_id: str, *, any_text: bool) -> None:
    """Add the id of the request: the one that it carries, if it is a UUID or ``any_text`` counts, else a new one."""
    sent = request.headers.get("x-request-id", "")
    response.headers["x-request-id"] = sent if sent and (any_text or _is_uuid(sent)) else new_id


def add_hosting(response: Response, execution_id: str, *, workspace: bool) -> None:
    """Add the headers of hosting."""
    response.headers["execution_id"] = execution_id
    response.headers["x-processing-time"] = str(DURATION)
    if workspace:
        response.headers["x-workspace-id"] = WORKSPACE


def add_model(response: Response, loading: Loading, engine: Engine) -> None:
    """Add the headers about the engine and the model. Raises UnicodeEncodeError for an id outside Latin-1."""
    headers = {
        "x-inference-engine": _ENGINES[engine],
        "x-model-cold-start": str(loading.cold).lower(),
        "x-model-cold-start-count": str(int(loading.cold)),
    }
    if loading.model_id is not None:
        headers["x-model-id"] = loading.model_id
    if loading.cold:
        headers["x-model-load-time"] = str(DURATION)
        headers["x-model-load-details"] = json.dumps([{"m": loading.model_id, "t": DURATION}])
    response.headers.update(headers)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text, version=4)
    except ValueError:
        return False
    return True
