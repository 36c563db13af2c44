"""Effects of findings on the users of the generated client: the methods and the attribute that one concerns."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from attrs import has

from visionapis._observations.names import PLACEHOLDER
from visionapis._vendors import find_vendor
from visionapis_generated.operation import Operation
from visionapis_testing.contracts.pointers import unescape

_UNTYPED = ".additional_properties"


@dataclass(frozen=True, slots=True)
class Effect:
    """The methods of the generated client that a finding concerns, and the attribute of their result."""

    methods: Sequence[str]
    """For example `client.tasks.get`."""
    attribute: str | None = None
    """For example `Task.production_version`; None where no attribute is concerned."""

    @property
    def usage(self) -> str | None:
        """An expression that uses what is concerned, such as `client.tasks.get(...).production_version`."""
        if not self.methods:
            return None
        start = re.search(r"[.\[]", self.attribute or "")
        path = self.attribute[start.start() :] if self.attribute and start else ""
        return f"{self.methods[0]}(...){path.replace('[]', '[...]')}"


@lru_cache(10_000)
def effect_of(vendor: str, operation_id: str, pointer: str | None = None) -> Effect:
    """Return the effect of a finding about an operation, and about the field of its result at a JSON pointer."""
    methods = _methods(vendor).get(operation_id, ())
    found = {name: _attribute(method, pointer) if pointer else None for name, method in methods}
    # Of several methods that share an operation, those whose result has the field.
    typed = {name: each for name, each in found.items() if each and _UNTYPED not in each}
    concerned = typed or found
    return Effect([*concerned], next((each for each in concerned.values() if each), None))


@cache
def _methods(vendor: str) -> Mapping[str, Sequence[tuple[str, Any]]]:
    """Return the methods of each operation, with their names; several calls can share one operation."""
    package = find_vendor(vendor).generated
    try:
        calls = vars(import_module(f"{package}.operations")).values()
    except ModuleNotFoundError:  # of a contract from which no client was generated
        return {}
    resources: Any = import_module(f"{package}.resources").Resources
    found: dict[str, list[tuple[str, Any]]] = {}
    for call in (each for each in calls if isinstance(each, Operation)):
        for name, resource in cast("dict[str, Any]", vars(resources)).items():
            method = call.name.removeprefix(f"{name}_")
            if method != call.name and hasattr(resource, "func"):
                owner = get_type_hints(resource.func)["return"]
                if hasattr(owner, method):
                    found.setdefault(call.operation_id, []).append((f"client.{name}.{method}", getattr(owner, method)))
    return found


def _attribute(method: Any, pointer: str) -> str | None:
    """Return the attribute of a method's result at a JSON pointer; None if its type does not have it."""
    types, text = list(_branches(_hints(method).get("return"))), ""
    for part in pointer.split("/")[1:]:
        name = unescape(part)
        if name in ("*", PLACEHOLDER):
            types = [inner for each in types for inner in _items(each)]
            text += "[]"
            continue
        models = [each for each in types if has(each)]
        owners = [(each, found) for each in models if (found := _field(each, name))]
        if not text and models:
            text = (owners[0][0] if owners else models[0]).__name__
        if not owners:
            return f"{text}{_UNTYPED}[{json.dumps(name)}]" if models else None
        text += f".{owners[0][1]}"
        types = [inner for owner, field in owners for inner in _branches(_hints(owner)[field])]
    return text or None


def _field(model: type, name: str) -> str | None:
    """Return the attribute of a model for a field of JSON: it has an underscore after a word of Python."""
    hints = _hints(model)
    return next((each for each in (name, f"{name}_", name.lstrip("_"), f"field_{name}") if each in hints), None)


_hints = cache(get_type_hints)


def _items(type_: object) -> Iterator[Any]:
    arguments = get_args(type_)
    if arguments and get_origin(type_) is not None:
        yield from _branches(arguments[-1])


def _branches(type_: object) -> Iterator[Any]:
    if get_origin(type_) in (Union, UnionType):
        for each in get_args(type_):
            yield from _branches(each)
    elif type_ is not None:
        yield cast("Any", type_)
