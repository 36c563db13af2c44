"""Types and ranges of options, and the check of their names and values."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeVar, cast

from visionapis.errors import ConfigurationError

from .redaction import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = TypeVar("Value")
Options = TypeVar("Options", bound="Mapping[str, object]")

# Sockets take a timeout as milliseconds in an int of 32 bits.
MAX_SECONDS = 2_000_000
# The delays before retries grow by powers of two, up to the largest float.
MAX_RETRIES = 1000

EFFECTS = ("billable", "mutating")


@dataclass(eq=False, repr=False)
class OptionType:
    """The values that an option accepts, besides the None of its annotation."""

    description: str
    """For messages: "<option> must be <description>"."""
    accepts: Callable[[Any], bool]
    convert: Callable[[Any], object] = lambda value: value
    """Returns the value as a builtin type: numbers may be NumPy's."""
    of_texts: bool = False
    """Whether the values are certain texts."""


def _reveal(value: object) -> object:
    return value.reveal() if isinstance(value, Secret) else value


def _is_number(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, Real)


def _is_integer(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, Integral)


def _is_text(value: object) -> bool:
    return isinstance(_reveal(value), str)


def _are_effects(value: object) -> bool:
    return isinstance(value, (list, tuple, AbstractSet)) and all(
        isinstance(each, str) and each in EFFECTS for each in cast("list[object]", value)
    )


def _seconds(minimum: str, in_range: Callable[[float], bool]) -> OptionType:
    return OptionType(
        f"a number of seconds {minimum} and at most {MAX_SECONDS:,}",
        lambda value: _is_number(value) and in_range(value) and value <= MAX_SECONDS,
        float,
    )


def _count(minimum: int, maximum: float = math.inf) -> OptionType:
    return OptionType(
        f"an integer of at least {minimum}{'' if maximum == math.inf else f' and at most {maximum:,}'}",
        lambda value: _is_integer(value) and minimum <= value <= maximum,
        int,
    )


def _choice(*texts: str) -> OptionType:
    return OptionType(
        " or ".join(map(repr, texts)), lambda value: _is_text(value) and _reveal(value) in texts, _reveal, of_texts=True
    )


SECONDS = _seconds("of at least 0", lambda value: value >= 0)
POSITIVE_SECONDS = _seconds("above 0", lambda value: value > 0)

# Checked where they are used, in `visionapis._transport`.
_CHECKED_LATER = OptionType("", lambda value: True)

# By the name of the option, or else by its annotation without None.
OPTION_TYPES = {
    "timeout": POSITIVE_SECONDS,
    "max_retries": _count(0, MAX_RETRIES),
    "retry_effects": OptionType(
        f"a list, tuple or set of {' and '.join(repr(each) for each in EFFECTS)}", _are_effects, frozenset
    ),
    "max_retry_delay": SECONDS,
    "on_attempt": OptionType("a function", callable),
    "default_headers": OptionType("a dict of names and values", lambda value: isinstance(value, dict)),
    "headers": OptionType("a dict of names and values", lambda value: isinstance(value, dict)),
    "max_image_bytes": _count(1),
    "max_response_bytes": _count(1),
    "max_concurrency": _count(1),
    "requests_per_minute": _count(1),
    "batch_size": _count(1),
    "on_error": _choice("raise", "yield"),
    "api_key_in": _choice("header", "query"),
    "poll_interval": POSITIVE_SECONDS,
    "proxy": OptionType("the URL of a proxy", lambda value: _is_text(value) and _reveal(value) != ""),
    **dict.fromkeys(("transport", "verify", "cert"), _CHECKED_LATER),
    "image_format": _choice("png", "jpeg"),
    "channels": _choice("rgb", "bgr"),
    "bool": OptionType("True or False", lambda value: isinstance(value, bool)),
    "int": OptionType("an integer", lambda value: _is_integer(value), int),
    "str": OptionType("a str", _is_text),
}


def check_options(options: Options, known: type[Any]) -> Options:
    """Return the options with values of builtin types; `known` is the TypedDict that declares them.

    Texts that may be secrets are hidden by `hide_secrets` before. Raises ConfigurationError for an unknown name, and
    for a value of another type or out of range.
    """
    annotations = known.__annotations__
    if unknown := [name for name in options if name not in annotations]:
        raise _unknown_options(unknown, [*annotations, *(["api_key"] if "base_url" in annotations else [])])
    return cast("Options", {name: _check(name, value, known) for name, value in options.items()})


def check_option(name: str, value: Value, option_type: OptionType | None = None) -> Value:
    """Return the value of an option, by default of the type with its name, as a builtin type.

    Raises ConfigurationError for a value of another type or out of range.
    """
    option_type = option_type or OPTION_TYPES[name]
    if not option_type.accepts(value):
        shown = "another text" if option_type.of_texts and _is_text(value) else _describe(value)
        raise ConfigurationError(f"{name} must be {option_type.description}, not {shown}")
    return cast("Value", option_type.convert(value))


def _check(name: str, value: object, known: type[Any]) -> object:
    annotation: str = known.__annotations__[name].__forward_arg__
    if value is None and annotation.endswith("None"):
        return None
    option_type = (
        SECONDS  # of a job: 0 polls once
        if name == "timeout" and "poll_interval" in known.__annotations__
        else OPTION_TYPES.get(name) or OPTION_TYPES[annotation.removesuffix(" | None")]
    )
    return check_option(name, value, option_type)


def _describe(value: object) -> str:
    """Return a number as it is, and the type of any other value, which may hold a secret."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, Real):
        # Python does not print integers of more than 4300 digits.
        return "a larger integer" if isinstance(value, Integral) and int(value) > 2**64 else str(value)
    if _is_text(value) and _reveal(value) == "":
        return "an empty str"
    name = type(_reveal(value)).__name__
    return f"a {name} of other values" if isinstance(value, (list, tuple, AbstractSet)) else name


def _unknown_options(unknown: list[str], known: list[str]) -> ConfigurationError:
    from difflib import get_close_matches

    def suggest(name: str) -> str:
        close = get_close_matches(name, known, n=1)
        return f"{name} (did you mean {close[0]}?)" if close else name

    return ConfigurationError(
        f"unknown option: {', '.join(map(suggest, unknown))}", hint=f"the options are {', '.join(sorted(known))}"
    )
