"""The JSON of responses as types: one TypedDict per object, for the emulators, which build it."""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING

from . import schemas
from .contract import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .contract import Contract, Json

TYPES = {
    "array": "list[object]",
    "boolean": "bool",
    "integer": "int",
    "null": "None",
    "number": "float",
    "object": "dict[str, object]",
    "string": "str",
}

HEADER = '''"""The JSON of the {vendor} contract's responses, for type checkers; nothing imports it at run time.

An object may have more fields than are named here.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

'''


def render(contract: Contract) -> str:
    """Return a module with a type for every component of a response, and for every object inside one."""
    reached = sorted(schemas.received(contract).items())
    documents = _Documents(contract, {at: schema for at, schema in reached if _is_named(at, schema)})
    return HEADER.format(vendor=contract.vendor) + "\n\n".join(documents.definitions()) + "\n"


def _is_named(at: str, schema: Json) -> bool:
    """Return whether a type has a name: components, and objects inside them that are not a part of their allOf."""
    is_object = "properties" in schema and "/allOf/" not in at
    return at.startswith("/components/schemas/") and (at.count("/") == 3 or is_object)


class _Documents:
    """The types of some schemas of a contract."""

    def __init__(self, contract: Contract, named: dict[str, Json]) -> None:
        """Name the schemas, which are given by their pointers; a schema inside a component is named after its place."""
        self._contract = contract
        self._named = named
        self._names = {at: "".join(map(_camel_case, split(at)[2:])) for at in named}

    def definitions(self) -> Iterator[str]:
        """Yield the definition of each type."""
        for at, schema in self._named.items():
            name, fields = self._names[at], self._fields(schema)
            if not fields:
                yield f"{name}: TypeAlias = {self._type(schema)!r}"
            elif _can_be_class(fields):
                lines = "\n".join(f"    {field}: {type_}" for field, type_ in fields.items())
                yield f"class {name}(TypedDict):\n{lines}"
            else:
                lines = ", ".join(f"{field!r}: {type_!r}" for field, type_ in fields.items())
                yield f'{name} = TypedDict("{name}", {{{lines}}})'

    def _fields(self, schema: Json) -> dict[str, str]:
        """Return the types of an object's fields, with those of its allOf; empty for anything else."""
        properties, required = self._merged(schema)
        types = {name: self._reference(field) for name, field in properties.items()}
        return {name: type_ if name in required else f"NotRequired[{type_}]" for name, type_ in types.items()}

    def _merged(self, schema: Json) -> tuple[Json, set[str]]:
        properties: Json = {}
        required = set(schema.get("required", []))
        for each in schema.get("allOf", []):
            more, needed = self._merged(self._contract.resolve(each))
            properties |= more
            required |= needed
        return properties | schema.get("properties", {}), required

    def _reference(self, schema: Json) -> str:
        """Return the name of a type that is defined, or else what it is."""
        at = self._contract.at(self._contract.resolve(schema))
        return self._names.get(at) or self._type(schema)

    def _type(self, schema: Json) -> str:
        """Return the type of the values of a schema that is no object with properties."""
        if "const" in schema or "enum" in schema:
            values = schema["enum"] if "enum" in schema else [schema["const"]]
            return f"Literal[{', '.join(map(repr, values))}]"
        for word in schemas.UNIONS:
            if word in schema:
                return _union(self._reference(each) for each in schema[word])
        types = schema.get("type", [])
        return _union(self._of_type(schema, each) for each in ([types] if isinstance(types, str) else types))

    def _of_type(self, schema: Json, type_: str) -> str:
        if type_ == "array" and "items" in schema:
            return f"list[{self._reference(schema['items'])}]"
        if type_ == "object" and isinstance(schema.get("additionalProperties"), dict):
            return f"dict[str, {self._reference(schema['additionalProperties'])}]"
        return TYPES[type_]


def _can_be_class(fields: dict[str, str]) -> bool:
    """Return whether all fields can be attributes, none of which hides the name of a type."""
    types = set(re.findall(r"\w+", re.sub("'[^']*'", "", " ".join(fields.values()))))
    return all(name.isidentifier() and not keyword.iskeyword(name) and name not in types for name in fields)


def _union(types: Iterator[str]) -> str:
    return " | ".join(dict.fromkeys(types)) or "object"


def _camel_case(part: str) -> str:
    if part in {"properties", "items", "anyOf", "oneOf", "allOf"}:
        return ""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"\W|_", part))
