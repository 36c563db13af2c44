"""Options of `visionapis emulate` that only some vendors have.

The package with a vendor's emulator can have a module `command_line` with `OPTIONS`: options of the emulator that are
options of the command, too, each with `choices`, `default` and `help`. Help imports it, but not the emulator.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from visionapis._vendors import vendors

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def vendor_options(function: _Function) -> _Function:
    """Add the options of all vendors to a command."""
    added: set[str] = set()
    for words in _options().values():
        for name in words.keys() - added:
            choices, default, help_ = (words[name][each] for each in ("choices", "default", "help"))
            option = click.option(f"--{name}", type=click.Choice(choices), show_default=default, help=help_)
            function = option(function)
            added.add(name)
    return function


def to_options(given: Mapping[str, str | None], chosen: Collection[str]) -> Sequence[str]:
    """Return the given ones as `name=value`. Raises UsageError for one that no chosen vendor has."""
    values = {name: value for name, value in given.items() if value is not None}
    for name in values:
        having = [vendor for vendor, words in _options().items() if name in words]
        if not set(having) & set(chosen):
            raise click.UsageError(f"--{name} needs the vendor {' or '.join(having)}")
    return [f"{name}={value}" for name, value in values.items()]


@cache
def _options() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return the options of each vendor that has some."""
    found: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    for name, vendor in sorted(vendors().items()):
        module = f"{vendor.testing}.command_line"
        try:
            if vendor.testing:
                found[name] = import_module(module).OPTIONS
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
    return found
