"""The vendors: how each emulator is trained, and how its client classifies; a package for each has `trials`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.trial import Trial

    Vendor: TypeAlias = Callable[[Digits, Progress], Iterator[Trial]]

VENDORS: Sequence[Vendor] = [
    import_module(f"{__name__}.{each.name}.trials").trials for each in iter_modules(__path__) if each.ispkg
]
