# Generated from specs by scripts/regenerate. Do not edit.
"""Helpers that models use to read responses."""

from typing import TypeVar

T = TypeVar("T")


def expect(value: object, constant: T) -> T:
    """Return the constant. Raise ValueError when the value differs from it."""
    if value != constant:
        raise ValueError(f"expected {constant!r}, got {value!r}")
    return constant
