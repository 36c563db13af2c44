"""What changed for those who call the generated facade in Python.

griffe finds what is gone, moved, newly required or has another default. It does not compare types: that is done here,
by the members of a union.
"""

from __future__ import annotations

import re
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
    """A vendor's generated client, read without running it."""

    models: dict[str, griffe.Class]
    methods: dict[str, griffe.Function]
    """The synchronous methods of all resources, by `<tag>.<method>`; a twin has the same signature."""

    @property
    def signatures(self) -> dict[str, str]:
        """Each method's signature as it is written."""
        return {name: str(method.signature()) for name, method in self.methods.items()}


def load(generated: Path, vendor: str) -> Client | None:
    """A vendor's client, or None when there is none."""
    folder = generated / PACKAGE / vendor
    if not (folder / "resources").exists():
        return None
    methods = {
        f"{tag}.{name}": member
        for tag, module in _modules(folder, "resources").items()
        for owner, resource in module.members.items()
        if isinstance(resource, griffe.Class) and not owner.startswith("Async")
        for name, member in resource.members.items()
        if isinstance(member, griffe.Function) and not name.startswith("_")
    }
    models = {
        name: member
        for module in _modules(folder, "models").values()
        for name, member in module.members.items()
        if isinstance(member, griffe.Class)
    }
    return Client(models, methods)


def compare(vendor: str, old: Client | None, new: Client | None, owners: dict[str, str]) -> Iterator[Change]:
    """What changed in facade methods, and in the models that they take and give."""
    before, after = (client.methods if client else {} for client in (old, new))
    for method in sorted(before.keys() | after.keys()):
        for severity, text in _method(before.get(method), after.get(method)):
            yield Change(vendor, owners.get(method, ""), severity, f"`{vendor}.{method}`: {text}")
    if old and new:
        users = _users(old)
        for name in sorted(old.models.keys() & users.keys()):
            operations = {owners.get(method, "") for method in users[name] if method in after}
            for text in _model(name, old.models[name], new.models.get(name)):
                for operation in operations:
                    yield Change(vendor, operation, Severity.BREAKING, text)


def _method(old: griffe.Function | None, new: griffe.Function | None) -> Iterator[tuple[Severity, str]]:
    if old is None:
        yield Severity.ADDITIVE, "added"
        return
    if new is None:
        yield Severity.BREAKING, "removed"
        return
    for breakage in griffe.find_breaking_changes(_holding(old), _holding(new)):
        if breakage.kind is griffe.BreakageKind.RETURN_CHANGED_TYPE:
            continue  # below, with what changed in it
        subject = breakage.old_value if breakage.old_value is not None else breakage.new_value
        yield Severity.BREAKING, f"`{getattr(subject, 'name', subject)}`: {breakage.kind.value.lower()}"
    names = {parameter.name for parameter in old.parameters}
    for parameter in new.parameters:
        if parameter.name not in names:
            if not parameter.required:
                yield Severity.ADDITIVE, f"`{parameter.name}`: optional parameter was added"
            continue
        was = old.parameters[parameter.name].annotation
        if str(was) != str(parameter.annotation):
            narrower = _members(was) - _members(parameter.annotation)
            severity = Severity.BREAKING if narrower - {"Unset"} else Severity.ADDITIVE
            yield severity, f"`{parameter.name}`: `{was}` -> `{parameter.annotation}`"
    if str(old.returns) != str(new.returns):
        wider = _members(new.returns) - _members(old.returns)
        severity = Severity.BREAKING if wider else Severity.ADDITIVE
        yield severity, f"returns `{old.returns}` -> `{new.returns}`"


def _holding(function: griffe.Function) -> griffe.Module:
    """A module with that function alone: griffe compares members."""
    module = griffe.Module("resource")
    module.members[function.name] = function
    return module


def _model(name: str, old: griffe.Class, new: griffe.Class | None) -> Iterator[str]:
    if new is None:
        yield f"class `{name}` is gone"
        return
    fields = _fields(new)
    for field, annotation in _fields(old).items():
        if field not in fields:
            yield f"`{name}.{field}` is gone"
        elif wider := _members(fields[field]) - _members(annotation):
            yield f"`{name}.{field}`: `{annotation}` -> `{fields[field]}`, which may be {' or '.join(sorted(wider))}"


def _fields(model: griffe.Class) -> dict[str, str]:
    return {
        name: str(member.annotation)
        for name, member in model.members.items()
        if isinstance(member, griffe.Attribute) and member.annotation is not None and not name.startswith("_")
    }


def _users(client: Client) -> dict[str, set[str]]:
    """The methods by whose signature each model can be reached; others are met by nobody who uses the facade."""
    users: dict[str, set[str]] = {}
    for method, function in client.methods.items():
        queue = _names(" ".join([str(function.returns), *(str(each.annotation) for each in function.parameters)]))
        while queue:
            name = queue.pop()
            if name in client.models and method not in users.setdefault(name, set()):
                users[name].add(method)
                queue |= _names(" ".join(_fields(client.models[name]).values()))
    return users


def _names(annotation: str) -> set[str]:
    return set(re.findall(r"\b[A-Z]\w*\b", annotation))


def _members(annotation: object) -> set[str]:
    """The members of a union, at its top level."""
    members, depth = [""], 0
    for sign in str(annotation).strip("\"'"):
        depth += (sign in "[(") - (sign in "])")
        if sign == "|" and depth == 0:
            members.append("")
        else:
            members[-1] += sign
    return {member.strip() for member in members}


def _modules(folder: Path, package: str) -> dict[str, griffe.Module]:
    """The modules of a package, read on their own: the two trees hold packages of one name."""
    if not (folder / package).exists():
        return {}
    loaded = griffe.GriffeLoader(search_paths=[folder], allow_inspection=False).load(package, try_relative_path=False)
    return {name: each for name, each in loaded.members.items() if isinstance(each, griffe.Module)}
