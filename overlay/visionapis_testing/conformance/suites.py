"""What the suite has for each vendor."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

import httpx

from visionapis_testing.emulator.base import Emulator

from .scenarios import Known, Run

KEY = "contract-key"
"""The key of every emulator that a suite prepares."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An emulator with things in it that requests can be about."""

    emulator: Emulator
    known: Known
    """The things, by the suite's names for them."""


@dataclass(frozen=True, slots=True)
class Suite:
    """How one vendor's servers are put to the test; each vendor's package has one, named `SUITE`."""

    vendor: str
    servers: Mapping[str, Callable[[], Prepared]]
    """Emulators by the name of the kind of server that they stand for. Each call makes a new one, always the same."""
    runs: Callable[[str, Known, str], Iterable[Run]]
    """The runs for a kind of server that knows these things, with this key. What is not known is left out."""
    names: Mapping[str, str]
    """What may be known, and what it is, as a person would be asked for it."""
    discover: Callable[[httpx.Client, str], Known]
    """Finds things on a live server by harmless requests, given a client with its base URL and the key."""
    kind: Callable[[str], str]
    """The kind of server that a base URL is of."""
    missing: Callable[[httpx.Client, str, Known], Known] = lambda client, key, known: {}
    """Finds, by harmless requests, which of these things a live server does not have, as far as it can be asked."""


def suite(vendor: str) -> Suite:
    """Return the suite of a vendor."""
    found: Suite = import_module(f"visionapis_testing.vendors.{vendor}.conformance").SUITE
    return found
