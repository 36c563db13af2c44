"""Texts that match a regular expression, for schemas with `pattern`."""

import re
import string
import warnings
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from random import Random
from typing import Any

from jsonschema_rs import Draft202012Validator

from visionapis_testing.errors import EmulatorError

_MORE = 3
"""How often an unlimited repetition repeats beyond its minimum, at most."""

_MAX_LENGTH = 10_000
"""Characters of a text, and repetitions, at most."""

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


class LongTextError(UnsupportedPatternError):
    """The texts of a pattern are too long to be written."""


def matching_text(pattern: str, random: Random) -> str:
    """Return a text that matches a pattern. Raises UnsupportedPatternError.

    Groups, alternatives, classes and repetitions are supported; look-around and what Python's `re` does not have, such
    as `\\p{L}`, is not.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of classes that a later Python may read in another way
        try:
            parsed: Any = import_module("re._parser").parse(pattern)  # there is no public parser
        except (re.error, OverflowError, RecursionError) as error:
            raise UnsupportedPatternError(f"pattern {pattern!r}: {error}") from None
    text = _Writer(random).texts(parsed)
    validator = _validator(pattern)
    if validator is None or not validator.is_valid(text):
        raise UnsupportedPatternError(f"pattern {pattern!r} is too complex")
    return text


@cache
def _validator(pattern: str) -> Draft202012Validator | None:
    """Return a validator of a pattern, since Python's `re` can take years for a text that does not match.

    None for a pattern that validators cannot compile.
    """
    try:
        return Draft202012Validator({"pattern": pattern})
    except ValueError:
        return None


class _Writer:
    """Writes one text."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._groups: dict[int, str] = {}
        self._parts = 0

    def texts(self, items: Any) -> str:
        """Return a text for a sequence of parts. Raises UnsupportedPatternError."""
        return "".join(self._text(str(kind), argument) for kind, argument in items)

    def _text(self, kind: str, argument: Any) -> str:
        self._parts += 1
        if self._parts > _MAX_LENGTH:
            raise LongTextError("the texts of a pattern are too long")
        match kind:
            case "LITERAL":
                return chr(argument)
            case "NOT_LITERAL":
                return self._random.choice([each for each in _PRINTABLE if ord(each) != argument])
            case "ANY":
                return self._random.choice(string.ascii_lowercase)
            case "IN":
                return self._random.choice(_members(argument))
            case "BRANCH":
                return self.texts(self._random.choice(argument[1]))
            case "SUBPATTERN":
                number, *_, items = argument
                self._groups[number] = self.texts(items)
                return self._groups[number]
            case "GROUPREF":
                return self._groups.get(argument, "")
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, items = argument
                count = self._random.randint(least, min(int(most), least + _MORE))
                # An empty group has no parts to count.
                return "".join(self.texts(items) for _ in range(count if items else 0))
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
