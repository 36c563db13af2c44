# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The resources of the roboflow API; each is loaded on first use."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from ...operation import AsyncRequestSender, RequestSender

# This module itself: so `typing.get_type_hints` finds the classes that `__getattr__` loads.
from .. import resources

if TYPE_CHECKING:
    from .classification import AsyncClassification, Classification
    from .models import AsyncModels, Models
    from .server import AsyncServer, Server

_MODULES = {
    "AsyncClassification": ".classification",
    "Classification": ".classification",
    "AsyncModels": ".models",
    "Models": ".models",
    "AsyncServer": ".server",
    "Server": ".server",
}

__all__ = (
    "AsyncResources",
    "Resources",
    "AsyncClassification",
    "Classification",
    "AsyncModels",
    "Models",
    "AsyncServer",
    "Server",
)


class Resources:
    """The resources of the API, synchronous."""

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    @cached_property
    def classification(self) -> resources.Classification:
        """Classify images with a trained single-label or multi-label model."""
        return resources.Classification(self._sender)

    @cached_property
    def models(self) -> resources.Models:
        """List, load and unload the models in the memory of a self-hosted inference server."""
        return resources.Models(self._sender)

    @cached_property
    def server(self) -> resources.Server:
        """Read the version and the health of an inference server."""
        return resources.Server(self._sender)


class AsyncResources:
    """The resources of the API, asynchronous."""

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    @cached_property
    def classification(self) -> resources.AsyncClassification:
        """Classify images with a trained single-label or multi-label model."""
        return resources.AsyncClassification(self._sender)

    @cached_property
    def models(self) -> resources.AsyncModels:
        """List, load and unload the models in the memory of a self-hosted inference server."""
        return resources.AsyncModels(self._sender)

    @cached_property
    def server(self) -> resources.AsyncServer:
        """Read the version and the health of an inference server."""
        return resources.AsyncServer(self._sender)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
