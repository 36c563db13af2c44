"""The facts of every vendor's API in `visionapis._vendors`."""

from __future__ import annotations

from typing import Any

import pytest

import visionapis
from tests.helpers.vendors import VENDORS, each_sync_client, each_vendor, key_of, vendor_of
from visionapis._vendors import find_vendor
from visionapis_testing.contracts.contract import load


@each_vendor
def test_base_url_is_the_first_server_of_the_contract(vendor: str) -> None:
    """The default base URL is that of the contract, and the name is that of the contract's folder."""
    facts = find_vendor(vendor)

    assert (facts.name, facts.base_url) == (vendor, load(vendor).base_url)


@each_sync_client
def test_client_reads_the_variables(client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client takes key and base URL from the environment variables that the facts name."""
    vendor = VENDORS[vendor_of(client_class)]
    monkeypatch.setenv(vendor.key_variable, key_of(client_class))
    monkeypatch.setenv(vendor.url_variable, "https://vision.example.com/api")
    with client_class() as opened:
        assert repr(opened) == f"<{client_class.__name__} https://vision.example.com/api>"

    monkeypatch.delenv(vendor.key_variable)
    monkeypatch.delenv(vendor.url_variable)
    with pytest.raises(visionapis.ConfigurationError) as caught:
        client_class()
    assert vendor.key_variable in (caught.value.hint or "")


@each_sync_client
def test_docstring_states_the_facts(client_class: Any) -> None:
    """The constructor's docstring has the environment variables and the base URL of the facts."""
    vendor, text = VENDORS[vendor_of(client_class)], client_class.__init__.__doc__ or ""

    assert f"`{vendor.key_variable}`" in text
    assert f"`{vendor.url_variable}`" in text
    assert vendor.base_url in text
    assert vendor.max_image_bytes is None or f"{vendor.max_image_bytes:,}" in text
