"""Responses that no contract allows: every call returns a value or raises a VisionAPIError that tells what came."""

from __future__ import annotations

import asyncio
import json
import pickle
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.canary_calls import Call, all_calls
from tests.helpers.classification import classify_arguments, classify_call
from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer
from tests.helpers.vendors import ASYNC_CLIENTS, CLASSIFIERS, CLIENTS, contract, each_vendor, own, vendor_of
from visionapis import APIConnectionError, Classification, ConfigurationError, JobTimeoutError, VisionAPIError
from visionapis._http.client import Client

from .mutations import Reply, mutate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.recording import Received

COUNT = 60
KINDS = [
    pytest.param(client_class, transport, marks=pytest.mark.vendor(name=vendor_of(client_class)))
    for transport in (None, "aiohttp")
    for client_class in (ASYNC_CLIENTS if transport else CLIENTS)
]


class Target:
    """A call and the valid replies to it."""

    def __init__(self, call: Call, replies: list[Reply]) -> None:
        """Take a call that a client can send any number of times."""
        self.call = call
        self.replies = replies


def error_replies(call: Call) -> Iterator[Reply]:
    """Yield the contract's examples of a call's errors."""
    assert call.example
    for status, response in call.example.call.operation.data["responses"].items():
        resolved = contract(call.example.vendor).resolve(response)
        for example in resolved.get("content", {}).get("application/json", {}).get("examples", {}).values():
            if status >= "3":
                yield Reply(int(status), json.dumps(example["value"]).encode())


def iterator_of(tag: str, name: str, client: Any) -> Any:
    """Return the method of a resource that iterates over its pages."""
    return getattr(getattr(client, tag), name)


def targets(vendor: str) -> list[Target]:
    """Return every call of a vendor: each method of its resources, and those that clients add to them."""
    found = []
    for call in all_calls(vendor):
        replies = [
            Reply(each.status_code, each.body, dict(each.headers).get("content-type", "application/json"))
            for each in call.success_responses()
        ]
        found.append(Target(call, [*replies, *error_replies(call)]))
    by_name = {each.call.name: each.replies for each in found}
    image, options = make_image(), {"timeout": 0, "poll_interval": 0.001}

    def add(name: str, replies: str, **arguments: Any) -> None:
        found.append(Target(Call(name, arguments, lambda client: getattr(client, name)), by_name[replies]))

    if vendor in CLASSIFIERS:
        called = classify_call(vendor).name
        add("classify", called, image=image, **classify_arguments(vendor))
        add("classify_many", called, images=[image, image], on_error="yield", **classify_arguments(vendor))
    for call in [each.call for each in found]:
        if call.example and call.example.call.pagination:
            tag, name = call.example.call.tag, call.example.call.iterator
            iterate = Call(f"{tag}.{name}", call.arguments, partial(iterator_of, tag, name))
            found.append(Target(iterate, by_name[call.name]))
    if facts := own(vendor, "waits"):
        for name, replies, arguments in facts.WAITS:
            add(name, replies, **arguments, **options)
    return found


def problems(outcome: object, reply: Reply) -> Iterator[str]:
    """Yield what is wrong with the outcome of a call that got a reply."""
    if isinstance(outcome, list):
        for each in outcome:
            yield from problems(each, reply)
        return
    if not isinstance(outcome, BaseException):
        if isinstance(outcome, Classification):
            json.dumps(outcome.to_dict(), allow_nan=False)
            repr(outcome)
        return
    if not isinstance(outcome, VisionAPIError) or isinstance(outcome, ConfigurationError):
        yield f"raised {outcome!r}"
        return
    text = f"{outcome} {outcome.hint or ''} {outcome.request_id or ''}"
    if not text.isprintable():
        yield f"{text!r} has characters that a terminal interprets"
    repr(vars(outcome))
    if str(pickle.loads(pickle.dumps(outcome))) != str(outcome):
        yield "pickled to another error"
    if isinstance(outcome, JobTimeoutError):  # about the time, not a response
        return
    if not outcome.operation or outcome.attempts != 1 or not outcome.as_curl():
        yield f"{outcome!r} has operation {outcome.operation}, attempts {outcome.attempts}, {outcome.as_curl()}"
    is_read = not isinstance(outcome, APIConnectionError) and "cannot be decompressed" not in str(outcome)
    if is_read and outcome.status_code is None:
        yield f"{outcome!r} has no status"
    is_decoded = any(name in {"content-encoding", "transfer-encoding"} for name, _ in reply.headers)
    has_body = not (
        reply.chunks is not None or is_decoded or reply.status in {101, 204, 304} or "image" in reply.content_type
    )
    if (
        is_read
        and outcome.body is None
        and has_body
        and reply.body.replace(b"\0", b"").strip(b"\xff\xfe") not in {b"", b"null"}
    ):
        yield f"{outcome!r} has no body"


def is_iterator(call: Call) -> bool:
    """Return whether the result of a call is an iterator."""
    return call.name == "classify_many" or call.name.endswith(".iterate")


def send(client: Any, call: Call) -> object:
    """Return the result or exception of a call; those of an iterator as a list."""
    try:
        result = call.send(client)
        return list(result) if is_iterator(call) else result
    except Exception as error:  # noqa: BLE001  (every exception is an outcome)
        return error


async def send_async(client: Any, call: Call) -> object:
    """Return the result or exception of a call; those of an iterator as a list."""
    try:
        result = call.send(client)
        return (
            [each async for each in result]
            if call.name == "classify_many" or call.name.endswith(".iterate")
            else await result
        )
    except Exception as error:  # noqa: BLE001  (every exception is an outcome)
        return error


@pytest.mark.parametrize(("client_class", "transport"), KINDS)
def test_mutated_responses_raise_typed_errors(client_class: Any, transport: str | None, seed: int) -> None:
    """A call whose response was mutated returns a value, or raises an error with operation, status, body, attempts."""
    vendor = vendor_of(client_class)
    choices = [(target, reply) for target in targets(vendor) for reply in target.replies]
    found: list[str] = []
    current = b""

    def respond(_request: Received) -> bytes:
        return current

    def drawn() -> Iterator[tuple[Call, Reply]]:
        nonlocal current
        for number in range(seed * COUNT, (seed + 1) * COUNT):
            random = Random(f"{client_class.__name__} {transport} {number}")
            target, reply = random.choice(choices)
            mutated = mutate(reply, random)
            current = mutated.encode()
            yield target.call, mutated

    def check(call: Call, reply: Reply, outcome: object) -> None:
        found.extend(f"{call.name} {reply.encode()[:600]!r}: {each}" for each in problems(outcome, reply))

    async def send_all(url: str) -> None:
        async with client_class("key-7f3a", base_url=url, max_retries=0, timeout=10, transport=transport) as client:
            for call, reply in drawn():
                check(call, reply, await send_async(client, call))

    with RecordingServer(respond) as server:
        if issubclass(client_class, Client):
            with client_class("key-7f3a", base_url=server.url, max_retries=0, timeout=10) as client:
                for call, reply in drawn():
                    check(call, reply, send(client, call))
        else:
            asyncio.run(send_all(server.url))

    assert found == []
    assert len(server.received) > COUNT * 0.9  # a stray body can be taken for the response to the next request


@each_vendor
def test_all_calls_are_mutated(vendor: str) -> None:
    """Every vendor has calls of its resources, and of its client if that classifies, to mutate."""
    names = [target.call.name for target in targets(vendor) if target.replies]

    assert ("classify" in names) == (vendor in CLASSIFIERS)
    assert len(names) >= len(all_calls(vendor)) + 2 * (vendor in CLASSIFIERS)
