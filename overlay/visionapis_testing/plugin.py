"""Fixtures for pytest; installed with the extra ``testing``. Nothing else is imported until a fixture is used."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing import RoboflowEmulator


def _roboflow() -> "Iterator[RoboflowEmulator]":
    from visionapis_testing import RoboflowEmulator

    emulator = RoboflowEmulator()
    yield emulator
    emulator.verify()


@pytest.fixture
def roboflow_emulator() -> "Iterator[RoboflowEmulator]":
    """A Roboflow emulator for one test. The test fails if an answer broke the contract."""
    yield from _roboflow()


@pytest.fixture(scope="session")
def roboflow_emulator_session() -> "Iterator[RoboflowEmulator]":
    """A Roboflow emulator for the whole session, for models that take time to learn."""
    yield from _roboflow()
