"""Changes between two generated clients, for code that calls them.

griffe finds what was removed, moved, became required or has another default. It does not compare types: annotations are
compared here, by the members of their unions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import griffe

from .change import Change, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = "visionapis_generated"


@dataclass(frozen=True)
class Client:
    """The generated client of a vendor, read without importing it."""

    methods: dict[str, griffe.Function]
    """The synchronous methods of all resources by `<tag>.<method>`; the asynchronous ones have the same signatures."""
    fields: dict[str, griffe.Expr | str]
    """The types of all fields of models by `<model>.<field>`."""


def load(generated: Path, vendor: str) -> Client:
    """Read the client of a vendor; it is empty when it was not generated."""
    folder = generated / PACKAGE / vendor
    methods = {
        f"{resource.module.name}.{name}": member
        for resource in _classes(folder, "resources")
        for name, member in resource.members.items()
        if isinstance(member, griffe.Function) and not name.startswith("_") and not resource.name.startswith("Async")
    }
    fields = {
        f"{model.name}.{name}": member.annotation
        for model in _classes(folder, "models")
        for name, member in model.members.items()
        if isinstance(member, griffe.Attribute) and member.annotation is not None and not name.startswith("_")
    }
    return Client(methods, fields)


def compare(vendor: str, old: Client, new: Client) -> Iterator[tuple[str, Change]]:
    """Yield the changes of methods, each with its method's name, and under an empty name those of models."""
    for name in sorted(old.methods.keys() | new.methods.keys()):
        for severity, text in _method(old.methods.get(name), new.methods.get(name)):
            yield name, Change(severity, f"`{vendor}.{name}`: {text}")
    models = {name.partition(".")[0] for name in new.fields}
    for name, annotation in old.fields.items() if new.fields else ():
        model = name.partition(".")[0]
        if model not in models:
            yield "", Change(Severity.BREAKING, f"`{model}` removed")
        elif name not in new.fields:
            yield "", Change(Severity.BREAKING, f"`{name}` removed")
        elif _members(new.fields[name]) - _members(annotation):
            yield "", Change(Severity.BREAKING, f"`{name}`: `{annotation}` -> `{new.fields[name]}`")


def _method(old: griffe.Function | None, new: griffe.Function | None) -> Iterator[tuple[Severity, str]]:
    if old is None or new is None:
        yield (Severity.BREAKING, "removed") if old else (Severity.ADDITIVE, "added")
        return
    for breakage in griffe.find_breaking_changes(_module(old), _module(new)):
        parameter = breakage.old_value or breakage.new_value
        yield Severity.BREAKING, f"`{parameter.name}`: {breakage.kind.value.lower()}"
    before = {parameter.name: parameter for parameter in old.parameters}
    for parameter in new.parameters:
        if parameter.name in before:
            was, now = before[parameter.name].annotation, parameter.annotation
            if str(was) != str(now):
                narrower = _members(was) - _members(now) - {"Unset"}
                yield Severity.BREAKING if narrower else Severity.ADDITIVE, f"`{parameter.name}`: `{was}` -> `{now}`"
        elif not parameter.required:
            yield Severity.ADDITIVE, f"`{parameter.name}`: optional parameter was added"
    if str(old.returns) != str(new.returns):
        wider = _members(new.returns) - _members(old.returns)
        yield Severity.BREAKING if wider else Severity.ADDITIVE, f"returns `{old.returns}` -> `{new.returns}`"


def _module(function: griffe.Function) -> griffe.Module:
    """Return a module with one function: griffe compares the members of modules."""
    module = griffe.Module("resource")
    module.members[function.name] = function
    return module


def _members(annotation: griffe.Expr | str | None) -> set[str]:
    """Return the members of a union."""
    if isinstance(annotation, griffe.ExprBinOp):
        return _members(annotation.left) | _members(annotation.right)
    return {str(annotation)}


def _classes(folder: Path, package: str) -> Iterator[griffe.Class]:
    """Yield the classes of a package, which is read on its own: both clients have one name."""
    if (folder / package).exists():
        loader = griffe.GriffeLoader(search_paths=[folder], allow_inspection=False)
        for module in loader.load(package, try_relative_path=False).members.values():
            yield from module.classes.values() if isinstance(module, griffe.Module) else ()
