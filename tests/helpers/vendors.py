"""All vendors, for tests that hold for each of them, and what is known of one vendor alone.

`tests.vendors.<vendor>.<subject>` has the facts of a vendor on a subject. A vendor without it, such as a new one whose
contract is all there is, gets what the test derives from the contract, and the ids of its tests say so.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

import pytest

from scripts.tools.regenerate.contract import load
from visionapis._vendors import find_client, vendors
from visionapis_testing.generic.authentication import default_key

from .contracts import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scripts.tools.regenerate.contract import Contract
    from visionapis_generated.vendor import Vendor

VENDORS: Mapping[str, Vendor] = dict(sorted(vendors().items()))
"""All vendors by name."""


def own(vendor: str, subject: str) -> Any:
    """Return the module with a vendor's own facts on a subject; None if there is none."""
    name = f"tests.vendors.{vendor}.{subject}"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            return None
        raise


@cache
def contract(vendor: str) -> Contract:
    """Return a vendor's contract."""
    return load(ROOT / "specs" / vendor / "openapi.yaml")


def clients(vendor: str) -> tuple[Any, Any]:
    """Return the synchronous and the asynchronous client class of a vendor."""
    facts = VENDORS[vendor]
    module = import_module(facts.client_module)
    return getattr(module, facts.client), getattr(module, f"Async{facts.client}")


@overload
def key_of(client_class: type, key: str = "test-key") -> str: ...


@overload
def key_of(client_class: type, key: None) -> None: ...


def key_of(client_class: type, key: str | None = "test-key") -> str | None:
    """Return a key as the clients of a vendor take it: after a user if it is sent as a password."""
    is_pair = ":" in default_key(contract(vendor_of(client_class)).document)
    return f"user:{key}" if key is not None and is_pair else key


def vendor_of(client_class: type) -> str:
    """Return the vendor of a client class."""
    vendor = find_client(client_class.__name__)
    assert vendor
    return vendor.name


SYNC_CLIENTS: list[Any] = [clients(vendor)[0] for vendor in VENDORS]
ASYNC_CLIENTS: list[Any] = [clients(vendor)[1] for vendor in VENDORS]
CLIENTS = [each for pair in zip(SYNC_CLIENTS, ASYNC_CLIENTS, strict=True) for each in pair]
"""The client classes of all vendors."""

CLASSIFIERS = [vendor for vendor in VENDORS if hasattr(clients(vendor)[0], "classify")]
"""The vendors whose clients classify images."""


def of_vendors(argument: str, values: Iterable[Any], subject: str = "") -> pytest.MarkDecorator:
    """Parametrize a test with vendors or their client classes, each test marked with its vendor.

    With a subject, the ids say of which vendors the facts were derived from the contract.
    """
    parameters = []
    for value in values:
        vendor = value if isinstance(value, str) else vendor_of(value)
        name = value if isinstance(value, str) else value.__name__
        derived = " from its contract" if subject and not own(vendor, subject) else ""
        parameters.append(pytest.param(value, id=f"{name}{derived}", marks=pytest.mark.vendor(name=vendor)))
    return pytest.mark.parametrize(argument, parameters)


each_vendor = of_vendors("vendor", VENDORS)
each_client = of_vendors("client_class", CLIENTS)
each_sync_client = of_vendors("client_class", SYNC_CLIENTS)
each_async_client = of_vendors("client_class", ASYNC_CLIENTS)
