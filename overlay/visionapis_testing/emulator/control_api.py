"""The control API: faults, time, image URLs and recorded requests over HTTP, for tests in any process or language."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from visionapis_testing.errors import EmulatorError
from visionapis_testing.faults.fault import Fault
from visionapis_testing.faults.plan import FaultRule
from visionapis_testing.validation import from_json, json_schema

from .access import Network, rejection

if TYPE_CHECKING:
    from .base import Emulator

PREFIX = "/__visionapis__"
"""The path of the control API, at the root of the port even where the vendor's base URL has a path."""

HEALTH = f"{PREFIX}/health"
"""A path for health checks, open to every client."""

Json = dict[str, Any]

_MAX_BODY_BYTES = 2**27
_MAX_STEP = 10**6

_Document = TypeVar("_Document")


class _RequestError(Exception):
    """A request that gets an error response."""

    def __init__(self, status_code: int, message: str) -> None:
        super().__init__(message)
        self.status_code = status_code


@dataclass(frozen=True)
class _ClockChange:
    advance: float = 0.0
    step: float | None = None


@dataclass(frozen=True)
class _RegisteredURL:
    url: str
    base64: str


@dataclass(frozen=True)
class _RegisteredModel:
    model: str
    images: list[dict[str, Any]]
    id: str | None = None


def _describe(emulator: "Emulator", _: Json) -> Json:
    """List the routes, the operations, and the JSON Schemas of faults, of a rule and of what describes an image."""
    return {
        "routes": {f"{method} {PREFIX}{path}": action.__doc__ for (method, path), action in _ROUTES.items()},
        "operations": sorted(emulator.faults.operations or ()),
        "faults": {
            name: {"description": (kind.__doc__ or "").partition("\n")[0], "schema": json_schema(kind)}
            for name, kind in sorted(Fault.kinds.items())
        },
        "rule": json_schema(FaultRule),
        "image": json_schema(emulator.description_type),
    }


def _list_faults(emulator: "Emulator", _: Json) -> Json:
    """List the rules that were added, and the faults that were injected."""
    plan = emulator.faults
    return {
        "rules": [each.to_json() for each in plan.rules],
        "injections": [each.to_json() for each in plan.injections],
    }


def _add_fault(emulator: "Emulator", document: Json) -> Json:
    """Add a rule, such as {"fault": {"kind": "status_response", "status_code": 429}, "times": 1}; return it in full."""
    rule = FaultRule.from_json(document)
    emulator.faults.add(**vars(rule))
    return rule.to_json()


def _clear_faults(emulator: "Emulator", _: Json) -> Json:
    """Remove all rules, and forget which faults were injected."""
    emulator.faults.clear()
    return _list_faults(emulator, {})


def _list_requests(emulator: "Emulator", _: Json) -> Json:
    """List the requests that were received completely, oldest first, without keys and images; the last 1,000."""
    return {"requests": [asdict(each) for each in emulator.requests]}


def _reset(emulator: "Emulator", _: Json) -> Json:
    """Forget faults and requests; models, images, ids and clock return to what the command line gave, or to nothing."""
    emulator.reset()
    return _show_clock(emulator, {})


def _show_clock(emulator: "Emulator", _: Json) -> Json:
    """Show the virtual time in seconds since the start, and the seconds per request."""
    return {"seconds": emulator.clock.seconds, "step": emulator.clock.step}


def _change_clock(emulator: "Emulator", document: Json) -> Json:
    """Move time forward: {"advance": 60}; or set the seconds per request: {"step": 0}."""
    change = _parse(_ClockChange, document)
    if not 0 <= (change.step or 0) <= _MAX_STEP:
        raise _RequestError(400, f"invalid step {change.step:g}: expected 0 to {_MAX_STEP:,} seconds")
    emulator.clock.advance(change.advance)
    if change.step is not None:
        emulator.clock.step = change.step
    return _show_clock(emulator, {})


def _register_url(emulator: "Emulator", document: Json) -> Json:
    """Register an image, or any other bytes, for a URL: {"url": ..., "base64": ...}."""
    registered = _parse(_RegisteredURL, document)
    content = _decode(registered.base64)
    emulator.register_url(registered.url, content)
    return {"bytes": len(content)}


def _register_model(emulator: "Emulator", document: Json) -> Json:
    """Train a model: {"model": ..., "images": [{"base64": ..., "label": ...}, ...]}; return the id for clients."""
    registered = _parse(_RegisteredModel, document)
    images: list[tuple[bytes, Json]] = []
    for number, image in enumerate(registered.images, 1):
        if not isinstance(image.get("base64"), str):
            raise _RequestError(400, f"image {number}: field 'base64' is missing or not a string")
        description = {name: value for name, value in image.items() if name != "base64"}
        images.append((_decode(image["base64"], f"image {number}: "), description))
    return {"id": emulator.register_model(registered.model, images, model_id=registered.id)}


def _decode(text: str, location: str = "") -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        problem = "base64 is not valid base64 text in the standard alphabet with padding"
        raise _RequestError(400, f"{location}{problem}") from None


_ROUTES: Mapping[tuple[str, str], Callable[["Emulator", Json], Json]] = {
    ("GET", ""): _describe,
    ("GET", "/faults"): _list_faults,
    ("POST", "/faults"): _add_fault,
    ("DELETE", "/faults"): _clear_faults,
    ("GET", "/requests"): _list_requests,
    ("POST", "/reset"): _reset,
    ("GET", "/clock"): _show_clock,
    ("POST", "/clock"): _change_clock,
    ("POST", "/urls"): _register_url,
    ("POST", "/models"): _register_model,
}


class ControlAPI:
    """ASGI middleware that serves the control API in front of an emulator: JSON in, JSON out, no key.

    It serves only programs on this machine, wherever the emulator listens, and no web pages. Requests to it are not
    recorded and take no virtual time. The health check serves everyone.
    """

    def __init__(self, emulator: "Emulator", app: ASGIApp) -> None:
        self.enabled = True
        """If False, its paths are routed like the vendor's, except for the health check."""
        self.networks: Sequence[Network] = ()
        """The networks of other machines whose programs may use it."""
        self._emulator = emulator
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to requests below the prefix; pass on all others."""
        if scope["type"] == "http" and scope["path"] == HEALTH and scope["method"] in {"GET", "HEAD"}:
            await _json_response({"status": "ok", "vendor": self._emulator.vendor})(scope, receive, send)
        elif self.enabled and scope["type"] == "http" and f"{scope['path']}/".startswith(f"{PREFIX}/"):
            response = await self._respond(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        try:
            if problem := rejection(request.scope, self.networks):
                raise _RequestError(403, problem)
            action = _route(request)
            document = await _read_object(request) if request.method == "POST" else {}
            return _json_response(action(self._emulator, document))
        except ClientDisconnect:
            return Response()  # not sent: the client has disconnected
        except _RequestError as error:
            return _json_response({"error": str(error)}, error.status_code)
        except EmulatorError as error:
            return _json_response({"error": str(error)}, 400)


def _route(request: Request) -> Callable[["Emulator", Json], Json]:
    path = request.scope["path"].removeprefix(PREFIX).rstrip("/")
    action = _ROUTES.get((request.method, path))
    if action is not None:
        return action
    if methods := [method for method, known in _ROUTES if known == path]:
        raise _RequestError(405, f"method {request.method} is not allowed: expected {' or '.join(methods)}")
    paths = [f"{PREFIX}{known}" for known in dict.fromkeys(known for _, known in _ROUTES)]
    raise _RequestError(404, f"unknown path {request.scope['path']!r}: expected one of {', '.join(paths)}")


async def _read_object(request: Request) -> Json:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _MAX_BODY_BYTES:
            raise _RequestError(413, f"the body has more than {_MAX_BODY_BYTES:,} bytes")
    try:
        document: object = json.loads(content or b"{}", parse_constant=_reject_constant)
    except (ValueError, RecursionError):
        raise _RequestError(400, "the body is not valid JSON") from None
    if not isinstance(document, dict):
        raise _RequestError(400, "the body is not a JSON object")
    return cast("Json", document)


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not valid JSON")


def _parse(kind: type[_Document], document: Json) -> _Document:
    try:
        return from_json(kind, document)
    except ValueError as error:
        raise _RequestError(400, str(error)) from None


def _json_response(document: object, status_code: int = 200) -> Response:
    # ASCII, because recorded texts can contain lone surrogates.
    return Response(json.dumps(document), status_code, media_type="application/json")
