"""Contrast of colours in a browser, as WCAG defines it."""

from __future__ import annotations

import re


def rgb(colour: str) -> tuple[int, ...]:
    """Return red, green and blue, 0 to 255, of a colour as browsers compute it."""
    return tuple(int(each) for each in re.findall(r"\d+", colour)[:3])


def luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    shares = [each / 255 for each in colour]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
