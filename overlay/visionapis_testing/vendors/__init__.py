"""The vendors that have an emulator, which are all of them: one of their own, else the generic one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from visionapis._vendors import find_vendor, vendors
from visionapis_testing.extras import requires_extra

if TYPE_CHECKING:
    from visionapis_testing.emulator.base import Emulator

__all__ = ["EMULATORS", "emulator", "emulator_class", "find_vendor"]

EMULATORS = {name: f"{vendor.client}Emulator" for name, vendor in sorted(vendors().items())}
"""Names in `visionapis_testing`, by vendor. Each class can be called with an `api_key` alone."""


def emulator_class(vendor: str) -> type[Emulator]:
    """Return the class of a vendor's emulator. Raises KeyError for an unknown vendor."""
    found = find_vendor(vendor)
    with requires_extra():
        if found.testing is None:
            from visionapis_testing.generic.emulator import emulator_class

            return emulator_class(vendor)
        own: type[Emulator] = getattr(import_module(f"{found.testing}.emulator"), f"{found.client}Emulator")
        return own


def emulator(vendor: str, **options: object) -> Emulator:
    """Return a new emulator; the options are those of its class."""
    made: Emulator = emulator_class(vendor)(**options)  # type: ignore[arg-type]  # the class checks them
    return made
