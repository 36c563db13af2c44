"""The vendors: how the emulator of each is trained; a package for each has `training.serve_trained`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits

    Vendor: TypeAlias = Callable[[Digits, str, Progress], AbstractContextManager["Served"]]

Served: TypeAlias = tuple[str, str]
"""The URL of a trained emulator, and its model as `visionapis compare` names it."""

POLL_INTERVAL = 0.01  # seconds; an emulator's training ends after three requests

VENDORS: Sequence[Vendor] = [
    import_module(f"{__name__}.{each.name}.training").serve_trained for each in iter_modules(__path__) if each.ispkg
]
