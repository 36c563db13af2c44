"""A channel to a new emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import open_channel
from visionapis_testing import XimilarEmulator

from .api import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulators.channels import Channel, ChannelName


@pytest.fixture
def channel(channel_name: ChannelName) -> Iterator[Channel]:
    """A channel to a new emulator; all its responses must satisfy the contract."""
    emulator = XimilarEmulator(api_key=KEY)
    with open_channel(channel_name, emulator) as channel:
        yield channel
    emulator.verify()
