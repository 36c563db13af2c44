"""Values drawn from schemas: equal for equal seeds, and always valid."""

from copy import deepcopy
from random import Random
from typing import Any, cast

from visionapis_testing.errors import SampleError

from .merging import merged
from .patterns import LongTextError, UnsupportedPatternError
from .scalars import draw_number, draw_text
from .schemas import Schema, Schemas

Json = dict[str, Any]

_ATTEMPTS = 60
_SHALLOW = 3
"""Below this depth only what is required is drawn."""
_DEEPEST = 24
_MORE_ITEMS = 2
_MAX_SIZE = 10_000
"""Values of lists and objects together, and characters of a text, at most."""

_TYPE_OF_KEYWORD = {
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "patternProperties": "object",
    "items": "array",
    "prefixItems": "array",
    "minItems": "array",
    "pattern": "string",
    "format": "string",
    "minLength": "string",
    "maxLength": "string",
    "contentEncoding": "string",
    "minimum": "number",
    "maximum": "number",
    "multipleOf": "number",
}


class _DeadEndError(Exception):
    """No value can be drawn for these choices of branches."""


class _TooLargeError(Exception):
    """The value has too many parts to be drawn in a short time."""


class Sampler:
    """Draws values from the schemas of a document. The sequence of values depends on ``seed`` only."""

    def __init__(self, schemas: Schemas, seed: str) -> None:
        self._schemas = schemas
        self._random = Random(seed)  # noqa: S311 - repeatable, not secret
        self._drawn = 0

    def sample(self, schema: Schema | bool, place: str = "the schema") -> Any:  # noqa: FBT001 - a schema
        """Return a valid value; ``place`` names the schema in errors. Raises SampleError."""
        rooted: Schema = {"allOf": [schema]} if isinstance(schema, bool) else schema
        problem = "no combination of its keywords is satisfied"
        for _ in range(_ATTEMPTS):
            self._drawn = 0
            try:
                value = self._draw(rooted, 0)
            except (_TooLargeError, LongTextError):
                problem = f"it has more than {_MAX_SIZE:,} values or characters"
                break
            except _DeadEndError:
                continue
            except UnsupportedPatternError as error:
                problem = str(error)
                continue
            if self._schemas.is_valid(rooted, value):
                return value
        raise SampleError(f"no value can be drawn for {place}: {problem}; give the contract an example")

    def _draw(self, schema: Schema | bool, depth: int) -> Any:  # noqa: FBT001 - as above
        if depth > _DEEPEST or schema is False:
            raise _DeadEndError
        self._drawn += 1
        if self._drawn > _MAX_SIZE:
            raise _TooLargeError
        flat = self._flat({} if schema is True else schema, depth)
        if "const" in flat:
            return flat["const"]
        if "enum" in flat:
            if not flat["enum"]:
                raise _DeadEndError
            return self._random.choice(flat["enum"])
        shown = [*flat.get("examples", ()), *([flat["example"]] if "example" in flat else [])]
        if shown and self._random.random() < 0.9:  # else an example that is wrong would be drawn again and again
            return deepcopy(self._random.choice(shown))
        match self._type(flat, depth):
            case "null":
                return None
            case "boolean":
                return self._random.random() < 0.5
            case "integer" | "number" as kind:
                try:
                    return draw_number(flat, self._random, integer=kind == "integer")
                except ArithmeticError:
                    raise _DeadEndError from None
            case "string":
                if flat.get("minLength", 0) > _MAX_SIZE:
                    raise _TooLargeError
                return draw_text(flat, self._random, self)
            case "array":
                return self._array(flat, depth)
            case _:
                return self._object(flat, depth)

    def _flat(self, schema: Schema, depth: int) -> Json:
        """Return a schema without references and combinations: of each union one branch is chosen."""
        parts: list[Schema | bool] = []
        own = dict(schema)
        if "$ref" in own:
            parts.append(self._schemas.resolve({"$ref": own.pop("$ref")})[0])
        parts += own.pop("allOf", ())
        discriminator = own.get("discriminator")
        for union in ("oneOf", "anyOf"):
            if union in own:
                branch = self._branch(own.pop(union), depth)
                parts.append(branch)
                if discriminator and isinstance(branch, dict):
                    parts.append(_discriminated(discriminator, cast("Json", branch)))
        if "if" in own:
            condition, then, other = own.pop("if"), own.pop("then", True), own.pop("else", True)
            parts += [condition, then] if self._random.random() < 0.5 else [other]
        flat = own
        for part in parts:
            if part is False:
                raise _DeadEndError
            if part is not True:
                flat = merged(flat, self._flat(part, depth))
        return flat

    def _branch(self, branches: list[Any], depth: int) -> Any:
        if depth > _SHALLOW:
            simple = [each for each in branches if self._is_simple(each)]
            branches = simple or branches
        # An absent value is valid, but shows nothing.
        shown = [each for each in branches if not _is_null(each)]
        return self._random.choice(shown if shown and self._random.random() < 0.8 else branches)

    def _is_simple(self, branch: Any) -> bool:
        if not isinstance(branch, dict):
            return True
        resolved = self._schemas.resolve(cast("Json", branch))[0]
        return not resolved.keys() & {"properties", "items", "allOf", "anyOf", "oneOf"}

    def _type(self, flat: Json, depth: int) -> str:
        types: Any = flat.get("type")
        if types is None:
            return next((kind for keyword, kind in _TYPE_OF_KEYWORD.items() if keyword in flat), "string")
        if isinstance(types, str):
            return types
        listed = cast("list[str]", types)
        if not listed:
            raise _DeadEndError
        if depth > _SHALLOW and "null" in listed:
            return "null"
        shown = [each for each in listed if each != "null"]
        return self._random.choice(shown if shown and self._random.random() < 0.8 else listed)

    def _array(self, flat: Json, depth: int) -> list[Any]:
        prefix: list[Any] = flat.get("prefixItems", [])
        least = max(flat.get("minItems", 0), flat.get("minContains", 1) if "contains" in flat else 0)
        most = flat.get("maxItems", max(least, 1 if depth > 0 else 2) + _MORE_ITEMS - 1)
        count = least if depth > _SHALLOW else self._random.randint(min(max(least, 1), most), most)
        count = min(count, max(least, len(prefix))) if flat.get("items") is False else count
        result: list[Any] = [self._draw(each, depth + 1) for each in prefix[:count]]
        rest = flat.get("contains") or flat.get("items", True)
        for _ in range(10 * count):
            if len(result) >= count:
                break
            item = self._draw(rest, depth + 1)
            if not flat.get("uniqueItems") or item not in result:
                result.append(item)
        return result

    def _object(self, flat: Json, depth: int) -> Json:
        properties: Json = flat.get("properties", {})
        required = set(flat.get("required", ()))
        result: Json = {}
        for name, inner in properties.items():
            wanted = depth <= _SHALLOW and inner is not False and not (inner is not True and inner.get("writeOnly"))
            if name in required or (wanted and self._random.random() < 0.8):
                try:
                    result[name] = self._draw(inner, depth + 1)
                except _DeadEndError:
                    if name in required:
                        raise
        missing = [name for name in sorted(required) if name not in result]
        for name, others in flat.get("dependentRequired", {}).items():
            missing += [each for each in others if name in result and each not in result]
        for name in missing:
            result[name] = self._draw(properties.get(name, self._others(flat)), depth + 1)
        while len(result) < flat.get("minProperties", 0) or (
            not result and not properties and isinstance(flat.get("additionalProperties"), dict) and depth <= _SHALLOW
        ):
            name = self._draw(flat["propertyNames"], depth + 1) if "propertyNames" in flat else f"key{len(result) + 1}"
            if name in result:
                raise _DeadEndError
            result[name] = self._draw(self._others(flat), depth + 1)
        return result

    def _others(self, flat: Json) -> Any:
        """Return the schema of properties that have none of their own."""
        others = flat.get("additionalProperties", True)
        return {"type": "string"} if others is True else others


def _is_null(branch: Any) -> bool:
    schema = cast("Json", branch) if isinstance(branch, dict) else {}
    return schema.get("type") == "null" or schema.get("const", 0) is None


def _discriminated(discriminator: Json, branch: Json) -> Json:
    """Return a schema for the property that names a branch which is a reference."""
    reference = branch.get("$ref", "")
    names = [name for name, target in discriminator.get("mapping", {}).items() if _same(target, reference)]
    if not reference:
        return {}
    value = names[0] if names else reference.rpartition("/")[2]
    name = discriminator["propertyName"]
    return {"properties": {name: {"const": value}}, "required": [name]}


def _same(target: str, reference: str) -> bool:
    return target == reference or target == reference.rpartition("/")[2]
