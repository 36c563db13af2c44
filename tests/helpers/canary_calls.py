"""Calls of every client with marked secrets in every place that takes one."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.generated.generator_regressions.vendors import Example, examples, responses
from visionapis._http.client import Client
from visionapis_generated.types import File
from visionapis_testing.faults.response import PlainResponse

from .canary import FILE_NAME, IMAGE, KEY, QUERY_MARK, URL
from .classification import classify_arguments
from .vendors import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BASE64 = base64.b64encode(IMAGE).decode()


@dataclass(frozen=True)
class Call:
    """A call of a client's method with its arguments."""

    name: str
    arguments: dict[str, Any]
    method: Callable[[Any], Any]
    """Return the method of a client."""
    example: Example | None = None
    """The contract's example, for a method of a resource."""

    def send(self, client: Any) -> Any:
        """Call the method; an asynchronous one returns an awaitable."""
        return self.method(client)(**self.arguments)

    def send_raw(self, client: Any) -> Any:
        """Call the method through `raw_response`."""
        return client.raw_response(self.method(client), **self.arguments)

    @property
    def inputs(self) -> list[object]:
        """Return the objects that the caller made."""
        values = list(self.arguments.values())
        return [*values, *(each for value in values if isinstance(value, list) for each in value)]

    def declared_query(self) -> list[tuple[str, str, object]]:
        """Return the query parameters with an example: name, argument name and example."""
        assert self.example
        found = [each for each in self.example.call.parameters if each["in"] == "query"]
        simple = [each for each in found if isinstance(each.get("example"), (str, int, float))]
        return [(each["name"], self.example.argument(each["name"]), each["example"]) for each in simple]

    @property
    def has_response(self) -> bool:
        """Return whether a successful response of a resource's method has a body."""
        return self.example is not None and self.example.call.response_content_type is not None

    def success_responses(self) -> list[PlainResponse]:
        """Return the successful responses of the contract's examples."""
        assert self.example
        call = self.example.call
        status = next(int(status) for status in call.operation.data["responses"] if status.startswith("2"))
        if call.response_content_type is None:
            return [PlainResponse(status, [], b"")]
        bodies = [json.dumps(each).encode() for each in responses(self.example.vendor, call)]
        return [
            PlainResponse(status, [("content-type", call.response_content_type)], body)
            for body in bodies or [b"\xff\xd8\xff"]
        ]


def all_calls(name: str) -> list[Call]:
    """Return every call of a vendor's resources, with each kind of body that it has."""
    return [_call(name, example) for example in examples(name)]


def sample_calls(name: str) -> list[Call]:
    """Return one call per method and kind of body, with a URL in it and without."""
    found: dict[object, Call] = {}
    for call in all_calls(name):
        assert call.example
        group = call.example.call.operation.method, call.example.call.body, QUERY_MARK in repr(call.arguments)
        found.setdefault(group, call)
    return list(found.values())


def classify_calls(name: str, images: dict[str, Any]) -> list[Call]:
    """Return calls of `classify` with each of the images."""
    return [
        Call(f"classify, {title}", {"image": image, **classify_arguments(name)}, lambda client: client.classify)
        for title, image in images.items()
    ]


def _call(name: str, plain: Example) -> Call:
    example = replace(plain, body=_marked(plain.body))
    file = File(IMAGE, FILE_NAME)
    arguments = {key: URL if _is_url(value) else value for key, value in example.arguments().items()}
    for field in plain.files:
        arguments[field] = [file] if isinstance(plain.body[field], list) else file
    tag, method = example.call.tag, example.call.method
    return Call(example.call.name, arguments, lambda client: getattr(getattr(client, tag), method), example)


def _marked(node: Any, name: str = "") -> Any:
    """Return a body with marked secrets."""
    if isinstance(node, dict):
        return {key: _marked(value, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_marked(each, name) for each in node]
    if isinstance(node, bytes):
        return IMAGE
    if isinstance(node, str) and not name:
        return BASE64
    return URL if _is_url(node) else BASE64 if "base64" in name else node


def _is_url(value: object) -> bool:
    return isinstance(value, str) and "://" in value


def outcomes(client_class: Any, url: str, calls: Sequence[Callable[[Any], Any]], **options: Any) -> list[object]:
    """Make the calls one after the other and return their results and exceptions."""

    async def send_all() -> list[object]:
        async with client_class(key_of(client_class, KEY), base_url=url, **options) as client:
            return [await _async_outcome(client, call) for call in calls]

    if not issubclass(client_class, Client):
        return asyncio.run(send_all())
    with client_class(key_of(client_class, KEY), base_url=url, **options) as client:
        return [_outcome(client, call) for call in calls]


def _outcome(client: Any, call: Callable[[Any], Any]) -> object:
    try:
        return call(client)
    except Exception as error:  # noqa: BLE001  (every exception is an outcome)
        return error


async def _async_outcome(client: Any, call: Callable[[Any], Any]) -> object:
    try:
        return await call(client)
    except Exception as error:  # noqa: BLE001  (every exception is an outcome)
        return error
