"""An emulator of an invented vendor, and a client of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.invented import contract, shelter
from visionapis_testing.generic.emulator import GenericEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE_URL = "https://api.shelter.example.com/v1"
KEY = {"Authorization": "Bearer test-key"}


@pytest.fixture
def emulator() -> Iterator[GenericEmulator]:
    """An emulator of the shelter, none of whose responses may violate the contract."""
    emulator = GenericEmulator(contract(shelter(), "shelter"))
    yield emulator
    emulator.verify()


@pytest.fixture
def api(emulator: GenericEmulator) -> Iterator[httpx.Client]:
    """A client with the emulator's key."""
    with httpx.Client(transport=emulator.transport(), base_url=BASE_URL, headers=KEY) as client:
        yield client
