"""Changes between two generated clients, for code that calls them.

griffe finds what was removed, moved, became required or has another default. It does not compare types: annotations are
compared here, by the members of their unions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import griffe

from .change import Change, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PACKAGE = "visionapis_generated"

T = TypeVar("T")


@dataclass(frozen=True)
class Client:
    """The generated client of a vendor, read without importing it."""

    methods: dict[str, griffe.Function]
    """The synchronous methods of all resources by `<tag>.<method>`; the asynchronous ones have the same signatures."""
    fields: dict[str, griffe.Expr | str]
    """The types of all fields of models by `<model>.<field>`."""
    models: frozenset[str] = frozenset()
    """The names of all models."""
    names: Mapping[str, str] = field(default_factory=dict)
    """New names of models by those that annotations have."""

    def renamed(self, schemas: Mapping[str, str], resources: Mapping[str, str]) -> Client:
        """Return the client with other names of its models and resources."""
        methods = {f"{resources.get(tag, tag)}.{name}": each for (tag, name), each in _split(self.methods)}
        fields = {f"{schemas.get(model, model)}.{name}": each for (model, name), each in _split(self.fields)}
        models = frozenset(schemas.get(name, name) for name in self.models)
        return Client(methods, fields, models, schemas)

    def text(self, annotation: griffe.Expr | str | None) -> str:
        """Return an annotation with the new names of models."""
        return re.sub(r"\b[A-Za-z_]\w*", lambda name: self.names.get(name[0], name[0]), str(annotation))

    def members(self, annotation: griffe.Expr | str | None) -> set[str]:
        """Return the members of a union."""
        if isinstance(annotation, griffe.ExprBinOp):
            return self.members(annotation.left) | self.members(annotation.right)
        return {self.text(annotation)}


def load(generated: Path, vendor: str) -> Client:
    """Read the client of a vendor; it is empty when it was not generated."""
    folder = generated / PACKAGE / vendor
    methods = {
        f"{resource.module.name}.{name}": member
        for resource in _classes(folder, "resources")
        for name, member in resource.members.items()
        if isinstance(member, griffe.Function) and not name.startswith("_") and not resource.name.startswith("Async")
    }
    models = list(_classes(folder, "models"))
    fields = {
        f"{model.name}.{name}": member.annotation
        for model in models
        for name, member in model.members.items()
        if isinstance(member, griffe.Attribute) and member.annotation is not None and not name.startswith("_")
    }
    return Client(methods, fields, frozenset(model.name for model in models))


def compare(vendor: str, old: Client, new: Client) -> Iterator[tuple[str, Change]]:
    """Yield the changes of methods, each with its method's name, and under an empty name those of models."""
    for name in sorted(old.methods.keys() | new.methods.keys()):
        for severity, text in _method(old, new, name):
            yield name, Change(severity, f"`{vendor}.{name}`: {text}")
    models = {name.partition(".")[0] for name in new.fields}
    for name, annotation in old.fields.items() if new.fields else ():
        model = name.partition(".")[0]
        if model not in models:
            yield "", Change(Severity.BREAKING, f"`{model}` removed")
        elif name not in new.fields:
            yield "", Change(Severity.BREAKING, f"`{name}` removed")
        elif new.members(new.fields[name]) - old.members(annotation):
            yield "", Change(Severity.BREAKING, f"`{name}`: `{annotation}` -> `{new.fields[name]}`")


def _method(old: Client, new: Client, name: str) -> Iterator[tuple[Severity, str]]:
    one, other = old.methods.get(name), new.methods.get(name)
    if one is None or other is None:
        yield (Severity.BREAKING, "removed") if one else (Severity.ADDITIVE, "added")
        return
    for breakage in griffe.find_breaking_changes(_module(one), _module(other)):
        parameter = breakage.old_value or breakage.new_value
        yield Severity.BREAKING, f"`{parameter.name}`: {breakage.kind.value.lower()}"
    before = {parameter.name: parameter for parameter in one.parameters}
    for parameter in other.parameters:
        if parameter.name in before:
            was, now = before[parameter.name].annotation, parameter.annotation
            if old.text(was) != new.text(now):
                narrower = old.members(was) - new.members(now) - {"Unset"}
                yield Severity.BREAKING if narrower else Severity.ADDITIVE, f"`{parameter.name}`: `{was}` -> `{now}`"
        elif not parameter.required:
            yield Severity.ADDITIVE, f"`{parameter.name}`: optional parameter was added"
    if old.text(one.returns) != new.text(other.returns):
        wider = new.members(other.returns) - old.members(one.returns)
        yield Severity.BREAKING if wider else Severity.ADDITIVE, f"returns `{one.returns}` -> `{other.returns}`"


def _module(function: griffe.Function) -> griffe.Module:
    """Return a module with one function: griffe compares the members of modules."""
    module = griffe.Module("resource")
    module.members[function.name] = function
    return module


def _split(members: Mapping[str, T]) -> Iterator[tuple[tuple[str, str], T]]:
    for name, each in members.items():
        owner, _, member = name.partition(".")
        yield (owner, member), each


def _classes(folder: Path, package: str) -> Iterator[griffe.Class]:
    """Yield the classes of a package, which is read on its own: both clients have one name."""
    if (folder / package).exists():
        loader = griffe.GriffeLoader(search_paths=[folder], allow_inspection=False)
        for module in loader.load(package, try_relative_path=False).members.values():
            yield from module.classes.values() if isinstance(module, griffe.Module) else ()
