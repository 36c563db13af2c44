"""Classes of the clients' attributes, such as `Roboflow.classification`, for annotations, imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis_generated.roboflow.resources.classification import AsyncClassification, Classification
    from visionapis_generated.roboflow.resources.models import AsyncModels, Models
    from visionapis_generated.roboflow.resources.server import AsyncServer, Server

_MODULES = {
    "AsyncClassification": "classification",
    "AsyncModels": "models",
    "AsyncServer": "server",
    "Classification": "classification",
    "Models": "models",
    "Server": "server",
}

__all__ = [
    "AsyncClassification",
    "AsyncModels",
    "AsyncServer",
    "Classification",
    "Models",
    "Server",
]

if not TYPE_CHECKING:  # else type checkers would accept any name

    def __getattr__(name: str) -> object:
        # https://peps.python.org/pep-0562/
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(
            import_module(f"visionapis_generated.roboflow.resources.{_MODULES[name]}"), name
        )
        return found


def __dir__() -> list[str]:
    return __all__
