"""Responses drawn from the contracts: every valid one is read, and what is not valid raises an error that has it."""

from __future__ import annotations

import asyncio
import json
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from jsonschema_rs import Draft202012Validator

from scripts.tools.regenerate.contract import Contract, load
from tests.conformance.instances import Instances
from tests.helpers.classification import classify_arguments
from tests.helpers.contracts import ROOT
from tests.helpers.images import make_image
from tests.helpers.vendors import each_client, vendor_of
from visionapis import (
    APIStatusError,
    Classification,
    ImageRecognize,
    Nanonets,
    ResponseDecodeError,
    Roboflow,
    UnsupportedModelError,
    Ximilar,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COUNT = 2_000
"""The number of valid responses per vendor."""
CHANGED = 100
MAX_PLACES = 6
"""The number of valid responses per vendor that are made invalid, and of places of each."""
SCHEMAS = {
    "imagerecognize": "ObjectsResponse",
    "nanonets": "Classification",
    "roboflow": "Classification",
    "ximilar": "Classification",
}
OUTCOMES = {**SCHEMAS, "imagerecognize": "RecognitionOutcome"}
"""The schemas of all successful responses of the operation."""
READ = {
    "imagerecognize": {"name", "confidence", "x", "y", "width", "height"},
    "nanonets": {"label", "probability"},
    "roboflow": {"class", "confidence", "width", "height"},
    "ximilar": {"name", "prob", "_width", "_height", "code"},
}
"""The fields that `classify` reads, below the fields of UNREAD."""
UNREAD = {("confidence",), ("records", 0, "best_label")}
ALWAYS_CHECKED = {"required", "const", "enum"}
"""Keywords that the generated models check in every field."""
EMPTY: list[Any] = [None, [], {}]
"""Null stands for a missing field, and an empty list and an empty object for each other."""

IMAGE = make_image()
each_vendor = pytest.mark.parametrize("client_class", [ImageRecognize, Nanonets, Roboflow, Ximilar])


@cache
def contract_of(vendor: str) -> Contract:
    """Return a vendor's contract."""
    return load(ROOT / "specs" / vendor / "openapi.yaml")


def component(name: str) -> dict[str, Any]:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def valid_responses(vendor: str, count: int) -> Iterator[dict[str, Any]]:
    """Yield valid responses to a request with one image, the same ones in every run."""
    instances = Instances(contract_of(vendor), Random(vendor))  # noqa: S311  (the same in every run)
    for number in range(count):
        response = instances.valid(component(SCHEMAS[vendor]))
        if vendor == "nanonets":
            response["result"] = [instances.valid(component("ClassifiedFile"))]
        if vendor == "ximilar":
            record = instances.valid(component("ClassifiedRecord"))
            response["records"] = [record]
            if number % 8:  # any other number is that of a failure
                record["_status"]["code"] = response["status"]["code"] = 200
        yield response


def is_expected(vendor: str, response: dict[str, Any], outcome: Any) -> bool:
    """Return whether an outcome is the one that the response says."""
    match vendor:
        case "roboflow":
            scores = {"labels": len(response["predictions"])}
        case "imagerecognize":
            scores = {"labels": len(response["data"]["objects"])}
        case "nanonets":
            (entry,) = response["result"]
            if not entry["prediction"] and entry.get("message", "").lower() not in {"", "success", "pending"}:
                return isinstance(outcome, APIStatusError)
            scores = {"labels": len({each["label"] for each in entry["prediction"]})}
        case _:
            (record,) = response["records"]
            if record["_status"]["code"] != 200:
                return isinstance(outcome, APIStatusError)
            labels = record.get("labels")
            if labels is None or any("value" in label for label in labels):
                return isinstance(outcome, UnsupportedModelError)
            scores = {"labels": len(labels)}
    return (
        isinstance(outcome, Classification)
        and {"labels": len(outcome.labels)} == scores
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


@each_vendor
def test_every_valid_response_is_read(client_class: Any) -> None:
    """2,000 valid responses per vendor are results, or the failure that they report; none is an error of decoding."""
    vendor = vendor_of(client_class)
    responses = list(valid_responses(vendor, COUNT))
    found = outcomes(client_class, responses)

    unexpected = [pair for pair in zip(responses, found, strict=True) if not is_expected(vendor, *pair)]
    assert unexpected[:1] == []
    assert sum(isinstance(outcome, Classification) for outcome in found) > COUNT / 5


@each_client
def test_classify_many_reads_every_valid_response(client_class: Any) -> None:
    """`classify_many` reads valid responses as `classify` does."""
    vendor = vendor_of(client_class)
    responses = list(valid_responses(vendor, COUNT // 8))
    found = outcomes_of_many(client_class, responses)

    unexpected = [pair for pair in zip(responses, found, strict=True) if not is_expected(vendor, *pair)]
    assert unexpected[:1] == []


@each_vendor
def test_response_that_is_invalid_in_one_place(client_class: Any) -> None:
    """It raises ResponseDecodeError with the response, unless the place is one that `classify` does not read."""
    vendor = vendor_of(client_class)
    contract = contract_of(vendor)
    instances = Instances(contract, Random(vendor))  # noqa: S311  (the same in every run)
    components = {"components": contract.document["components"]}
    is_valid = Draft202012Validator({**component(OUTCOMES[vendor]), **components}).is_valid
    responses = list(valid_responses(vendor, CHANGED))
    raised = 0
    for response, original in zip(responses, outcomes(client_class, responses), strict=True):
        if not isinstance(original, Classification):
            continue
        places = [
            place
            for place in instances.invalid_places(component(SCHEMAS[vendor]), response)
            if not is_valid(place[2]) and value_at(place[2], place[0]) not in EMPTY
        ]
        places = instances.random.sample(places, min(len(places), MAX_PLACES))
        changed = outcomes(client_class, (value for _, _, value in places))
        for (pointer, keyword, value), outcome in zip(places, changed, strict=True):
            if isinstance(outcome, ResponseDecodeError):
                raised += 1
                details = (outcome.status_code, outcome.body, outcome.attempts, outcome.request_id)
                assert details == (200, value, 1, None)
                assert (outcome.operation or "").startswith(
                    ("classification_", "image_classification_", "recognition_")
                )
                assert (outcome.as_curl() or "").startswith("curl ")
            else:
                assert isinstance(outcome, Classification), (pointer, keyword, value, outcome)
                is_read = (
                    pointer and pointer[-1] in READ[vendor] and not any(pointer[: len(each)] == each for each in UNREAD)
                )
                assert not is_read, (pointer, keyword, value)
                assert keyword not in ALWAYS_CHECKED, (pointer, keyword, value)
                assert outcome.labels == original.labels, (pointer, keyword, value)
    assert raised > 50
