"""The vendors that have a client: those of this package, and those of other packages that announce theirs.

`visionapis emulate` reads them when it starts, so this module imports neither httpx nor a client.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from visionapis_generated.vendors import VENDORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visionapis_generated.vendor import Vendor

ENTRY_POINTS = "visionapis.vendors"
"""The group of the entry points with which other packages announce vendors; each names a dictionary as `VENDORS`."""


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
    from importlib.metadata import entry_points

    found: dict[str, Vendor] = {}
    for each in entry_points(group=ENTRY_POINTS):
        found |= cast("dict[str, Vendor]", each.load())
    return found
