"""Options of emulators' constructors as `name=value` on the command line."""

from __future__ import annotations

import json
import math
import pkgutil
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from inspect import signature
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visionapis_testing import Emulator

_EXCLUDED = {"api_key", "return"}


def parse_options(emulator: type[Emulator], arguments: Sequence[str]) -> dict[str, Any]:
    """Return the keyword arguments of an emulator for arguments of the form name=value; it must have these options.

    Raises BadParameter.
    """
    known = _known_options(emulator)
    values: dict[str, Any] = {}
    for argument in arguments:
        name, equals, text = argument.partition("=")
        if not equals:
            raise _bad(f"{argument!r} is not NAME=VALUE")
        values[name] = _value(name, known[name], text)
    return _nested(emulator, values)


def option_names(emulator: type[Emulator]) -> Sequence[str]:
    """Return the names of the options of an emulator."""
    return list(_known_options(emulator))


def _known_options(emulator: type[Emulator]) -> dict[str, Any]:
    """Return the types of options by name; a field of an option that is a dataclass is `option.field`."""
    hints = get_type_hints(emulator.__init__)
    known: dict[str, Any] = {}
    for name in signature(emulator).parameters:
        if name in _EXCLUDED:
            continue
        kind = _dataclass_in(hints[name])
        if kind is None:
            known[name] = hints[name]
        else:
            known.update({f"{name}.{field}": hint for field, hint in get_type_hints(kind).items()})
    return known


def _dataclass_in(hint: Any) -> type[Any] | None:
    return next((kind for kind in (hint, *get_args(hint)) if isinstance(kind, type) and is_dataclass(kind)), None)


def _nested(emulator: type[Emulator], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with the fields of each dataclass as an instance."""
    found = {name: value for name, value in values.items() if "." not in name}
    hints = get_type_hints(emulator.__init__)
    for option in {name.partition(".")[0] for name in values if "." in name}:
        kind = _dataclass_in(hints[option])
        assert kind is not None
        given = {field.name: values.get(f"{option}.{field.name}") for field in fields(kind)}
        found[option] = kind(**{name: value for name, value in given.items() if value is not None})
    return found


def _value(name: str, hint: Any, text: str) -> Any:
    from pydantic import TypeAdapter, ValidationError

    if get_origin(hint) is Callable:
        return _factory(name, text)
    try:
        value: object = json.loads(text)
    except ValueError:
        value = text
    try:
        found: Any = TypeAdapter(hint).validate_python(value)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]["msg"].removeprefix("Input should be ")
        raise _bad(f"invalid {name} {text!r}: expected {problem}") from error
    if isinstance(found, int | float) and not 0 <= found < math.inf:
        raise _bad(f"invalid {name} {text!r}: expected 0 or more")
    return found


def _factory(name: str, text: str) -> Any:
    """Return what `module:name` refers to, in the current directory or installed, such as a class of a classifier."""
    sys.path.insert(0, "")
    try:
        found: object = pkgutil.resolve_name(text)
    except (ValueError, ImportError, AttributeError) as error:
        raise _bad(f"invalid {name} {text!r}: expected module:class ({error})") from error
    finally:
        sys.path.remove("")
    if not callable(found):
        raise _bad(f"invalid {name} {text!r}: it is not callable")
    return found


def _bad(problem: str) -> click.BadParameter:
    return click.BadParameter(problem, param_hint="--option")
