"""Values of options and arguments in messages."""

from __future__ import annotations

import builtins
import os
from decimal import Decimal
from numbers import Complex, Integral, Real
from typing import TYPE_CHECKING

from visionapis._text import printable
from visionapis._vendors import vendors

from .redaction import Secret, client_keys, pair_secrets, redact

if TYPE_CHECKING:
    from collections.abc import Collection

# A longer text may be a key that no client of this process has.
MAX_TEXT_LENGTH = 16
# Of names of options, models and the like.
MAX_NAME_LENGTH = 60
# A longer number is not readable; Python itself does not print one of more than 4300 digits.
MAX_NUMBER_LENGTH = 24


def reveal(value: object) -> object:
    """Return a value that may be hidden in a Secret."""
    return value.reveal() if isinstance(value, Secret) else value


def describe(value: object, choices: Collection[str] = (), *, max_length: int = MAX_TEXT_LENGTH) -> str:
    """Return a value for the end of a message: "<option> must be <description>, not <value>".

    A number is shown as it is, and of other objects the type. A text is shown up to `max_length`, without the keys of
    clients, and with the nearest of `choices`, if one is near.
    """
    value = reveal(value)
    if isinstance(value, str):
        near = nearest(value, choices)
        if not value:
            return "an empty str"
        if not near and len(value) > max_length:
            return f"a str of {len(value):,} characters"
        return f"{quote(value)}{f' (did you mean {near!r}?)' if near else ''}"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return _number(value) or type_name(value)


def quote(text: str) -> str:
    """Return a text in quotes, without the keys of clients."""
    return _redacted(repr(str.__str__(text)))


def describe_name(name: str, choices: Collection[str] = ()) -> str:
    """Return the name of an option or header without quotes, with the nearest of `choices`, if one is near."""
    near = nearest(name, choices)
    shown = _redacted(printable(name if len(name) <= MAX_NAME_LENGTH else f"{name[:MAX_NAME_LENGTH]}..."))
    return f"{shown} (did you mean {near}?)" if near else shown


def type_name(value: object) -> str:
    """Return the name of the type of a value, in its module if a builtin type has the same name."""
    kind = type(value)
    if value is None or getattr(builtins, kind.__name__, kind) is kind:
        return "None" if value is None else kind.__name__
    return f"{kind.__module__}.{kind.__name__}"


def as_float(value: object) -> float:
    """Return a number as float, and NaN for anything else, also for a number that is larger than any float."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return float("nan")
    try:
        return float(value)
    except (ArithmeticError, TypeError, ValueError):
        return float("nan")


def nearest(text: str, choices: Collection[str]) -> str | None:
    """Return the choice that is spelt most like a text, in any case, or None if none is near."""
    from difflib import get_close_matches

    if len(text) > MAX_NAME_LENGTH:
        return None
    by_lower_case = {choice.lower(): choice for choice in choices}
    found = get_close_matches(text.lower(), by_lower_case, n=1)
    return by_lower_case[found[0]] if found else None


def _number(value: object) -> str | None:
    """Return a number or bool as text, or None for anything else and for a number that is long."""
    if not isinstance(value, (Complex, Decimal)):
        return None
    if isinstance(value, Integral):
        if not hasattr(value, "__index__"):  # a duration of NumPy
            return None
        if not -(10**20) < int(value) < 10**20:
            return "an integer of more than 20 digits"
    try:
        text = str(value) if isinstance(value, Real) else repr(value)
    except ValueError:
        return None
    return text if len(text) <= MAX_NUMBER_LENGTH else None


def _redacted(text: str) -> str:
    """Return a text without the keys of clients and of the environment."""
    names = [vendor.key_variable for vendor in vendors().values()]
    keys = [Secret(os.environ[name]) for name in names if os.environ.get(name)]
    return redact(text, [*client_keys(), *(each for key in keys for each in pair_secrets(key))])
