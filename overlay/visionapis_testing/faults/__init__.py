"""Fault injection through an httpx transport, a server, or any emulator.

    plan = FaultPlan()
    plan.add(StatusResponse(503, retry_after="1"), operation="classification_infer_url", times=2)
    client = Roboflow(key, transport=FaultTransport(httpx.HTTPTransport(), plan))

All of them inject delays and faults of the response. `ConnectionRefused` needs a transport or an emulator in process,
`AnyKeyAccepted` an emulator. Over a socket (`FaultServer`, `emulator.serve()`) connections break for real; without one,
the exception that httpx raises for a broken connection is raised: see the module `transport`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from .connections import ConnectionDropped, ConnectionRefused, Latency, SlowResponse, StaleConnection, TruncatedResponse
from .fault import Fault
from .fields import MissingField, UnknownEnumValue, UnknownField, WrongType
from .plan import FaultPlan, FaultRule, Injection
from .responses import (
    AnyKeyAccepted,
    DocumentedResponse,
    HTMLResponse,
    InvalidJSON,
    Redirect,
    StatusResponse,
    WrongContentType,
)

if TYPE_CHECKING:
    from .server import FaultServer, RawRequest
    from .transport import AsyncFaultTransport, FaultTransport

__all__ = [
    "AnyKeyAccepted",
    "AsyncFaultTransport",
    "ConnectionDropped",
    "ConnectionRefused",
    "DocumentedResponse",
    "Fault",
    "FaultPlan",
    "FaultRule",
    "FaultServer",
    "FaultTransport",
    "HTMLResponse",
    "Injection",
    "InvalidJSON",
    "Latency",
    "MissingField",
    "RawRequest",
    "Redirect",
    "SlowResponse",
    "StaleConnection",
    "StatusResponse",
    "TruncatedResponse",
    "UnknownEnumValue",
    "UnknownField",
    "WrongContentType",
    "WrongType",
]


# Loaded on first use: emulators need neither, and both import httpx, which is slow.
_LAZY = {
    "AsyncFaultTransport": "transport",
    "FaultServer": "server",
    "FaultTransport": "transport",
    "RawRequest": "server",
}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
