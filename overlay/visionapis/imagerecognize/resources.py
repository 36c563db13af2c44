"""Classes of the clients' attributes, such as `ImageRecognize.recognition`, for annotations, imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis_generated.imagerecognize.resources.recognition import AsyncRecognition, Recognition

_MODULES = {
    "AsyncRecognition": "recognition",
    "Recognition": "recognition",
}

__all__ = [
    "AsyncRecognition",
    "Recognition",
]

if not TYPE_CHECKING:  # else type checkers would accept any name

    def __getattr__(name: str) -> object:
        # https://peps.python.org/pep-0562/
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(
            import_module(f"visionapis_generated.imagerecognize.resources.{_MODULES[name]}"), name
        )
        return found


def __dir__() -> list[str]:
    return __all__
