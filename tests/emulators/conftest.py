"""Emulators to speak to, one for each profile and engine, each through all three ways in."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Protocol

import pytest

from .channels import Way, fixed_emulator, new_emulator, open_way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing import Emulator, RoboflowEmulator
    from visionapis_testing.vendors.roboflow.classification import Engine
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .channels import WayName


class OpenWay(Protocol):
    """Opens a way into an emulator that many tests share; nothing a test does to it may matter to the others."""

    def __call__(self, profile: ProfileName = "serverless", *, engine: Engine = "new", fixed: bool = False) -> Way: ...


@pytest.fixture(scope="session", params=["socket", "asgi", "transport"])
def shared_ways(request: pytest.FixtureRequest) -> Iterator[Callable[..., Way]]:
    """Ways of one kind, opened when they are first asked for."""
    kind: WayName = request.param
    emulators: list[RoboflowEmulator] = []
    with ExitStack() as stack:

        @cache
        def way(profile: ProfileName, engine: Engine, fixed: bool) -> Way:  # noqa: FBT001 - keys of a cache
            emulator = fixed_emulator(engine=engine) if fixed else new_emulator(profile, engine=engine)
            emulators.append(emulator)
            return stack.enter_context(open_way(kind, emulator))

        yield way
    for emulator in emulators:
        emulator.verify()


@pytest.fixture
def open_shared(shared_ways: Callable[..., Way]) -> OpenWay:
    """A way into a shared emulator of a profile and engine; with ``fixed``, one whose models have fixed scores."""

    def open_(profile: ProfileName = "serverless", *, engine: Engine = "new", fixed: bool = False) -> Way:
        return shared_ways(profile, engine, fixed)

    return open_


@pytest.fixture
def way(open_shared: OpenWay) -> Way:
    """A way into an emulator of serverless hosting."""
    return open_shared()


@pytest.fixture(params=["socket", "asgi", "transport"])
def way_in(request: pytest.FixtureRequest) -> WayName:
    """Each way in, one after the other."""
    name: WayName = request.param
    return name


@pytest.fixture
def open_new(way_in: WayName) -> Iterator[Callable[[Emulator], Way]]:
    """Opens a way into a test's own emulator."""
    with ExitStack() as stack:

        def open_(emulator: Emulator) -> Way:
            return stack.enter_context(open_way(way_in, emulator))

        yield open_
