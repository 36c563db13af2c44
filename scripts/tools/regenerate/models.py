"""The models of a client: attrs classes with `to_dict`, and with `from_dict` if responses have them.

In a model that only responses have, an optional field is None when it is missing or null. In one that requests have, it
is UNSET unless it is given, also when responses have the model too.
"""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.union import UnionProperty

from .directions import Directions, further

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openapi_python_client.parser.properties.protocol import PropertyProtocol
    from openapi_python_client.schema import UntrustedString

# The exceptions of a reader that cannot read a value.
UNFIT = "(AttributeError, KeyError, TypeError, ValueError)"


@dataclass(frozen=True)
class Field:
    """A field of a model."""

    prop: PropertyProtocol
    written: bool

    @property
    def name(self) -> str:
        """The name of the attribute."""
        return str(self.prop.python_name)

    @property
    def wire_name(self) -> str:
        """The name in JSON and in forms, as a Python literal."""
        return json.dumps(self.prop.name.get_untrusted_value())

    @property
    def optional(self) -> bool:
        """Whether it may be missing."""
        return not self.prop.required

    @property
    def declaration(self) -> str:
        """The declaration in the class."""
        kind = annotation(self.prop)
        if self.optional and self.written:
            return f"{self.name}: {kind} | Unset = UNSET"
        if self.optional:
            return f"{self.name}: {kind if _is_nullable(kind) else f'{kind} | None'} = None"
        return f"{self.name}: {kind}"

    @property
    def description(self) -> str:
        """The docstring; empty if the contract has no description."""
        return docstring(self.prop.description)

    @property
    def reading(self) -> str:
        """The expression that reads the field and removes it from `d`."""
        kind = annotation(self.prop)
        default = f", {'UNSET' if self.written else 'None'}" if self.optional else ""
        source = f"d.pop({self.wire_name}{default})"
        nullable = _is_nullable(kind) or (self.optional and not self.written)
        empty = [
            *(["isinstance(value := {}, Unset)"] if self.optional and self.written else []),
            *(["(value := {}) is None"] if nullable else []),
        ]
        converted = reading(self.prop, "value" if empty else source)
        if converted is None:
            return source
        if not empty:
            return converted
        condition = " or ".join([empty[0].format(source), *("value is None" for _ in empty[1:])])
        return f"value if {condition} else {converted}"

    @property
    def presence(self) -> str:
        """The condition on which an optional field is in JSON."""
        if self.written:
            return f"not isinstance(self.{self.name}, Unset)"
        return f"self.{self.name} is not None"

    @property
    def is_file(self) -> bool:
        """Whether it is a file of a form, or a list of files."""
        return isinstance(self.prop.inner_property if isinstance(self.prop, ListProperty) else self.prop, FileProperty)

    @property
    def writing(self) -> str:
        """The expression for the field in JSON."""
        return writing(self.prop, f"self.{self.name}") or f"self.{self.name}"


@dataclass(frozen=True)
class Model:
    """A model in the form that its template needs."""

    parsed: ModelProperty
    directions: Directions

    @property
    def name(self) -> str:
        """The name of the class."""
        return str(self.parsed.class_info.name)

    @property
    def description(self) -> str:
        """The docstring of the class."""
        return docstring(self.parsed.description) or f"{self.name}."

    @property
    def is_read(self) -> bool:
        """Whether responses contain it."""
        return self.name in self.directions.responses

    @property
    def is_written(self) -> bool:
        """Whether requests contain it."""
        return self.name in self.directions.requests

    @property
    def is_form(self) -> bool:
        """Whether it is the body of a multipart request."""
        return bool(self.parsed.is_multipart_body)

    @cached_property
    def fields(self) -> list[Field]:
        """The fields, required ones first."""
        props = [*(self.parsed.required_properties or []), *(self.parsed.optional_properties or [])]
        return [Field(each, self.is_written) for each in sorted(props, key=lambda each: not each.required)]

    @property
    def further(self) -> PropertyProtocol | None:
        """The property for further fields; None if they can have any type."""
        return further(self.parsed)

    @property
    def further_type(self) -> str:
        """The annotation of further fields."""
        return annotation(self.further) if self.further else "Any"

    @property
    def further_reading(self) -> str:
        """The expression that reads the further fields left in `d`."""
        converted = self.further and reading(self.further, "value")
        return f"{{name: {converted} for name, value in d.items()}}" if converted else "d"

    @property
    def further_writing(self) -> str:
        """The expression for all further fields in JSON."""
        converted = self.further and writing(self.further, "value")
        further = "self.additional_properties"
        return f"{{name: {converted} for name, value in {further}.items()}}" if converted else further

    @property
    def unions(self) -> list[tuple[UnionProperty, list[str]]]:
        """The unions that need a function to be read, with the body of the function."""
        props = [each.prop for each in self.fields] + ([self.further] if self.further else [])
        if not self.is_read:
            return []
        # Fields of one component's type share the functions for the unions within it.
        readers = {(reader_name(prop), *body): (prop, body) for prop, body in union_readers(props)}
        return list(readers.values())

    @property
    def imports(self) -> list[str]:
        """The import lines of types other than models."""
        return sorted(line for line in self.parsed.relative_imports or () if "..types import" not in line)

    @property
    def model_imports(self) -> list[str]:
        """The import lines of other models: at the end of the module, so that models can refer to each other."""
        return sorted(self.parsed.lazy_imports or ())


def annotation(prop: PropertyProtocol) -> str:
    """Return the type of a property, regardless of whether it is optional."""
    kind = prop.get_type_string(no_optional=True).as_unembedded_code()
    return f"{kind.removeprefix('None | ')} | None" if kind.startswith("None | ") else kind


def is_list(prop: PropertyProtocol) -> bool:
    """Return whether a property is a list."""
    return isinstance(prop, ListProperty)


def reading(prop: PropertyProtocol, source: str) -> str | None:
    """Return the expression that reads a value other than null; None if the value is not converted."""
    if isinstance(prop, ConstProperty):
        return f"expect({source}, {prop.value.python_code.as_unembedded_code()})"
    if isinstance(prop, ModelProperty):
        return f"{prop.class_info.name}.from_dict({source})"
    if isinstance(prop, ListProperty):
        converted = reading(prop.inner_property, "item")
        if converted and _is_nullable(annotation(prop.inner_property)):
            converted = f"None if item is None else {converted}"
        return converted and f"[{converted} for item in {source}]"
    if isinstance(prop, UnionProperty):
        members = _members(prop)
        if len(members) == 1:
            return reading(members[0], source)
        return f"{reader_name(prop)}({source})" if any(reading(each, source) for each in members) else None
    return None


def reader_name(prop: UnionProperty) -> str:
    """Return the name of the function that reads a union."""
    return f"_read_{prop.python_name}"


def union_readers(props: Iterable[PropertyProtocol]) -> Iterable[tuple[UnionProperty, list[str]]]:
    """Yield each union that needs a function to be read, with the body of the function, whose argument is `data`."""
    for prop in props:
        if isinstance(prop, ListProperty):
            yield from union_readers([prop.inner_property])
        elif isinstance(prop, UnionProperty):
            if (reading(prop, "") or "").startswith(reader_name(prop)):
                yield prop, list(_union_reader(prop))
            yield from union_readers(each for each in _members(prop) if isinstance(each, ListProperty))


def _union_reader(prop: UnionProperty) -> Iterable[str]:
    members = _members(prop)
    converted = [each for each in members if reading(each, "data")]
    plain = len(converted) < len(members)
    for each in converted if plain else converted[:-1]:
        yield "try:"
        if plain:
            yield f"    if isinstance(data, {'list' if isinstance(each, ListProperty) else 'dict'}):"
        yield f"    {'    ' if plain else ''}return {reading(each, 'data')}"
        yield f"except {UNFIT}:"
        yield "    pass"
    yield f"return cast({annotation(prop)!r}, data)" if plain else f"return {reading(converted[-1], 'data')}"


def writing(prop: PropertyProtocol, source: str) -> str | None:
    """Return the expression that converts a value to JSON; None if the value contains no model."""
    if isinstance(prop, ListProperty):
        return writing(prop.inner_property, "item") and f"to_json({source})"
    members = prop.inner_properties if isinstance(prop, UnionProperty) else [prop]
    if any(isinstance(each, ModelProperty) or (each is not prop and writing(each, source)) for each in members):
        return f"to_json({source})"
    return None


def docstring(description: UntrustedString | None) -> str:
    """Return a description with wrapped paragraphs, escaped for a docstring."""
    text = description.get_untrusted_value() if description else ""
    paragraphs = [
        textwrap.fill(" ".join(each.split()), 112, break_long_words=False) for each in text.strip().split("\n\n")
    ]
    text = "\n\n".join(paragraphs).replace("\\", "\\\\").replace('"""', "'''")
    return text[:-1] + '\\"' if text.endswith('"') else text


def _members(prop: UnionProperty) -> list[PropertyProtocol]:
    """Return the members of a union other than None."""
    return [each for each in prop.inner_properties if not isinstance(each, NoneProperty)]


def _is_nullable(kind: str) -> bool:
    return bool(re.search(r"(^|\| )(None|Any)$", kind))
