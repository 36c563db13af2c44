"""The pytest plugin: two fixtures per vendor, an emulator per test and one per session.

The vendors' emulators are imported when a fixture is used.
"""

from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import Emulator, ImageRecognizeEmulator, NanonetsEmulator, RoboflowEmulator, XimilarEmulator

_Emulator = TypeVar("_Emulator", bound="Emulator")


def _verified(emulator: _Emulator) -> "Iterator[_Emulator]":
    yield emulator
    emulator.verify()


def _imagerecognize() -> "Iterator[ImageRecognizeEmulator]":
    from . import ImageRecognizeEmulator

    return _verified(ImageRecognizeEmulator())


def _nanonets() -> "Iterator[NanonetsEmulator]":
    from . import NanonetsEmulator

    return _verified(NanonetsEmulator())


def _roboflow() -> "Iterator[RoboflowEmulator]":
    from . import RoboflowEmulator

    return _verified(RoboflowEmulator())


def _ximilar() -> "Iterator[XimilarEmulator]":
    from . import XimilarEmulator

    return _verified(XimilarEmulator())


@pytest.fixture
def imagerecognize_emulator() -> "Iterator[ImageRecognizeEmulator]":
    """An ImageRecognize emulator for one test, which fails if a response violates the contract."""
    yield from _imagerecognize()


@pytest.fixture(scope="session")
def imagerecognize_emulator_session() -> "Iterator[ImageRecognizeEmulator]":
    """An ImageRecognize emulator for the whole session, for large sets of registered images."""
    yield from _imagerecognize()


@pytest.fixture
def nanonets_emulator() -> "Iterator[NanonetsEmulator]":
    """A Nanonets emulator for one test, which fails if a response violates the contract."""
    yield from _nanonets()


@pytest.fixture(scope="session")
def nanonets_emulator_session() -> "Iterator[NanonetsEmulator]":
    """A Nanonets emulator for the whole session, for models that take long to train."""
    yield from _nanonets()


@pytest.fixture
def roboflow_emulator() -> "Iterator[RoboflowEmulator]":
    """A Roboflow emulator for one test, which fails if a response violates the contract."""
    yield from _roboflow()


@pytest.fixture(scope="session")
def roboflow_emulator_session() -> "Iterator[RoboflowEmulator]":
    """A Roboflow emulator for the whole session, for models that take long to train."""
    yield from _roboflow()


@pytest.fixture
def ximilar_emulator() -> "Iterator[XimilarEmulator]":
    """A Ximilar emulator for one test, which fails if a response violates the contract."""
    yield from _ximilar()


@pytest.fixture(scope="session")
def ximilar_emulator_session() -> "Iterator[XimilarEmulator]":
    """A Ximilar emulator for the whole session, for tasks that take long to train."""
    yield from _ximilar()
