"""The examples that are measured, and their vendors: a module here is imported on first use."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .nanonets import ocr, program
    from .roboflow import labelling, ray_data, sending
    from .ximilar import calls, emulated

__all__ = ["calls", "emulated", "labelling", "ocr", "program", "ray_data", "sending"]

_VENDORS = {
    "calls": "ximilar",
    "emulated": "ximilar",
    "labelling": "roboflow",
    "ocr": "nanonets",
    "program": "nanonets",
    "ray_data": "roboflow",
    "sending": "roboflow",
}


def __getattr__(name: str) -> object:
    if name not in _VENDORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__package__}.{_VENDORS[name]}.{name}")
