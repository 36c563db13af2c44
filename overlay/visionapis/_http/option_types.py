"""Types and ranges of options, and the check of their names and values."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from numbers import Integral
from typing import TYPE_CHECKING, Any, TypeVar, cast

from visionapis.errors import ConfigurationError
from visionapis.traffic import TrafficObserver

from .values import as_float, describe, describe_name, nearest, reveal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

Value = TypeVar("Value")
Options = TypeVar("Options", bound="Mapping[str, object]")

# Sockets take a timeout as milliseconds in an int of 32 bits.
MAX_SECONDS = 2_000_000
# The delays before retries grow by powers of two, up to the largest float.
MAX_RETRIES = 1000
# `max_concurrency` takes memory for each request.
MAX_REQUESTS = 1_000_000
# No task is trained more often.
MAX_VERSION = 1_000_000_000

EFFECTS = ("billable", "mutating")
CONFIDENCES = ("best", "default")


@dataclass(eq=False, repr=False)
class OptionType:
    """The values that an option accepts, besides the None of its annotation."""

    description: str
    """For messages: "<option> must be <description>"."""
    accepts: Callable[[Any], bool]
    convert: Callable[[Any], object] = lambda value: value
    """Returns the value, in which a text may be a Secret, as a builtin type: numbers may be NumPy's."""
    show: Callable[[object], str] = describe
    """Returns a value that is not accepted, for messages."""


def choice(*texts: str) -> OptionType:
    """Return the type of an option whose values are certain texts."""
    return OptionType(
        _alternatives(texts),
        lambda value: isinstance(value, str) and value in texts,
        lambda value: str.__str__(cast("str", reveal(value))),
        partial(describe, choices=texts),
    )


def _alternatives(texts: Sequence[str]) -> str:
    *others, last = map(repr, texts)
    return f"{', '.join(others)} or {last}"


def _is_integer(value: object) -> bool:
    # A duration of NumPy is an Integral, but has no `__index__`.
    return not isinstance(value, bool) and isinstance(value, Integral) and hasattr(value, "__index__")


def _are_effects(value: object) -> bool:
    return isinstance(value, (list, tuple, AbstractSet)) and not _other_effects(cast("Collection[object]", value))


def _other_effects(values: Collection[object]) -> list[object]:
    return [each for each in map(reveal, values) if not (isinstance(each, str) and each in EFFECTS)]


def _describe_effects(value: object) -> str:
    if isinstance(value, (list, tuple, AbstractSet)):
        return f"of {min(describe(each, EFFECTS) for each in _other_effects(cast('Collection[object]', value)))}"
    near = nearest(value, EFFECTS) if isinstance(value, str) else None
    return f"{describe(value)} (did you mean [{near!r}]?)" if near else describe(value)


def _seconds(minimum: str, in_range: Callable[[float], bool]) -> OptionType:
    return OptionType(
        f"a number of seconds {minimum} and at most {MAX_SECONDS:,}",
        lambda value: in_range(as_float(value)) and as_float(value) <= MAX_SECONDS,
        float,
    )


def _integer(minimum: int, maximum: float = math.inf) -> OptionType:
    return OptionType(
        f"an integer of at least {minimum}{'' if maximum == math.inf else f' and at most {maximum:,}'}",
        lambda value: _is_integer(value) and minimum <= int(value) <= maximum,
        int,
    )


def _id(of: str) -> OptionType:
    return OptionType(f"the id of {of}, a str", lambda value: isinstance(value, str) and value.strip() != "")


def is_fraction(value: object) -> bool:
    """Return whether a value is a number from 0 to 1; it may be NumPy's."""
    return 0 <= as_float(value) <= 1


SECONDS = _seconds("of at least 0", lambda value: value >= 0)
POSITIVE_SECONDS = _seconds("above 0", lambda value: value > 0)
_HEADERS = OptionType(
    "a dict of names and values", lambda value: isinstance(value, dict), show=partial(describe, max_length=0)
)

_STR = OptionType("a str", lambda value: isinstance(value, str))

# Checked where they are used, in `visionapis._transport`.
_CHECKED_LATER = OptionType("", lambda value: True)

# By the name of the option, or else by its annotation without None.
OPTION_TYPES = {
    "timeout": POSITIVE_SECONDS,
    "max_retries": _integer(0, MAX_RETRIES),
    "retry_effects": OptionType(
        f"a list, tuple or set of {' and '.join(map(repr, EFFECTS))}",
        _are_effects,
        lambda values: frozenset(map(reveal, values)),
        _describe_effects,
    ),
    "max_retry_delay": SECONDS,
    "on_attempt": OptionType("a function", callable),
    "observer": OptionType("a TrafficObserver", lambda value: isinstance(value, TrafficObserver)),
    **dict.fromkeys(("default_headers", "headers"), _HEADERS),
    **dict.fromkeys(("max_image_bytes", "max_response_bytes"), _integer(1)),
    **dict.fromkeys(("max_concurrency", "requests_per_minute", "batch_size"), _integer(1, MAX_REQUESTS)),
    "on_error": choice("raise", "yield"),
    "api_key_in": choice("header", "query"),
    "threshold": OptionType("a number from 0 to 1", is_fraction, float),
    "confidence": OptionType(
        f"from 0 to 1, {_alternatives(CONFIDENCES)}",
        lambda value: value in CONFIDENCES if isinstance(value, str) else is_fraction(value),
        lambda value: str.__str__(value) if isinstance(value, str) else float(value),
        partial(describe, choices=CONFIDENCES),
    ),
    "after_version": _integer(0, MAX_VERSION),
    "task": _id("a task"),
    "task_id": _id("a task"),
    "model_id": _id("a model"),
    "poll_interval": POSITIVE_SECONDS,
    **dict.fromkeys(("base_url", "name"), _STR),
    "proxy": OptionType("the URL of a proxy", lambda value: isinstance(value, str) and value != ""),
    **dict.fromkeys(("transport", "verify", "cert"), _CHECKED_LATER),
    "image_format": choice("png", "jpeg"),
    "channels": choice("rgb", "bgr"),
    **dict.fromkeys(("bool", "multi_label"), OptionType("True or False", lambda value: isinstance(value, bool))),
    "int": OptionType("an integer", lambda value: _is_integer(value), int),
    "str": _STR,
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
    if not option_type.accepts(reveal(value)):  # not in a variable, which a traceback could show
        raise ConfigurationError(f"{name} must be {option_type.description}, not {option_type.show(reveal(value))}")
    return cast("Value", option_type.convert(value))


def check_optional(name: str, value: Value | None) -> Value | None:
    """Return the value of an option as `check_option` does, and None for None."""
    return None if value is None else check_option(name, value)


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


def _unknown_options(unknown: list[str], known: list[str]) -> ConfigurationError:
    names = ", ".join(describe_name(name, known) for name in unknown)
    return ConfigurationError(f"unknown option: {names}", hint=f"the options are {', '.join(sorted(known))}")
