"""Responses drawn from the contracts: every valid one is read, and what is not valid raises an error that has it."""

from __future__ import annotations

import asyncio
import json
from random import Random
from typing import TYPE_CHECKING, Any

import httpx
from jsonschema_rs import Draft202012Validator

from tests.conformance.instances import Instances
from tests.helpers.classification import (
    CLASSIFYING_CLIENTS,
    classify_arguments,
    classify_call,
    count_labels,
    read_fields,
)
from tests.helpers.images import make_image
from tests.helpers.vendors import CLASSIFIERS, clients, contract, of_vendors, own, vendor_of
from visionapis import (
    Classification,
    ResponseDecodeError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COUNT = 2_000
"""The number of valid responses per vendor."""
CHANGED = 100
MAX_PLACES = 6
"""The number of valid responses per vendor that are made invalid, and of places of each."""
UNREAD = {("confidence",), ("records", 0, "best_label")}
"""Fields that `classify` does not read, though they have the name of one that it reads."""
ALWAYS_CHECKED = {"required", "const", "enum"}
"""Keywords that the generated models check in every field."""
EMPTY: list[Any] = [None, [], {}]
"""Null stands for a missing field, and an empty list and an empty object for each other."""

IMAGE = make_image()
each_drawn_vendor = of_vendors("client_class", [clients(each)[0] for each in CLASSIFIERS], "drawn_responses")


def component(name: str) -> dict[str, Any]:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def schema_of(vendor: str) -> dict[str, Any]:
    """Return the schema of a vendor's successful response."""
    facts = own(vendor, "drawn_responses")
    return component(facts.SCHEMA) if facts else classify_call(vendor).response_schema


def outcomes_of(vendor: str) -> dict[str, Any]:
    """Return the schema of all successful responses of the operation."""
    facts = own(vendor, "drawn_responses")
    return component(facts.OUTCOMES) if facts else classify_call(vendor).response_schema


def valid_responses(vendor: str, count: int) -> Iterator[dict[str, Any]]:
    """Yield valid responses to a request with one image, the same ones in every run."""
    instances = Instances(contract(vendor), Random(vendor))
    narrow = getattr(own(vendor, "drawn_responses"), "narrow", None)
    for number in range(count):
        response = instances.valid(schema_of(vendor))
        if narrow:
            narrow(response, number, lambda name: instances.valid(component(name)))
        yield response


def is_expected(vendor: str, response: dict[str, Any], outcome: Any) -> bool:
    """Return whether an outcome is the one that the response says."""
    facts = own(vendor, "drawn_responses")
    expected = facts.expected(response) if facts else count_labels(vendor, response)
    if not isinstance(expected, int):
        return isinstance(outcome, expected)
    return (
        isinstance(outcome, Classification)
        and len(outcome.labels) == expected
        and all(0 <= label.confidence <= 1 for label in outcome.labels)
        and bool(json.dumps(outcome.to_dict(), allow_nan=False))
    )


def value_at(value: Any, pointer: tuple[str | int, ...]) -> Any:
    """Return the value at a place; a missing one is a text."""
    for key in pointer:
        value = value.get(key, "missing") if isinstance(value, dict) else value[key]
    return value


def outcomes(client_class: Any, responses: Iterable[object]) -> list[Any]:
    """Return the result or exception of `classify` for each response."""
    vendor, current = vendor_of(client_class), b""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=current))
    found: list[Any] = []
    with client_class("a-key", transport=transport) as client:
        for response in responses:
            current = json.dumps(response).encode()
            try:
                found.append(client.classify(IMAGE, **classify_arguments(vendor)))
            except Exception as error:  # noqa: BLE001  (an outcome)
                found.append(error)
    return found


def outcomes_of_many(client_class: Any, responses: list[dict[str, Any]]) -> list[Any]:
    """Return the results and exceptions of `classify_many`, one image per request."""
    vendor, contents = vendor_of(client_class), iter([json.dumps(each).encode() for each in responses])
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=next(contents)))
    arguments = {**classify_arguments(vendor), "max_concurrency": 1, "on_error": "yield"}

    async def call_async() -> list[Any]:
        async with client_class("a-key", transport=transport) as client:
            return [each for _ in responses async for each in client.classify_many([IMAGE], **arguments)]

    if client_class.__name__.startswith("Async"):
        return asyncio.run(call_async())
    with client_class("a-key", transport=transport) as client:
        return [each for _ in responses for each in client.classify_many([IMAGE], **arguments)]


@each_drawn_vendor
def test_every_valid_response_is_read(client_class: Any) -> None:
    """2,000 valid responses per vendor are results, or the failure that they report; none is an error of decoding."""
    vendor = vendor_of(client_class)
    responses = list(valid_responses(vendor, COUNT))
    found = outcomes(client_class, responses)

    unexpected = [pair for pair in zip(responses, found, strict=True) if not is_expected(vendor, *pair)]
    assert unexpected[:1] == []
    assert sum(isinstance(outcome, Classification) for outcome in found) > COUNT / 5


@of_vendors("client_class", CLASSIFYING_CLIENTS, "drawn_responses")
def test_classify_many_reads_every_valid_response(client_class: Any) -> None:
    """`classify_many` reads valid responses as `classify` does."""
    vendor = vendor_of(client_class)
    responses = list(valid_responses(vendor, COUNT // 8))
    found = outcomes_of_many(client_class, responses)

    unexpected = [pair for pair in zip(responses, found, strict=True) if not is_expected(vendor, *pair)]
    assert unexpected[:1] == []


@each_drawn_vendor
def test_response_that_is_invalid_in_one_place(client_class: Any) -> None:
    """It raises ResponseDecodeError with the response, unless the place is one that `classify` does not read."""
    vendor = vendor_of(client_class)
    document = contract(vendor)
    instances = Instances(document, Random(vendor))
    components = {"components": document.document["components"]}
    is_valid = Draft202012Validator({**outcomes_of(vendor), **components}).is_valid
    responses = list(valid_responses(vendor, CHANGED))
    facts, raised = own(vendor, "drawn_responses"), 0
    read = facts.READ if facts else read_fields(vendor)
    for response, original in zip(responses, outcomes(client_class, responses), strict=True):
        if not isinstance(original, Classification):
            continue
        places = [
            place
            for place in instances.invalid_places(schema_of(vendor), response)
            if not is_valid(place[2]) and value_at(place[2], place[0]) not in EMPTY
        ]
        places = instances.random.sample(places, min(len(places), MAX_PLACES))
        changed = outcomes(client_class, (value for _, _, value in places))
        for (pointer, keyword, value), outcome in zip(places, changed, strict=True):
            if isinstance(outcome, ResponseDecodeError):
                raised += 1
                details = (outcome.status_code, outcome.body, outcome.attempts, outcome.request_id)
                assert details == (200, value, 1, None)
                assert outcome.operation == classify_call(vendor).name
                assert (outcome.as_curl() or "").startswith("curl ")
            else:
                assert isinstance(outcome, Classification), (pointer, keyword, value, outcome)
                is_read = pointer and pointer[-1] in read and not any(pointer[: len(each)] == each for each in UNREAD)
                assert not is_read, (pointer, keyword, value)
                assert keyword not in ALWAYS_CHECKED, (pointer, keyword, value)
                assert outcome.labels == original.labels, (pointer, keyword, value)
    assert raised > 50
