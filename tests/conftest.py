"""Order of the tests, garbage collection, and the verification of every emulator."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from visionapis_testing.emulator.base import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent


# The slowest folders come first: a slow file that starts last keeps one process busy while the others are done.
_SLOW = (
    "fifth_vendor",
    "published",
    "tools/regenerate",
    "tools/changes",
    "conformance",
    "packaging",
    "tools/demo",
    "vendor_clients",
    "client",
)


# Half of the time is spent in processes that tests start, and most of that on compiling modules unless they are kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option for the long runs of `tests/hostile`."""
    parser.addoption("--hostile", action="store_true", help="run the attacks of tests/hostile at length")


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark of tests that are parametrized with all vendors: `-m "vendor(name='x')"` selects one."""
    config.addinivalue_line("markers", "vendor(name): a test of one of all vendors")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow folders first; the order within each folder stays."""
    order = {TESTS / name: number for number, name in enumerate(_SLOW)}
    items.sort(key=lambda item: order.get(item.path.parent, len(order)))


def pytest_collection_finish() -> None:
    """Collect garbage less often, and ignore imported modules: a quarter of the time was spent there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True, scope="module")
def _collect_garbage() -> Iterator[None]:
    """Collect what the tests of a module leave, so that they are told about it, and then ignore what is still alive.

    A test that collects garbage would otherwise look through everything that the tests before it keep.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _verify_emulators(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Verify every emulator that a test creates: its responses satisfy the contract, unless the test resets it."""
    emulators: list[Emulator] = []
    initialize = Emulator.__init__

    def recording(emulator: Emulator, *arguments: Any, **options: Any) -> None:
        initialize(emulator, *arguments, **options)
        emulators.append(emulator)

    monkeypatch.setattr(Emulator, "__init__", recording)
    yield
    for emulator in emulators:
        emulator.verify()
