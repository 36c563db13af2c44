"""Texts that match a regular expression, for schemas with `pattern`."""

import re
import string
from collections.abc import Sequence
from importlib import import_module
from random import Random
from typing import Any

from visionapis_testing.errors import EmulatorError

_MORE = 3
"""How often an unlimited repetition repeats beyond its minimum, at most."""

_CATEGORIES = {
    "CATEGORY_DIGIT": string.digits,
    "CATEGORY_SPACE": " ",
    "CATEGORY_WORD": f"{string.ascii_lowercase}{string.digits}_",
    "CATEGORY_NOT_DIGIT": string.ascii_lowercase,
    "CATEGORY_NOT_SPACE": string.ascii_lowercase,
    "CATEGORY_NOT_WORD": "-",
}
_PRINTABLE = f"{string.ascii_lowercase}{string.digits}{string.ascii_uppercase}{string.punctuation} "


class UnsupportedPatternError(EmulatorError):
    """No text can be generated for a pattern."""


def matching_text(pattern: str, random: Random) -> str:
    """Return a text that matches a pattern. Raises UnsupportedPatternError.

    Groups, alternatives, classes and repetitions are supported; look-around and what Python's `re` does not have, such
    as `\\p{L}`, is not.
    """
    try:
        parsed: Any = import_module("re._parser").parse(pattern)  # there is no public parser
    except (re.error, OverflowError) as error:
        raise UnsupportedPatternError(f"pattern {pattern!r}: {error}") from None
    text = "".join(_texts(parsed, random, {}))
    if not re.search(pattern, text):
        raise UnsupportedPatternError(f"pattern {pattern!r} is too complex")
    return text


def _texts(items: Any, random: Random, groups: dict[int, str]) -> list[str]:
    return [_text(str(kind), argument, random, groups) for kind, argument in items]


def _text(kind: str, argument: Any, random: Random, groups: dict[int, str]) -> str:
    match kind:
        case "LITERAL":
            return chr(argument)
        case "NOT_LITERAL":
            return random.choice([each for each in _PRINTABLE if ord(each) != argument])
        case "ANY":
            return random.choice(string.ascii_lowercase)
        case "IN":
            return random.choice(_members(argument))
        case "BRANCH":
            return "".join(_texts(random.choice(argument[1]), random, groups))
        case "SUBPATTERN":
            number, *_, items = argument
            groups[number] = "".join(_texts(items, random, groups))
            return groups[number]
        case "GROUPREF":
            return groups.get(argument, "")
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, items = argument
            count = random.randint(least, min(int(most), least + _MORE))
            return "".join("".join(_texts(items, random, groups)) for _ in range(count))
        case "AT":
            return ""
        case _:
            raise UnsupportedPatternError(f"{kind.lower()} in a pattern is not supported")


def _members(items: Any) -> Sequence[str]:
    """Return characters of a class, such as `[a-z_]`."""
    found: list[str] = []
    negated = False
    for kind, argument in items:
        match str(kind):
            case "NEGATE":
                negated = True
            case "LITERAL":
                found.append(chr(argument))
            case "RANGE":
                first, last = argument
                found += map(chr, range(first, min(last, first + 127) + 1))
            case _:
                found += _CATEGORIES[str(argument)]
    if negated:
        found = [each for each in _PRINTABLE if each not in found]
    if not found:
        raise UnsupportedPatternError("a class of a pattern has no printable character")
    return found
