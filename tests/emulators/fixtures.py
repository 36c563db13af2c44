"""Fixtures that open channels to emulators, one emulator per profile and engine, over a socket and in process."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Protocol

import pytest

from .channels import Channel, fixed_emulator, new_emulator, open_channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing import Emulator, RoboflowEmulator
    from visionapis_testing.vendors.roboflow.classification import Engine
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .channels import ChannelName


class OpenChannel(Protocol):
    """Opens a channel to an emulator that many tests share, and which none of them may change."""

    def __call__(
        self, profile: ProfileName = "serverless", *, engine: Engine = "current", fixed: bool = False
    ) -> Channel: ...


@pytest.fixture(scope="session", params=["socket", "transport"])
def shared_channels(request: pytest.FixtureRequest) -> Iterator[Callable[..., Channel]]:
    """Channels of one kind, opened on first use."""
    kind: ChannelName = request.param
    emulators: list[RoboflowEmulator] = []
    with ExitStack() as stack:

        @cache
        def channel(profile: ProfileName, engine: Engine, fixed: bool) -> Channel:
            emulator = fixed_emulator(engine=engine) if fixed else new_emulator(profile, engine=engine)
            emulators.append(emulator)
            return stack.enter_context(open_channel(kind, emulator))

        yield channel
    for emulator in emulators:
        emulator.verify()


@pytest.fixture
def open_shared(shared_channels: Callable[..., Channel]) -> OpenChannel:
    """Open a channel to a shared emulator of a profile and engine; with ``fixed``, its models return fixed scores."""

    def open_(profile: ProfileName = "serverless", *, engine: Engine = "current", fixed: bool = False) -> Channel:
        return shared_channels(profile, engine, fixed)

    return open_


@pytest.fixture
def channel(open_shared: OpenChannel) -> Channel:
    """A channel to a shared emulator of serverless hosting."""
    return open_shared()


@pytest.fixture(params=["socket", "transport"])
def channel_name(request: pytest.FixtureRequest) -> ChannelName:
    """The name of each channel in turn."""
    name: ChannelName = request.param
    return name


@pytest.fixture
def open_new(channel_name: ChannelName) -> Iterator[Callable[[Emulator], Channel]]:
    """Open a channel to an emulator of the test's own."""
    with ExitStack() as stack:

        def open_(emulator: Emulator) -> Channel:
            return stack.enter_context(open_channel(channel_name, emulator))

        yield open_
