# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The resources of the imagerecognize API; each is loaded on first use."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from ...operation import AsyncRequestSender, RequestSender

# This module itself: so `typing.get_type_hints` finds the classes that `__getattr__` loads.
from .. import resources

if TYPE_CHECKING:
    from .recognition import AsyncRecognition, Recognition

_MODULES = {
    "AsyncRecognition": ".recognition",
    "Recognition": ".recognition",
}

__all__ = (
    "AsyncResources",
    "Resources",
    "AsyncRecognition",
    "Recognition",
)


class Resources:
    """The resources of the API, synchronous."""

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    @cached_property
    def recognition(self) -> resources.Recognition:
        """Recognize what an image shows, and read the results of earlier calls."""
        return resources.Recognition(self._sender)


class AsyncResources:
    """The resources of the API, asynchronous."""

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    @cached_property
    def recognition(self) -> resources.AsyncRecognition:
        """Recognize what an image shows, and read the results of earlier calls."""
        return resources.AsyncRecognition(self._sender)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
