"""The examples in docstrings of the public testing API run and print what they say."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

MODULES = ["base", "classifiers", "clock"]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    """The module has examples, and all of them succeed."""
    results = doctest.testmod(import_module(f"visionapis_testing.emulator.{name}"))
    assert results.attempted > 0
    assert results.failed == 0
