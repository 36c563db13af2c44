"""Options of emulators' constructors as `name=value` on the command line."""

from __future__ import annotations

import json
import math
import pkgutil
import sys
from collections.abc import Callable
from dataclasses import is_dataclass
from inspect import signature
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis_testing import Emulator

_EXCLUDED = {"api_key"}


def option_names(emulator: type[Emulator]) -> Sequence[str]:
    """Return the names of the options of an emulator."""
    return list(_Options(emulator).types)


def parse_options(emulator: type[Emulator], arguments: Sequence[str]) -> dict[str, Any]:
    """Return the keyword arguments of an emulator for arguments of the form name=value; it must have these options.

    Raises BadParameter.
    """
    options = _Options(emulator)
    values: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {name: {} for name in options.groups}
    for argument in arguments:
        name, equals, text = argument.partition("=")
        if not equals:
            raise _bad(f"{argument!r} is not NAME=VALUE")
        group, _, field = name.rpartition(".")
        if field in (parts[group] if group else values):
            raise _bad(f"{name!r} is given twice")
        (parts[group] if group else values)[field] = _value(name, options.types[name], text)
    return values | {name: options.groups[name](**fields) for name, fields in parts.items() if fields}


class _Options:
    """The options of an emulator; a field of an option that is a dataclass is `option.field`."""

    def __init__(self, emulator: type[Emulator]) -> None:
        hints = get_type_hints(emulator.__init__)
        names = [name for name in signature(emulator).parameters if name not in _EXCLUDED]
        self.groups: dict[str, type[Any]] = {
            name: kind
            for name in names
            for kind in get_args(hints[name])
            if isinstance(kind, type) and is_dataclass(kind)
        }
        self.types: dict[str, Any] = {}
        for name in names:
            if name in self.groups:
                fields = get_type_hints(self.groups[name])
                self.types.update({f"{name}.{field}": hint for field, hint in fields.items()})
            else:
                self.types[name] = hints[name]


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
    if isinstance(value, bool) and not isinstance(found, bool):
        raise _bad(f"invalid {name} {text!r}: expected a number")
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
