"""The vendors that have a client: those of this package, and those of other packages that announce theirs.

`visionapis emulate` reads them when it starts, so this module imports neither httpx nor a client.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from visionapis_generated.vendor import Vendor
from visionapis_generated.vendors import VENDORS

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTRY_POINTS = "visionapis.vendors"
"""The group of the entry points with which other packages announce vendors: the name is the vendor's, the value names
a `Vendor`."""


def find_vendor(name: str) -> Vendor:
    """Return a vendor by its name. Raises KeyError."""
    return VENDORS[name] if name in VENDORS else _announced()[name]


def vendors() -> Mapping[str, Vendor]:
    """Return all vendors by name."""
    return {**_announced(), **VENDORS}


def find_client(client: str) -> Vendor | None:
    """Return the vendor of a client class, sync or async, by the name of the class; None if there is none."""
    # Those of this package first: to look for others takes some milliseconds.
    for found in (VENDORS, _announced):
        for vendor in (found() if callable(found) else found).values():
            if client.removeprefix("Async") == vendor.client:
                return vendor
    return None


@cache
def _announced() -> Mapping[str, Vendor]:
    import warnings
    from importlib.metadata import entry_points

    found: dict[str, Vendor] = {}
    for each in entry_points(group=ENTRY_POINTS):
        try:
            vendor: object = each.load()
        except Exception as error:  # noqa: BLE001  (another package may raise anything, and ends no program with it)
            reason = f"{type(error).__name__}: {error}"
        else:
            if isinstance(vendor, Vendor) and vendor.name == each.name:
                found[each.name] = vendor
                continue
            reason = f"it is not a Vendor with the name {each.name!r}"
        message = f"the entry point {each.name} = {each.value} in {ENTRY_POINTS} is ignored: {reason}"
        warnings.warn(message, RuntimeWarning, stacklevel=2)
    return found
