"""The emulator of Nanonets, and the types of NanonetsEmulator's arguments, which are imported on first use."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .behaviour import Behaviour
    from .models import LabelledBox

__all__ = ["Behaviour", "LabelledBox"]

_MODULES = {"Behaviour": "behaviour", "LabelledBox": "models"}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
