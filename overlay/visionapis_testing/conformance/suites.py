"""The conformance suite of a vendor: its servers, scenarios and resources."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

import httpx

from visionapis._vendors import find_vendor
from visionapis_testing.emulator.base import Emulator

from .scenarios import Resources, Scenario

KEY = "contract-key"
"""The API key of every emulator that a suite prepares."""


@dataclass(frozen=True, slots=True)
class PreparedServer:
    """An emulator that already has resources which requests can name."""

    emulator: Emulator
    resources: Resources


@dataclass(frozen=True, slots=True)
class Suite:
    """How the servers of one vendor are checked; each vendor's package `conformance` exports one as `SUITE`."""

    vendor: str
    servers: Mapping[str, Callable[[], PreparedServer]]
    """Factories of emulators, by server type. Each call returns a new emulator with the same contents."""
    scenarios: Callable[[str, Resources, str], Iterable[Scenario]]
    """Return the scenarios for a server type, resources and an API key; calls that need other resources are omitted."""
    resource_names: Mapping[str, str]
    """The names of resources that scenarios use, each with a description for users."""
    discover: Callable[[httpx.Client, str], Resources]
    """Find resources of a live server through calls without effects, given a client with its base URL and the key."""
    server_type: Callable[[str], str]
    """Return the server type for a base URL."""
    find_missing: Callable[[httpx.Client, str, Resources], Resources] = lambda client, key, resources: {}
    """Return the resources that a live server does not have, as far as calls without effects can tell."""
    keyless: Collection[str] = ()
    """The server types that can be checked without a key."""


def suite(vendor: str) -> Suite:
    """Return the suite of a vendor: its own, else the generic one. Raises KeyError for an unknown vendor."""
    own = find_vendor(vendor).testing
    if own is None:
        from visionapis_testing.generic.conformance import generic_suite

        return generic_suite(vendor)
    found: Suite = import_module(f"{own}.conformance").SUITE
    return found
