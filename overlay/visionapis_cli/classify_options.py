"""The options of `visionapis classify <vendor>`: the arguments of the client's `classify`, explained by its docstring.

The package of a client can have a module `command_line` with `OPTIONS`: the arguments that are options, in this order,
and what the command line says in other words about each, such as `metavar` and `help`. By default all are options.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import click

from visionapis._vendors import vendors

from .errors import CommandError
from .main import FAILED

if TYPE_CHECKING:
    from visionapis_generated.vendor import Vendor

_PREFIX = "own_"
"""The beginning of the names of the options' values, so that they are not those of the command's other options."""

_SHARED = frozenset({"threshold", "max_concurrency", "on_error"})
"""The arguments that the command has for all vendors."""

_SCALARS: Mapping[Any, tuple[click.ParamType[Any], str]] = {
    float: (click.FLOAT, "NUMBER"),
    int: (click.INT, "N"),
    str: (click.STRING, "TEXT"),
}


@dataclass(frozen=True)
class Argument:
    """A keyword argument of a method."""

    type: Any
    required: bool
    description: str

    @property
    def attributes(self) -> dict[str, Any] | None:
        """Those of an option for it; None if no text can be its value."""
        found: dict[str, Any] = {"required": self.required, "help": self.description}
        kind = _single(self.type)
        if get_origin(kind) in {list, Sequence, Iterable}:
            kind = _single(*get_args(kind))
            found |= {"multiple": True, "callback": _as_list}
        if kind is bool:
            return {"is_flag": True, "default": None, "help": self.description}
        if get_origin(kind) is Literal:
            return found | {"type": click.Choice(get_args(kind))}
        if kind not in _SCALARS:
            return None
        type_, metavar = _SCALARS[kind]
        return found | {"type": type_, "metavar": metavar}


def find_client(vendor: Vendor) -> Any:
    """Return the class of a vendor's client, which imports httpx. Raises CommandError if its package is broken."""
    try:
        return getattr(import_module(vendor.client_module), vendor.client)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise CommandError(f"the client of {vendor.name} cannot be imported: {reason}", status=FAILED) from error


def classifies(vendor: Vendor) -> bool:
    """Return whether the client of a vendor has `classify`."""
    return hasattr(find_client(vendor), "classify")


def classifying_vendors() -> list[str]:
    """Return the names of the vendors whose client has `classify`, without those whose client cannot be imported."""
    found: list[str] = []
    for name, vendor in sorted(vendors().items()):
        with suppress(CommandError):
            if classifies(vendor):
                found.append(name)
    return found


def options_of(vendor: Vendor) -> list[click.Option]:
    """Return the options of a vendor whose client has `classify`."""
    found = arguments(find_client(vendor).classify)
    own = _own_words(vendor)
    words: Mapping[str, Mapping[str, Any]] = own or {name: {} for name in found if name not in _SHARED}
    return [
        click.Option([f"--{name.strip('_').replace('_', '-')}", f"{_PREFIX}{name}"], **{**attributes, **words[name]})
        for name in words
        if (attributes := found[name].attributes) is not None
    ]


def own_arguments(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `classify` for the values of the options that are given."""
    return {name.removeprefix(_PREFIX): value for name, value in values.items() if value is not None}


def arguments(method: Any) -> dict[str, Argument]:
    """Return the keyword arguments of a method by name."""
    hints = get_type_hints(method)
    described = _descriptions(inspect.getdoc(method) or "")
    found: dict[str, Argument] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY:
            required = parameter.default is parameter.empty
            found[name] = Argument(hints[name], required, described.get(name, ""))
        elif parameter.kind is parameter.VAR_KEYWORD:
            for fields in (each for each in get_args(hints[name]) if is_typeddict(each)):  # of Unpack
                described |= _fields(inspect.getdoc(fields) or "")
                found |= {
                    field: Argument(hint, field in fields.__required_keys__, described.get(field, ""))
                    for field, hint in get_type_hints(fields).items()
                }
    return found


def _as_list(_context: click.Context, _option: click.Parameter, values: Iterable[Any]) -> list[Any] | None:
    return list(values) or None


def _own_words(vendor: Vendor) -> Mapping[str, Mapping[str, Any]] | None:
    name = f"{vendor.client_module}.command_line"
    try:
        own: Mapping[str, Mapping[str, Any]] = import_module(name).OPTIONS
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
    return own


def _single(hint: Any) -> Any:
    """Return the type of a value that is given, without those that say that it is not."""
    from visionapis_generated.types import Unset

    if get_origin(hint) not in {Union, UnionType}:
        return hint
    kinds = {each for each in get_args(hint) if each not in {NoneType, Unset}}
    return kinds.pop() if len(kinds) == 1 else float if kinds == {int, float} else str if str in kinds else hint


def _descriptions(docstring: str) -> dict[str, str]:
    """Return the descriptions in the section `Args` of a method's docstring, where each follows its name."""
    section = re.search(r"^Args:\n((?: +.*\n?)+)", docstring, re.MULTILINE)
    lines = inspect.cleandoc(section[1]) if section else ""
    return {name: _plain(text) for name, text in re.findall(r"^\**(\w+): (.*(?:\n .*)*)", lines, re.MULTILINE)}


def _fields(docstring: str) -> dict[str, str]:
    """Return the descriptions in the docstring of options, where each is below its name and type."""
    return {name: _plain(text) for name, text in re.findall(r"^(\w+): .*\n((?: .*\n?)+)", docstring, re.MULTILINE)}


def _plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())
