"""Examples: those of the document that are valid and no prose, and else values drawn from the schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.contract import Contract, walk
from scripts.tools.regenerate.schemas import violations

from .scalars import is_short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Json

    from .report import Report

DEEPEST = 12
LARGEST = 4000

# By the end of a field's name: a value that fits its meaning.
BY_NAME = {
    "url": "https://images.example.com/1.jpg", "uri": "https://images.example.com/1.jpg", "email": "user@example.com",
    "_at": "2020-01-31T12:00:00Z", "date": "2020-01-31", "time": "2020-01-31T12:00:00Z", "id": "a1b2c3d4",
    "base64": "iVBORw0KGgoAAAANSUhEUg==", "token": "test-key", "key": "test-key", "password": "test-key",
}  # fmt: skip

BY_FORMAT = {"uri": "https://images.example.com/1.jpg", "email": "user@example.com", "byte": "iVBORw0KGgo=",
             "binary": "(the bytes of image.jpg)"}  # fmt: skip


class SamplerError(Exception):
    """No value was found."""


class Sampler:
    """Draws values from the schemas of a contract."""

    def __init__(self, contract: Contract, left_out: str) -> None:
        """Leave out the optional fields that are marked `readOnly`, in requests, or `writeOnly`, in responses."""
        self._contract = contract
        self._left_out = left_out

    def sample(self, schema: Json, name: str = "", depth: int = 0) -> Any:
        """Return a valid value; optional fields are only in it at the top. Raises SamplerError."""
        if depth > DEEPEST:
            raise SamplerError
        schema = self._contract.resolve(schema)
        for branches in (schema.get("anyOf"), schema.get("oneOf")):
            if branches:
                return self._branch(branches, name, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("examples"):
            return schema["examples"][0]
        kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", ["string"])
        match kinds[0]:
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, name, depth)
            case "integer" | "number":
                return _number(schema, whole=kinds[0] == "integer")
            case "boolean":
                return True
            case "null":
                return None
            case _:
                return _text(schema, name)

    def _branch(self, branches: list[Json], name: str, depth: int) -> Any:
        for branch in sorted(branches, key=lambda each: self._contract.resolve(each).get("type") == "null"):
            try:
                return self.sample(branch, name, depth + 1)
            except SamplerError:
                continue
        raise SamplerError

    def _object(self, schema: Json, depth: int) -> Json:
        required = schema.get("required", [])
        value: Json = {}
        for name, field in schema.get("properties", {}).items():
            if name in required:
                value[name] = self.sample(field, name, depth + 1)
            elif depth < 1 and not {"x-secret", self._left_out} & field.keys() and len(value) < 12:
                try:
                    value[name] = self.sample(field, name, depth + 4)
                except SamplerError:
                    continue
        further = schema.get("additionalProperties")
        if isinstance(further, dict) and not value and depth < 6:
            value["example"] = self.sample(further, "example", depth + 1)
        return value

    def _array(self, schema: Json, name: str, depth: int) -> list[Any]:
        least = schema.get("minItems", 0)
        if (depth > 5 and not least) or schema.get("maxItems") == 0:
            return []
        try:
            return [self.sample(schema["items"], name.removesuffix("s"), depth + 1)] * max(1, least)
        except SamplerError:
            if least:
                raise
            return []


def fill(contract: Contract, report: Report) -> None:
    """Give bodies, responses and parameters an example; those of the document stay if they are valid."""
    samplers = {True: Sampler(contract, "readOnly"), False: Sampler(contract, "writeOnly")}
    for operation in contract.operations():
        for owner, place in _owners(operation):
            for content in owner.get("content", {}).values():
                _content(contract, samplers[place == operation.id], content, place, report)
        for parameter in operation.parameters:
            schema = parameter["schema"]
            given = parameter.get("example")
            if given is not None and list(violations(contract, schema, given)):
                report.lost("examples that are not valid", f"{operation.id} {parameter['name']}")
                del parameter["example"]
            shown = {"example", "x-secret"} & parameter.keys() or {"const", "default", "enum"} & schema.keys()
            if not shown and schema.get("type") != "boolean":
                parameter["example"] = samplers[True].sample(schema, parameter["name"])


def _owners(operation: Any) -> Iterator[tuple[Json, str]]:
    yield operation.data.get("requestBody", {}), operation.id
    for status, response in operation.data["responses"].items():
        yield response, f"{operation.id} {status}"


def _content(contract: Contract, sampler: Sampler, content: Json, place: str, report: Report) -> None:
    schema = content["schema"]
    for name, example in list(content.get("examples", {}).items()):
        if name != "document":
            return
        value = example["value"] = _documented(contract, schema, example["value"])
        fits = is_short(value) and len(json.dumps(value)) <= LARGEST and not _has_secret(contract, schema, value)
        if not fits or list(violations(contract, schema, value, formats=True)):
            report.changed("examples that are prose, long, not valid or have secrets were drawn anew", place)
            del content["examples"]
        else:
            return
    content.pop("examples", None)
    if contract.resolve(schema).get("format") == "binary":
        return
    try:
        value = sampler.sample(schema)
    except SamplerError:
        return
    content["examples"] = {"example": {"value": value}}
    if "document" not in place:
        report.changed("examples were drawn from schemas", place)


def _documented(contract: Contract, schema: Json, value: Any) -> Any:
    """Return an example without the fields that its schema does not have, such as those that requests do not have."""
    schema = contract.resolve(schema)
    if isinstance(value, list) and "items" in schema:
        return [_documented(contract, schema["items"], each) for each in value]
    if not isinstance(value, dict) or not schema.get("properties") or schema.get("additionalProperties"):
        return value
    fields = schema["properties"]
    return {name: _documented(contract, fields[name], each) for name, each in value.items() if name in fields}


def _has_secret(contract: Contract, schema: Json, value: object) -> bool:
    secrets = {
        name
        for each in contract.document["components"]["schemas"].values()
        for name, field in each.get("properties", {}).items()
        if field.get("x-secret")
    }
    return any(isinstance(node, dict) and node.keys() & secrets for _, node in walk(value))


def _number(schema: Json, *, whole: bool) -> float:
    step = 1 if whole else 0.5
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    value: float = 1 if whole else 0.5
    if above is not None:
        value = max(value, above + step)
    if low is not None:
        value = max(value, low)
    if high is not None:
        value = min(value, high)
    if below is not None and value >= below:
        value = below - step if above is None and low is None else ((above if above is not None else low) + below) / 2
    if multiple := schema.get("multipleOf"):
        value = -(-value // multiple) * multiple
    return int(value) if whole else value


def _text(schema: Json, name: str) -> str:
    lower = name.lower()
    fitting = next((value for end, value in BY_NAME.items() if lower.endswith(end)), "example")
    text = BY_FORMAT.get(schema.get("format", ""), fitting)
    if schema.get("contentMediaType") == "application/json":
        text = "{}"
    text = text.ljust(schema.get("minLength", 0), "x")
    return text[: schema["maxLength"]] if "maxLength" in schema else text
