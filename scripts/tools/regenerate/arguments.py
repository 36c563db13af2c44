"""The arguments of methods, made of the parameters and fields of requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty

from .models import annotation

if TYPE_CHECKING:
    from openapi_python_client.parser.openapi import Endpoint
    from openapi_python_client.parser.properties import Property

    from .projection import Call


@dataclass(frozen=True)
class Argument:
    """An argument of a method."""

    name: str
    type: str
    required: bool
    description: str

    @property
    def declaration(self) -> str:
        """The argument in a signature."""
        return f"{self.name}: {self.type}" + ("" if self.required else " = UNSET")


def argument_of(prop: Property, described: dict[str, str]) -> Argument:
    """Return a parameter or field as an argument; `described` has the descriptions of parameters by name."""
    own = prop.description.get_untrusted_value() if prop.description else ""
    return Argument(
        name=str(prop.python_name),
        type=annotation(prop) if prop.required else f"{annotation(prop)} | Unset",
        required=prop.required,
        description=described.get(wire_name(prop), own),
    )


def given(prop: Property) -> str:
    """Return a field as an argument of its model; a constant has its value from the contract."""
    name = str(prop.python_name)
    return (
        f"{name}={prop.value.python_code.as_unembedded_code()}" if isinstance(prop, ConstProperty) else f"{name}={name}"
    )


def fields_of(prop: ModelProperty) -> list[Property]:
    """Return the fields of a model, required ones first."""
    return [*(prop.required_properties or []), *(prop.optional_properties or [])]


def wire_name(prop: Property) -> str:
    """Return the name of a parameter or field in requests."""
    return prop.name.get_untrusted_value()


def argument_names(call: Call, endpoint: Endpoint) -> tuple[tuple[str, str], ...]:
    """Return the wire names that differ from the names of their arguments; a body without fields is `content`."""
    properties = list(endpoint.query_parameters + endpoint.header_parameters)
    names: dict[str, str] = {}
    for body in endpoint.bodies:
        if isinstance(body.prop, ModelProperty):
            properties += fields_of(body.prop)
        else:
            names["content"] = call.argument
    names |= {wire_name(prop): str(prop.python_name) for prop in properties}
    return tuple((wire, name) for wire, name in names.items() if wire != name)
