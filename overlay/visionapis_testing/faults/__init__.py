"""Faults to plan, and three ways to inject them: an httpx transport, a raw socket server, and every emulator.

    plan = FaultPlan()
    plan.add(Status(503, retry_after="1"), operation="classification_infer_url", times=2)
    client = Roboflow(key, transport=FaultTransport(httpx.HTTPTransport(), plan))

Which ways inject which fault: all of them those of the answer and of time; `ConnectionRefused` a transport, and an
emulator in process; `WrongKeyAccepted` an emulator. What breaks a connection is real over a socket (`FaultServer`,
`emulator.serve()`); without one it is the exception that httpx raises for it: the module `transport` says which.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from .connections import ConnectionLost, ConnectionRefused, Drip, HalfAnswer, KeepAliveLost, Latency
from .fault import Fault
from .fields import MissingField, UnknownEnumValue, UnknownField, WrongType
from .plan import FaultPlan, Injection, PlannedFault
from .responses import InvalidJSON, Redirect, Status, WebPage, WrongContentType, WrongKeyAccepted

if TYPE_CHECKING:
    from .server import FaultServer, RawRequest
    from .transport import AsyncFaultTransport, FaultTransport

__all__ = [
    "AsyncFaultTransport",
    "ConnectionLost",
    "ConnectionRefused",
    "Drip",
    "Fault",
    "FaultPlan",
    "FaultServer",
    "FaultTransport",
    "HalfAnswer",
    "Injection",
    "InvalidJSON",
    "KeepAliveLost",
    "Latency",
    "MissingField",
    "PlannedFault",
    "RawRequest",
    "Redirect",
    "Status",
    "UnknownEnumValue",
    "UnknownField",
    "WebPage",
    "WrongContentType",
    "WrongKeyAccepted",
    "WrongType",
]


# Emulators need neither, and httpx, which both stand on, takes long to load.
_LATER = {
    "AsyncFaultTransport": "transport",
    "FaultServer": "server",
    "FaultTransport": "transport",
    "RawRequest": "server",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
