"""Calls of every client with marked secrets in every place that takes one."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import visionapis
from tests.generated.generator_regressions.vendors import Example, answers, examples, generated
from visionapis._http.client import AsyncClient, Client
from visionapis_testing.faults.response import Answer

from .canary import FILE_NAME, KEY, PICTURE, QUERY_MARK, URL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BASE64 = base64.b64encode(PICTURE).decode()

_OFFERED = [getattr(visionapis, name) for name in visionapis.__all__]
KINDS: list[Any] = [kind for kind in _OFFERED if isinstance(kind, type) and issubclass(kind, (AsyncClient, Client))]
"""The clients of all vendors."""

CLASSIFY = {
    "imagerecognize": {},
    "nanonets": {"model": "3f2a9c1e"},
    "roboflow": {"model": "digits/1"},
    "ximilar": {"task": "6f1a2c34"},
}
"""What `classify` has to be told besides the picture."""


def vendor(kind: type) -> str:
    """A client's vendor."""
    return kind.__name__.removeprefix("Async").lower()


@dataclass(frozen=True)
class Call:
    """A call of a client's method, and what is given to it."""

    name: str
    arguments: dict[str, Any]
    method: Callable[[Any], Any]
    """The method of a client."""
    example: Example | None = None
    """The contract's, for a call of a facade."""

    def make(self, client: Any) -> Any:
        """Call the method; what an asynchronous one returns is awaited by the caller."""
        return self.method(client)(**self.arguments)

    def make_raw(self, client: Any) -> Any:
        """The same, for the answer as it came."""
        return client.with_raw_response(self.method(client), **self.arguments)

    @property
    def given(self) -> list[object]:
        """The objects that its caller made."""
        values = list(self.arguments.values())
        return [*values, *(each for value in values if isinstance(value, list) for each in value)]

    def declared_query(self) -> list[tuple[str, str, object]]:
        """Parameters of the query that have an example: the name, that of the argument, and the example."""
        assert self.example
        found = [each for each in self.example.call.parameters if each["in"] == "query"]
        simple = [each for each in found if isinstance(each.get("example"), (str, int, float))]
        return [(each["name"], self.example.argument(each["name"]), each["example"]) for each in simple]

    @property
    def has_answer(self) -> bool:
        """Whether a successful answer to a call of a facade has a body."""
        return self.example is not None and self.example.call.answer is not None

    def good_answers(self) -> list[Answer]:
        """What a server answers to it that does well, as the contract's examples have it."""
        assert self.example
        call = self.example.call
        status = next(int(status) for status in call.operation.data["responses"] if status.startswith("2"))
        if call.answer is None:
            return [Answer(status, [], b"")]
        bodies = [json.dumps(each).encode() for each in answers(self.example.vendor, call)]
        return [Answer(status, [("content-type", call.answer)], body) for body in bodies or [b"\xff\xd8\xff"]]


def calls(name: str) -> list[Call]:
    """Every call of a vendor's facade, with each kind of body that it has."""
    return [_call(name, example) for example in examples(name)]


def representatives(name: str) -> list[Call]:
    """One call for each way in which a vendor's requests are written, with an address in it and without."""
    ways: dict[object, Call] = {}
    for call in calls(name):
        assert call.example
        way = call.example.call.operation.method, call.example.call.body, QUERY_MARK in repr(call.arguments)
        ways.setdefault(way, call)
    return list(ways.values())


def classifications(name: str, pictures: dict[str, Any]) -> list[Call]:
    """Calls of `classify` with each of the pictures."""
    return [
        Call(f"classify, {title}", {"picture": picture, **CLASSIFY[name]}, lambda client: client.classify)
        for title, picture in pictures.items()
    ]


def _call(name: str, plain: Example) -> Call:
    example = replace(plain, body=_marked(plain.body))
    file = generated(name, "types").File(PICTURE, FILE_NAME)
    arguments = {key: URL if _is_url(value) else value for key, value in example.arguments().items()}
    for field in plain.files:
        arguments[field] = [file] if isinstance(plain.body[field], list) else file
    tag, method = example.call.tag, example.call.method
    return Call(example.call.name, arguments, lambda client: getattr(getattr(client, tag), method), example)


def _marked(node: Any, name: str = "") -> Any:
    """A body with marked secrets."""
    if isinstance(node, dict):
        return {key: _marked(value, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_marked(each, name) for each in node]
    if isinstance(node, bytes):
        return PICTURE
    if isinstance(node, str) and not name:
        return BASE64
    return URL if _is_url(node) else BASE64 if "base64" in name else node


def _is_url(value: object) -> bool:
    return isinstance(value, str) and "://" in value


def outcomes(kind: Any, url: str, made: Sequence[Callable[[Any], Any]], **options: Any) -> list[object]:
    """What each of the calls gives, or raises, one after the other."""

    async def later() -> list[object]:
        async with kind(KEY, base_url=url, **options) as client:
            return [await _attempted_later(client, call) for call in made]

    if not issubclass(kind, Client):
        return asyncio.run(later())
    with kind(KEY, base_url=url, **options) as client:
        return [_attempted(client, call) for call in made]


def _attempted(client: Any, call: Callable[[Any], Any]) -> object:
    try:
        return call(client)
    except Exception as error:  # noqa: BLE001  (whatever comes out is looked at)
        return error


async def _attempted_later(client: Any, call: Callable[[Any], Any]) -> object:
    try:
        return await call(client)
    except Exception as error:  # noqa: BLE001  (whatever comes out is looked at)
        return error
