"""Faults, time, pictures by URL and the record of requests over HTTP, for tests in other processes and languages."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from visionapis_testing.errors import EmulatorError
from visionapis_testing.faults.fault import Fault
from visionapis_testing.faults.plan import PlannedFault

from .json_objects import expected_fields, misfit, read

if TYPE_CHECKING:
    from .base import Emulator

PREFIX = "/__visionapis__"
"""Below it no vendor has a path. It stands at the root of the port, whatever the vendor's base URL ends in."""

Json = dict[str, Any]

_MAX_BODY = 2**27
_LONGEST_STEP = 10**6

_Kind = TypeVar("_Kind")


class _RefusedError(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class _Time:
    advance: float = 0.0
    step: float | None = None


@dataclass(frozen=True)
class _UrlPicture:
    url: str
    base64: str


def _overview(emulator: "Emulator", _: Json) -> Json:
    """What can be asked, the operations of the vendor, and every kind of fault with its fields."""
    return {
        "routes": {f"{method} {PREFIX}{path}": action.__doc__ for (method, path), action in _ROUTES.items()},
        "operations": sorted(emulator.faults.operations or ()),
        "faults": {
            name: {"about": (kind.__doc__ or "").partition("\n")[0], "fields": expected_fields(kind)}
            for name, kind in sorted(Fault.kinds.items())
        },
        "planned_fault": expected_fields(PlannedFault),
    }


def _list_faults(emulator: "Emulator", _: Json) -> Json:
    """The faults that were planned, and into which calls they were injected."""
    plan = emulator.faults
    return {
        "planned": [each.to_json() for each in plan.planned],
        "injected": [each.to_json() for each in plan.log],
    }


def _add_fault(emulator: "Emulator", document: Json) -> Json:
    """Plan a fault, such as {"fault": {"kind": "status", "status": 429}, "times": 1}; the answer repeats it."""
    planned = PlannedFault.from_json(document)
    emulator.faults.add(**vars(planned))
    return planned.to_json()


def _clear_faults(emulator: "Emulator", _: Json) -> Json:
    """Forget all faults, those to come and those that were injected."""
    emulator.faults.clear()
    return _list_faults(emulator, {})


def _list_requests(emulator: "Emulator", _: Json) -> Json:
    """What arrived whole, oldest first, without keys and pictures; the last 1,000."""
    return {"requests": [asdict(each) for each in emulator.requests]}


def _reset(emulator: "Emulator", _: Json) -> Json:
    """Forget everything: models, pictures, faults, requests; ids and time start anew."""
    emulator.reset()
    return _tell_time(emulator, {})


def _tell_time(emulator: "Emulator", _: Json) -> Json:
    """The virtual time, in seconds since the start, and how many of them each request takes."""
    return {"seconds": emulator.clock.seconds, "step": emulator.clock.step}


def _move_time(emulator: "Emulator", document: Json) -> Json:
    """Let time pass: {"advance": 60}; or say how much each request takes: {"step": 0}."""
    time = _read(_Time, document)
    if not 0 <= (time.step or 0) <= _LONGEST_STEP:
        raise _RefusedError(400, f"step cannot be {time.step:g}: it is from 0 to {_LONGEST_STEP:,} seconds")
    emulator.clock.advance(time.advance)
    if time.step is not None:
        emulator.clock.step = time.step
    return _tell_time(emulator, {})


def _register_url(emulator: "Emulator", document: Json) -> Json:
    """Put a picture, or any other bytes, behind a URL: {"url": ..., "base64": ...}."""
    picture = _read(_UrlPicture, document)
    try:
        content = base64.b64decode(picture.base64, validate=True)
    except binascii.Error:
        raise _RefusedError(400, "base64 is to be base64 text in the standard alphabet, with padding") from None
    emulator.register_url(picture.url, content)
    return {"bytes": len(content)}


_ROUTES: Mapping[tuple[str, str], Callable[["Emulator", Json], Json]] = {
    ("GET", ""): _overview,
    ("GET", "/faults"): _list_faults,
    ("POST", "/faults"): _add_fault,
    ("DELETE", "/faults"): _clear_faults,
    ("GET", "/requests"): _list_requests,
    ("POST", "/reset"): _reset,
    ("GET", "/clock"): _tell_time,
    ("POST", "/clock"): _move_time,
    ("POST", "/urls"): _register_url,
}


class Control:
    """An emulator's application with the control route in front: JSON in, JSON out, no key.

    It answers programs on this machine alone, wherever the emulator listens, and no web pages. What it is asked is not
    recorded and takes no virtual time.
    """

    def __init__(self, emulator: "Emulator", app: ASGIApp) -> None:
        self.enabled = True
        """Without it the paths are the vendor's."""
        self._emulator = emulator
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is beneath the prefix; hand on all else."""
        if self.enabled and scope["type"] == "http" and f"{scope['path']}/".startswith(f"{PREFIX}/"):
            response = await self._answer(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            action = _action(request)
            document = await _document(request) if request.method == "POST" else {}
            return _json(action(self._emulator, document))
        except ClientDisconnect:
            return Response()  # nobody is left to read it
        except _RefusedError as refusal:
            return _json({"error": str(refusal)}, refusal.status)
        except EmulatorError as error:
            return _json({"error": str(error)}, 400)


def _action(request: Request) -> Callable[["Emulator", Json], Json]:
    if not _is_from_here(request):
        raise _RefusedError(403, "the control route answers programs on this machine alone")
    path = request.scope["path"].removeprefix(PREFIX).rstrip("/")
    action = _ROUTES.get((request.method, path))
    if action is None:
        methods = [method for method, other in _ROUTES if other == path]
        known = methods or [f"{PREFIX}{other}" for other in dict.fromkeys(other for _, other in _ROUTES)]
        text = f"no method {request.method} here" if methods else f"no path {request.scope['path']!r}"
        raise _RefusedError(405 if methods else 404, f"{text}; there are: {', '.join(known)}")
    return action


def _is_from_here(request: Request) -> bool:
    """Whether a program on this machine asks; browsers say for which page they ask, and other programs do not."""
    try:
        here = request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
    return here and "origin" not in request.headers


async def _document(request: Request) -> Json:
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > _MAX_BODY:
            raise _RefusedError(413, f"the body has more than {_MAX_BODY:,} bytes")
    try:
        document: object = json.loads(content or b"{}", parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise _RefusedError(400, "the body is no JSON") from None
    if not isinstance(document, dict):
        raise _RefusedError(400, "the body is to be a JSON object")
    return cast("Json", document)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _read(kind: type[_Kind], document: Json) -> _Kind:
    try:
        found = read(kind, document)
    except ValueError as error:
        raise _RefusedError(400, str(error)) from None
    if wrong := misfit(found):
        raise _RefusedError(400, wrong.text)
    return found


def _json(document: object, status: int = 200) -> Response:
    # In ASCII: what a client sent can hold halves of a pair.
    return Response(json.dumps(document), status, media_type="application/json")
