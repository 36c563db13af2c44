"""An emulator with trained models, and requests to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import open_channel

from .api import Api, make_emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulators.channels import ChannelName
    from visionapis_testing import NanonetsEmulator


@pytest.fixture
def emulator() -> Iterator[NanonetsEmulator]:
    """An emulator with trained models; all its responses must satisfy the contract."""
    emulator = make_emulator()
    yield emulator
    emulator.verify()


@pytest.fixture
def api(channel_name: ChannelName, emulator: NanonetsEmulator) -> Iterator[Api]:
    """Requests to the emulator."""
    with open_channel(channel_name, emulator) as channel:
        yield Api(channel)
