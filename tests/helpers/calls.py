"""The calls of a vendor's client, with arguments from the examples of its contract."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from PIL import Image

from scripts.tools.new_vendor.examples import Sampler
from scripts.tools.regenerate import contract as contracts
from scripts.tools.regenerate import projection
from scripts.tools.regenerate.schemas import violations
from visionapis_generated.types import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Call:
    """One method of a vendor's client."""

    contract: Contract
    projected: projection.Call

    def __str__(self) -> str:
        return self.projected.name

    @property
    def operation(self) -> str:
        """The id of the operation in the contract."""
        return self.projected.operation.id

    def send(self, client: Any) -> Any:
        """Call the method with arguments from the contract's examples, and return its result."""
        method = getattr(getattr(client, self.projected.tag), self.projected.method)
        given = self.arguments(method)
        parameters = inspect.signature(method).parameters.values()
        positional = [given.pop(each.name) for each in parameters if each.kind is not inspect.Parameter.KEYWORD_ONLY]
        return method(*positional, **given)

    def arguments(self, method: Any) -> dict[str, Any]:
        """Return arguments for a method, by name."""
        table = import_module(f"visionapis_generated.{self.contract.vendor}.operations")
        operation = next(each for each in table.OPERATIONS if each.name == self.projected.name)
        renamed = dict(operation.argument_names)
        hints = get_type_hints(method)
        values = dict(self._parameters()) | self._body()
        named = {renamed.get(name, name): value for name, value in values.items()}
        return {name: _typed(hints[name], value) for name, value in named.items() if name in hints}

    def _parameters(self) -> Iterator[tuple[str, Any]]:
        # The projection has no defaults, which the server applies.
        originals = {(each["in"], each["name"]): each for each in self.projected.operation.parameters}
        for parameter in self.projected.parameters:
            original = self.contract.resolve(originals[parameter["in"], parameter["name"]]["schema"])
            schema = {**original, **self.contract.resolve(parameter["schema"])}
            examples = [each["value"] for each in parameter.get("examples", {}).values()]
            known = [parameter.get("example"), *examples, *schema.get("enum", []), schema.get("const")]
            known += [schema.get("default"), True]
            # The name of an argument is in the path; elsewhere the contract can rename it.
            yield str(parameter.get("x-name", parameter["name"])), next(each for each in known if each is not None)

    def _body(self) -> dict[str, Any]:
        call = self.projected
        if call.body is None:
            return {}
        examples = call.operation.data["requestBody"]["content"][call.body].get("examples", {})
        schema = self.contract.resolve(call.body_schema)
        fitting = [each["value"] for each in examples.values()
                   if not list(violations(self.contract, call.body_schema, each["value"]))]  # fmt: skip
        if "properties" not in schema:
            return {"content": fitting[0] if fitting else _image()}
        drawn: dict[str, Any] = fitting[0] if fitting else Sampler(self.contract, "readOnly").sample(call.body_schema)
        return drawn


def calls_of(vendor: str) -> list[Call]:
    """Return every call of a vendor's client."""
    contract = contracts.load(ROOT / "specs" / vendor / "openapi.yaml")
    return [Call(contract, each) for each in projection.calls(contract)]


def _typed(hint: Any, value: Any) -> Any:
    """Return a value of JSON as the type of an argument: a model, a file, or a list of these."""
    members = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    for member in members:
        if member is File:
            return File(_image(), "image.jpg")
        if get_origin(member) is list and isinstance(value, list):
            return [_typed(get_args(member)[0], each) for each in value]
    if isinstance(value, dict):
        for member in members:
            if hasattr(member, "from_dict"):
                try:
                    return member.from_dict(value)
                except (KeyError, TypeError, ValueError, AttributeError):
                    continue
    return value


def _image() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(file, "JPEG")
    return file.getvalue()
