"""The length of attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

LONG = 75


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes a `seed` one, or many with `--hostile`, each of which has a test's time limit."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(LONG if metafunc.config.getoption("--hostile") else 1))
