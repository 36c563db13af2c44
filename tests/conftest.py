"""What holds in every test."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from visionapis_testing.emulator.base import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent


# What takes longest comes first: a file that begins last keeps one process busy while the others are done.
_SLOW = ("tools/regenerate", "tools/changes", "conformance", "packaging", "tools/demo", "vendor_clients", "client")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow folders first; the order within each stays."""
    order = {TESTS / name: number for number, name in enumerate(_SLOW)}
    items.sort(key=lambda item: order.get(item.path.parent, len(order)))


def pytest_collection_finish() -> None:
    """Let the garbage collector look less often, and not at what was imported: a quarter of the time went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _answers_keep_contracts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every answer of every emulator that a test makes is as the contract has it; one that should not be is reset."""
    made: list[Emulator] = []
    make = Emulator.__init__

    def noted(emulator: Emulator, *arguments: Any, **options: Any) -> None:
        make(emulator, *arguments, **options)
        made.append(emulator)

    monkeypatch.setattr(Emulator, "__init__", noted)
    yield
    for emulator in made:
        emulator.verify()
