"""Texts of users and servers on a terminal."""

from __future__ import annotations

import re

# Control characters, line separators, and the characters that change the direction of text.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def counted(count: int, noun: str) -> str:
    """Return a number with a noun, in the plural unless it is one."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    """Return a text with characters escaped that a terminal would obey or cannot show."""
    return _UNPRINTABLE.sub(lambda match: ascii(match[0])[1:-1], text)
