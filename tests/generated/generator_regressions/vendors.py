"""Every call of every vendor, with arguments from the contract's examples."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import attrs
from openapi_python_client.strings import PythonIdentifier

from scripts.tools.regenerate import projection
from scripts.tools.regenerate.schemas import violations
from tests.helpers.vendors import contract
from tests.helpers.models import build
from tests.helpers.sessions import async_session, session
from visionapis_generated.types import UNSET, File

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from scripts.tools.regenerate.contract import Json
    from scripts.tools.regenerate.projection import Call

IMAGE = b"\x89PNG the bytes of an image"
"""The content of every file, in place of the text in the contracts' examples."""


@dataclass(frozen=True)
class Example:
    """A call with one of the bodies in the contract."""

    vendor: str
    call: Call
    body: Any
    """The body in the contract, with bytes for files and without keys; None for a call without a body."""

    def model(self) -> Any:
        """Return the class of the body; `bytes` for a body without fields, None without a body."""
        if self.body is None:
            return None
        endpoint = import_module(f"visionapis_generated.{self.vendor}.api.{self.call.tag}.{self.call.name}")
        hint = get_type_hints(endpoint.build_request)["body"]
        return next(each for each in (*get_args(hint), hint) if each is bytes or attrs.has(each))

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the method: fields of the body and required parameters."""
        model = self.model()
        given: dict[str, Any] = {
            self.argument(each["name"]): each["example"]
            for each in self.call.parameters
            if each["in"] == "path" or each.get("required")
        }
        if model is bytes:
            given[self.call.argument] = self.body.encode()
        elif model:
            body = build(model, self.body)
            fields = {name: getattr(body, name) for name in self.fields()}
            given |= {name: value for name, value in fields.items() if value is not UNSET}
        return given

    def argument(self, name: str) -> str:
        """Return the name of the argument for a parameter."""
        names = {each["name"]: each.get("x-name", each["name"]) for each in self.call.parameters}
        return PythonIdentifier(str(names[name]), "")

    def fields(self) -> list[str]:
        """Return the arguments that are fields of the body, without constants and keys."""
        resources = generated(self.vendor, "resources").Resources(None)
        taken = inspect.signature(getattr(getattr(resources, self.call.tag), self.call.method)).parameters
        return [field.name for field in attrs.fields(self.model()) if field.name in taken]

    @property
    def files(self) -> list[str]:
        """The names of the fields, and arguments, that are files."""
        fields = self.body.items() if isinstance(self.body, dict) else ()
        return [name for name, each in fields if IMAGE in (each if isinstance(each, list) else [each])]

    def upload(self, resources: Any, content: bytes, file_name: str) -> Any:
        """Call the method with one file for each of its files."""
        file = File(content, file_name)
        changed = {name: [file] if isinstance(self.body[name], list) else file for name in self.files}
        return self.send(resources, **changed)

    def send(self, resources: Any, **changed: Any) -> Any:
        """Call the method of some resources and return the result, an awaitable if they are asynchronous."""
        return getattr(getattr(resources, self.call.tag), self.call.method)(**self.arguments() | changed)


@contextmanager
def opened(vendor: str, url: str, transport: httpx.BaseTransport | None = None) -> Iterator[Any]:
    """Yield a vendor's resources with a session without a key."""
    with session(url, transport) as sender:
        yield generated(vendor, "resources").Resources(sender)


def send_asynchronously(vendor: str, url: str, examples: list[Example]) -> list[object]:
    """Call the asynchronous method of each example and return the results or exceptions."""

    async def send() -> list[object]:
        async with async_session(url) as sender:
            resources = generated(vendor, "resources").AsyncResources(sender)
            return [(await asyncio.gather(each.send(resources), return_exceptions=True))[0] for each in examples]

    return asyncio.run(send())


def generated(vendor: str, module: str) -> Any:
    """Return a module of a vendor's client."""
    return import_module(f"visionapis_generated.{vendor}.{module}")


@cache
def examples(vendor: str) -> list[Example]:
    """Return every call with each body that the contract has for it, and those without a body once."""
    return [
        Example(vendor, call, body) for call in projection.calls(contract(vendor)) for body in _bodies(vendor, call)
    ]


@cache
def calls(vendor: str) -> list[Example]:
    """Return every call once."""
    return list({each.call.name: each for each in examples(vendor)}.values())


def responses(vendor: str, call: Call) -> list[Any]:
    """Return the contract's examples of a call's successful response."""
    responses = call.operation.data["responses"]
    contents = [
        response.get("content", {}).get(call.response_content_type, {})
        for status, response in responses.items()
        if status < "3"
    ]
    return [value for content in contents for value in _fitting(vendor, content, call.response_schema)]


def sample(vendor: str, schema: Json) -> Any:
    """Return a value of a schema with every field that it describes."""
    schema = contract(vendor).resolve(schema)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema or "oneOf" in schema:
        return sample(vendor, [*schema.get("anyOf", []), *schema.get("oneOf", [])][0])
    if schema.get("format") == "binary":
        return IMAGE
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    if kind == "array":
        return [sample(vendor, schema["items"])] * 2
    if kind == "object":
        return {name: sample(vendor, field) for name, field in schema.get("properties", {}).items()}
    return {"string": "späte & =?", "integer": 7, "number": 0.5, "boolean": False}[kind]


def _bodies(vendor: str, call: Call) -> list[Any]:
    """Yield the contract's examples and a body with every field."""
    if call.body is None:
        return [None]
    content = call.operation.data["requestBody"]["content"][call.body]
    bodies = [_given(vendor, call.body_schema, value) for value in _fitting(vendor, content, call.body_schema)]
    assert bodies, f"{vendor} {call.name} has no example of its body"
    if isinstance(bodies[0], dict):
        bodies.insert(0, _given(vendor, call.body_schema, sample(vendor, call.body_schema)))
    return bodies


def _fitting(vendor: str, content: Json, schema: Json) -> Iterator[Any]:
    """Return the examples of a content that match a schema and have only fields that it describes."""
    for example in content.get("examples", {}).values():
        value, fields = example["value"], contract(vendor).resolve(schema).get("properties")
        known = fields is None or not isinstance(value, dict) or value.keys() <= fields.keys()
        if known and not list(violations(contract(vendor), schema, value)):
            yield value


def _given(vendor: str, schema: Json, value: Any) -> Any:
    """Return a body with bytes for files and without the key."""
    resolve = contract(vendor).resolve
    if not isinstance(value, dict):
        return value
    given: dict[str, Any] = {}
    for name, each in value.items():
        field = resolve(schema)["properties"][name]
        if resolve(field).get("format") == "binary":
            given[name] = IMAGE
        elif resolve(resolve(field).get("items", {})).get("format") == "binary":
            given[name] = [IMAGE for _ in each]
        elif not field.get("x-secret"):
            given[name] = each
    return given
