"""The facts of every vendor's API in `visionapis._vendors`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import visionapis
from visionapis_testing.contracts.contract import load
from visionapis_testing.vendors import EMULATORS, find_vendor

if TYPE_CHECKING:
    from visionapis_generated.vendor import Vendor

VENDORS = sorted(EMULATORS)
CLIENTS = [visionapis.ImageRecognize, visionapis.Nanonets, visionapis.Roboflow, visionapis.Ximilar]


def vendor_of(client: type) -> Vendor:
    """Return the settings of a client's vendor."""
    return find_vendor(client.__name__.lower())


@pytest.mark.parametrize("name", VENDORS)
def test_base_url_is_the_first_server_of_the_contract(name: str) -> None:
    """The default base URL is that of the contract, and the name is that of the contract's folder."""
    vendor = find_vendor(name)

    assert (vendor.name, vendor.base_url) == (name, load(name).base_url)


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_client_reads_the_variables(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client takes key and base URL from the environment variables that the facts name."""
    vendor = vendor_of(client)
    monkeypatch.setenv(vendor.key_variable, "test-key")
    monkeypatch.setenv(vendor.url_variable, "https://vision.example.com/api")
    with client() as opened:
        assert repr(opened) == f"<{client.__name__} https://vision.example.com/api>"

    monkeypatch.delenv(vendor.key_variable)
    monkeypatch.delenv(vendor.url_variable)
    with pytest.raises(visionapis.ConfigurationError) as caught:
        client()
    assert vendor.key_variable in (caught.value.hint or "")


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_docstring_states_the_facts(client: type) -> None:
    """The constructor's docstring has the environment variables and the base URL of the facts."""
    vendor, text = vendor_of(client), client.__init__.__doc__ or ""  # type: ignore[misc]  # of the class itself

    assert f"`{vendor.key_variable}`" in text
    assert f"`{vendor.url_variable}`" in text
    assert vendor.base_url in text
    assert vendor.max_image_bytes is None or f"{vendor.max_image_bytes:,}" in text
