"""Every call of every vendor's facade, with arguments from the contract's examples."""

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
from tests.helpers.contracts import ROOT
from tests.helpers.sessions import (async_session, session)

from scripts.tools.regenerate import projection
from scripts.tools.regenerate.contract import load
from scripts.tools.regenerate.schemas import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from scripts.tools.regenerate.contract import (Contract, Json)
    from scripts.tools.regenerate.projection import Call

VENDORS = ("imagerecognize", "nanonets", "roboflow", "ximilar")

PICTURE = b"\x89PNG the bytes of a picture"
"""Stands for every file: the contracts' examples have a text in its place."""


@dataclass(frozen=True)
class Example:
    """One call with one of the contract's bodies."""

    vendor: str
    call: Call
    body: Any
    """As the contract has it, with bytes for files and without keys; None for a call without a body."""

    def model(self) -> Any:
        """The class of the body; `bytes` for one without fields, None for none."""
        if self.body is None:
            return None
        endpoint = import_module(f"visionapis_generated.{self.vendor}.api.{self.call.tag}.{self.call.name}")
        hint = get_type_hints(endpoint.build_request)["body"]
        return next(each for each in (*get_args(hint), hint) if each is bytes or attrs.has(each))

    def arguments(self) -> dict[str, Any]:
        """The fields of the body, and the parameters that have to be given, as the facade's method takes them."""
        model = self.model()
        given: dict[str, Any] = {
            self.argument(each["name"]): each["example"]
            for each in self.call.parameters
            if each["in"] == "path" or each.get("required")
        }
        if model is bytes:
            given[self.call.argument] = self.body.encode()
        elif model:
            body, unset = model.from_dict(self.body), generated(self.vendor, "types").UNSET
            fields = {name: getattr(body, name) for name in self.fields()}
            given |= {name: value for name, value in fields.items() if value is not unset}
        return given

    def argument(self, name: str) -> str:
        """What the method calls a parameter of this name."""
        names = {each["name"]: each.get("x-name", each["name"]) for each in self.call.parameters}
        return PythonIdentifier(str(names[name]), "")

    def fields(self) -> list[str]:
        """Arguments of the method that are fields of its body; constants and keys are none."""
        facade = generated(self.vendor, "facade").Facade(None)
        taken = inspect.signature(getattr(getattr(facade, self.call.tag), self.call.method)).parameters
        return [field.name for field in attrs.fields(self.model()) if field.name in taken]

    @property
    def files(self) -> list[str]:
        """Names of the fields that hold one file or several; in the facades they are arguments of the same names."""
        fields = self.body.items() if isinstance(self.body, dict) else ()
        return [name for name, each in fields if PICTURE in (each if isinstance(each, list) else [each])]

    def upload(self, facade: Any, content: bytes, file_name: str) -> Any:
        """Call the method with one file in each of its files' places."""
        file = generated(self.vendor, "types").File(content, file_name)
        changed = {name: [file] if isinstance(self.body[name], list) else file for name in self.files}
        return self.send(facade, **changed)

    def send(self, facade: Any, **changed: Any) -> Any:
        """Call the method of a facade; what an asynchronous one returns is awaited by the caller."""
        return getattr(getattr(facade, self.call.tag), self.call.method)(**self.arguments() | changed)


@contextmanager
def opened(vendor: str, url: str, transport: httpx.BaseTransport | None = None) -> Iterator[Any]:
    """A vendor's facade over a session without a key."""
    with session(url, transport) as sender:
        yield generated(vendor, "facade").Facade(sender)


def send_asynchronously(vendor: str, url: str, examples: list[Example]) -> list[object]:
    """Send each example through the asynchronous facade: what comes back, or is raised."""

    async def send() -> list[object]:
        async with async_session(url) as sender:
            facade = generated(vendor, "facade").AsyncFacade(sender)
            return [(await asyncio.gather(each.send(facade), return_exceptions=True))[0] for each in examples]

    return asyncio.run(send())


def generated(vendor: str, module: str) -> Any:
    """A module of a vendor's client."""
    return import_module(f"visionapis_generated.{vendor}.{module}")


@cache
def contract(vendor: str) -> Contract:
    """A vendor's contract."""
    return load(ROOT / "specs" / vendor / "openapi.yaml")


@cache
def examples(vendor: str) -> list[Example]:
    """Every call with each body that the contract has for it, and those without a body once."""
    return [
        Example(vendor, call, body) for call in projection.calls(contract(vendor)) for body in _bodies(vendor, call)
    ]


@cache
def calls(vendor: str) -> list[Example]:
    """Every call once."""
    return list({each.call.name: each for each in examples(vendor)}.values())


def answers(vendor: str, call: Call) -> list[Any]:
    """The contract's examples of what a call answers."""
    responses = call.operation.data["responses"]
    contents = [
        response.get("content", {}).get(call.answer, {}) for status, response in responses.items() if status < "3"
    ]
    return [value for content in contents for value in _fitting(vendor, content, call.answer_schema)]


def sample(vendor: str, schema: Json) -> Any:
    """Some value of a schema, with every field that it describes."""
    schema = contract(vendor).resolve(schema)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema or "oneOf" in schema:
        return sample(vendor, [*schema.get("anyOf", []), *schema.get("oneOf", [])][0])
    if schema.get("format") == "binary":
        return PICTURE
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    if kind == "array":
        return [sample(vendor, schema["items"])] * 2
    if kind == "object":
        return {name: sample(vendor, field) for name, field in schema.get("properties", {}).items()}
    return {"string": "späte & =?", "integer": 7, "number": 0.5, "boolean": False}[kind]


def _bodies(vendor: str, call: Call) -> list[Any]:
    """The contract's examples, and a body with every field that there is."""
    if call.body is None:
        return [None]
    content = call.operation.data["requestBody"]["content"][call.body]
    bodies = [_given(vendor, call.body_schema, value) for value in _fitting(vendor, content, call.body_schema)]
    assert bodies, f"{vendor} {call.name} has no example of its body"
    if isinstance(bodies[0], dict):
        bodies.insert(0, _given(vendor, call.body_schema, sample(vendor, call.body_schema)))
    return bodies


def _fitting(vendor: str, content: Json, schema: Json) -> Iterator[Any]:
    """Examples of a content that fit one of its schemas, and have no field that it does not describe."""
    for example in content.get("examples", {}).values():
        value, fields = example["value"], contract(vendor).resolve(schema).get("properties")
        known = fields is None or not isinstance(value, dict) or value.keys() <= fields.keys()
        if known and not list(violations(contract(vendor), schema, value)):
            yield value


def _given(vendor: str, schema: Json, value: Any) -> Any:
    """A body as a caller gives it: bytes where it has files, and without the key."""
    resolve = contract(vendor).resolve
    if not isinstance(value, dict):
        return value
    given: dict[str, Any] = {}
    for name, each in value.items():
        field = resolve(schema)["properties"][name]
        if resolve(field).get("format") == "binary":
            given[name] = PICTURE
        elif resolve(resolve(field).get("items", {})).get("format") == "binary":
            given[name] = [PICTURE for _ in each]
        elif not field.get("x-secret"):
            given[name] = each
    return given
