"""What holds in every test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from visionapis_testing.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator


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
