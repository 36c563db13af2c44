"""Targets of a comparison: models of vendors, as texts such as `vendor:model`, and other names of their labels."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, cast, get_args, get_origin, get_type_hints, is_typeddict

from visionapis._vendors import vendors
from visionapis_bulk.documents import LocalDocument, open_text
from visionapis_bulk.errors import SourceError, TargetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from visionapis_generated.vendor import Vendor


@dataclass(frozen=True, slots=True)
class Target:
    """A model of a vendor."""

    text: str
    """As it was given."""
    vendor: Vendor
    arguments: Mapping[str, Any]
    """Of the client's `classify`."""

    @property
    def file(self) -> str:
        """The name of its ledger."""
        readable = re.sub(r"[^\w.]+", "-", self.text, flags=re.ASCII).strip("-.")[:60]
        return f"{readable}-{hashlib.sha256(self.text.encode()).hexdigest()[:6]}.job"


@dataclass(frozen=True, slots=True)
class _Argument:
    type: Any
    required: bool


def parse_targets(texts: Sequence[str]) -> list[Target]:
    """Return the targets of texts. Raises TargetError if one is unknown, or is given twice."""
    found = [parse_target(each) for each in texts]
    for number, target in enumerate(found):
        for other in found[:number]:
            if (target.vendor, target.arguments) == (other.vendor, other.arguments):
                raise TargetError(f"the target {target.text!r} is given twice")
    return found


def parse_target(text: str) -> Target:
    """Return the target of a text. Raises TargetError.

    It is a vendor; `vendor:value` where the client's `classify` has one required argument; or
    `vendor:name=value,name=value`.
    """
    name, _, rest = text.partition(":")
    vendor = vendors().get(name)
    client: Any = getattr(import_module(vendor.client_module), f"Async{vendor.client}") if vendor else None
    if vendor is None or not hasattr(client, "classify"):
        known = ", ".join(sorted(vendors()))
        raise TargetError(f"the target {text!r} is not one of a vendor: {known}")
    accepted = _arguments(client.classify)
    required = [each for each, argument in accepted.items() if argument.required]
    given: dict[str, str] = {}
    key, equals, _ = rest.partition("=")
    if equals and key in accepted:
        for part in re.split(r",(?=\w+=)", rest):
            key, _, value = part.partition("=")
            given[key] = value
    elif rest:
        if len(required) != 1 or accepted[required[0]].type is not str:
            usual = f"{name}:{','.join(f'{each}=…' for each in required)}" if required else name
            raise TargetError(f"the target {text!r} is not {usual!r}")
        given[required[0]] = rest
    if missing := [each for each in required if not given.get(each)]:
        raise TargetError(f"the target {text!r} has no {missing[0]}", hint=f"write {name}:{missing[0].upper()}")
    if unknown := given.keys() - accepted.keys():
        raise TargetError(f"the target {text!r} has an unknown argument {min(unknown)!r}")
    return Target(text, vendor, {key: _convert(text, key, value, accepted[key].type) for key, value in given.items()})


def read_names(path: Path, targets: Sequence[Target]) -> dict[str, dict[str, str]]:
    """Return by target the names of labels that a file says mean others. Raises SourceError.

    The file is JSON: an object of names for all targets, or one with such an object per target.
    """
    try:
        with open_text(LocalDocument(path)) as file:
            document: Any = json.load(file)
    except ValueError as error:
        raise SourceError(f"{str(path)!r} is not JSON: {error}") from error
    texts = [target.text for target in targets]
    if _is_names(document):
        return dict.fromkeys(texts, cast("dict[str, str]", document))
    if not isinstance(document, dict) or not all(map(_is_names, cast("dict[str, Any]", document).values())):
        raise SourceError(f'{str(path)!r} is not an object of names such as {{"kitty": "cat"}}, nor of one per target')
    found = cast("dict[str, dict[str, str]]", document)
    if unknown := found.keys() - set(texts):
        raise SourceError(f"{str(path)!r} names a target that is not compared: {min(unknown)!r}")
    return {text: found.get(text, {}) for text in texts}


def _is_names(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in cast("dict[str, Any]", value).values())


def _arguments(method: Any) -> dict[str, _Argument]:
    """Return the keyword arguments of a method by name."""
    hints = get_type_hints(method)
    found: dict[str, _Argument] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY:
            found[name] = _Argument(hints[name], parameter.default is parameter.empty)
        elif parameter.kind is parameter.VAR_KEYWORD:
            for fields in (each for each in get_args(hints[name]) if is_typeddict(each)):  # of Unpack
                required = fields.__required_keys__
                found |= {field: _Argument(hint, field in required) for field, hint in get_type_hints(fields).items()}
    return found


def _convert(text: str, name: str, value: str, hint: Any) -> Any:
    """Return the value that a text stands for. Raises TargetError."""
    kinds = get_args(hint) if get_args(hint) and get_origin(hint) is not Literal else (hint,)
    choices = [choice for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind)]
    if value in choices:
        return value
    if bool in kinds and value in {"true", "false"}:
        return value == "true"
    for kind in (int, float):
        if kind in kinds:
            try:
                return kind(value)
            except ValueError:
                continue
    if str in kinds:
        return value
    raise TargetError(f"the target {text!r} has an invalid {name}: {value!r}")
