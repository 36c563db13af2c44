"""Clients and emulators of invented vendors, both made from the contract, understand each other."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from visionapis import AuthenticationError
from visionapis_testing.contracts.contract import Contract
from visionapis_testing.generic.emulator import GenericEmulator

from .calls import IMAGE, client_of
from .conftest import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

URL = "https://images.example.com/cat.png"
PAIRED = ("basic", "oauth", "oauthform")
"""Vendors whose keys have two parts, which may be any texts."""
ARGUMENTS = {"basickey": {"model": "cats"}}
"""Arguments of `classify` besides the image. A client that has some takes no URL."""


@pytest.fixture
def emulator(generated: Path, modules: dict[str, Any]) -> Iterator[Callable[[str], GenericEmulator]]:
    """Return an emulator of a vendor that knows the labels of an image."""
    made: list[GenericEmulator] = []

    def make(vendor: str) -> GenericEmulator:
        text = (generated.parent / "visionapis_contracts" / vendor / "openapi.json").read_text(encoding="utf-8")
        key = "jane doe:pass w\u00f6rd+50%/x:y" if vendor in PAIRED else None
        emulator = GenericEmulator(Contract.from_document(vendor, json.loads(text)), api_key=key)
        emulator.register(IMAGE, {"cat": 0.75, "dog": 0.25})
        emulator.register_url(URL, IMAGE)
        made.append(emulator)
        return emulator

    yield make
    for each in made:
        each.verify()


@pytest.mark.parametrize("vendor", SCHEMES)
def test_client_of_an_emulator(vendor: str, emulator: Callable[[str], GenericEmulator]) -> None:
    """The in-process clients of an emulator, sync and async, have its key, and classify as it was told."""
    server = emulator(vendor)

    async def classify() -> Any:
        async with server.async_client() as client:
            return await client.classify(IMAGE, **arguments)

    arguments = ARGUMENTS.get(vendor, {})
    with server.client() as client:
        results = [client.classify(IMAGE, **arguments), asyncio.run(classify())]
        if not arguments:
            results.append(client.classify(URL))

    for result in results:
        assert [(label.name, label.confidence) for label in result.labels] == [("cat", 0.75), ("dog", 0.25)]


@pytest.mark.parametrize("vendor", SCHEMES)
def test_client_of_a_served_emulator(
    vendor: str, emulator: Callable[[str], GenericEmulator], modules: dict[str, Any]
) -> None:
    """Over a socket a client with the key classifies, and one with another key gets an AuthenticationError."""
    server = emulator(vendor)
    with server.serve() as url:
        with client_of(modules, vendor)(server.api_key, base_url=url) as client:
            assert client.classify(IMAGE, **ARGUMENTS.get(vendor, {})).top.name == "cat"
        with (
            client_of(modules, vendor)(f"{server.api_key}-2", base_url=url) as client,
            pytest.raises(AuthenticationError),
        ):
            client.classify(IMAGE, **ARGUMENTS.get(vendor, {}))
