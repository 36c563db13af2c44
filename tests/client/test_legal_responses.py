"""Every successful response that a contract allows is read by the methods that go beyond the generated calls."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import visionapis
from tests.conformance.instances import Instances
from tests.helpers import vendors
from tests.helpers.images import make_image
from visionapis import ResponseDecodeError, VisionAPIError
from visionapis.nanonets import models

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 100
"""The number of responses per method and client."""

IMAGE = make_image()
NO_WAIT = {"timeout": 1e-6, "poll_interval": 0.001}
TYPES = ("image_classification", "multi_label_classification", "ocr", "object_detection")

PAGE = {"message": "Success", "result": [{"input": "a.png", "id": "p1", "prediction": []}]}


@dataclass(frozen=True)
class Method:
    """A method, and the schema of its responses."""

    vendor: str
    client: str
    name: str
    schema: str
    arguments: tuple[Any, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    undecodable: str = r"(?!)"
    """A pattern of the messages of responses that say too little to be a result, with the reason."""

    def __str__(self) -> str:
        """Name the method in the ids of tests."""
        return "-".join((self.vendor, self.name, *(str(each) for each in self.options.values() if each in TYPES)))


def methods() -> Iterator[Method]:
    """Yield the methods of all vendors that read responses."""
    for name, images in (("classify", IMAGE), ("classify_many", [IMAGE])):
        many = {"on_error": "yield"} if name == "classify_many" else {}
        yield Method("imagerecognize", "ImageRecognize", name, "ObjectsResponse", (images,), many)
        yield Method("imagerecognize", "ImageRecognize", name, "FailedResponse", (images,), many)
        yield Method("roboflow", "Roboflow", name, "Classification", (images,), {"model": "digits/1", **many})
        # A response without an entry says nothing of the image.
        options: dict[str, Any] = {"model": "3f2a9c1e", **many}
        no_entry = "has no entry for this image"
        yield Method("nanonets", "Nanonets", name, "Classification", (images,), options, no_entry)
        yield Method(
            "nanonets", "Nanonets", name, "Classification", (images,), {**options, "multi_label": True}, no_entry
        )
        # Only the number of records tells which image each belongs to.
        options = {"task": "6f1a2c34", **many}
        yield Method("ximilar", "Ximilar", name, "Classification", (images,), options, r"has \d+ records for 1 images")
    # As many results as images are all that tells which result is whose.
    options = {"model": "digits/1", "batch_size": 2, "on_error": "yield"}
    counts = r"has \d+ results for [12] images"
    yield Method("roboflow", "Roboflow", "classify_many", "ClassificationBatch", ([IMAGE] * 2,), options, counts)
    yield Method("ximilar", "Ximilar", "wait_until_trained", "Task", ("6f1a2c34",), NO_WAIT)
    yield Method("ximilar", "Ximilar", "wait_until_trained", "Task", ("6f1a2c34",), {"after_version": 1, **NO_WAIT})
    for type_ in TYPES:
        options = {"model_type": type_, **NO_WAIT}
        yield Method("nanonets", "Nanonets", "wait_until_trained", "Model", ("3f2a9c1e",), options)
    submission = models.Submission.from_dict(PAGE)
    yield Method("nanonets", "Nanonets", "wait_for_prediction", "InferencePage", ("3f2a9c1e", submission), NO_WAIT)


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("method", list(methods()), ids=str)
def test_legal_response(method: Method, is_async: bool) -> None:
    """A legal response is a result or a typed error, and ResponseDecodeError only for a reason that is named here."""
    contract = vendors.contract(method.vendor)
    instances = Instances(contract, Random(str(method)))
    schema = {"$ref": f"#/components/schemas/{method.schema}"}
    responses = [instances.valid(schema) for _ in range(COUNT)]

    for response, outcomes in zip(responses, _outcomes(method, responses, is_async=is_async), strict=True):
        assert outcomes
        for outcome in outcomes:
            assert not isinstance(outcome, Exception) or isinstance(outcome, VisionAPIError), response
            if isinstance(outcome, ResponseDecodeError):
                assert re.search(method.undecodable, str(outcome)), response


def _outcomes(method: Method, responses: list[Any], *, is_async: bool) -> list[list[Any]]:
    """Return the results and exceptions of the method for each response."""
    current: list[Any] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=json.dumps(current[-1]).encode()))
    # A server of one's own also takes batches.
    options: dict[str, Any] = {"transport": transport, "base_url": "http://127.0.0.1:9001"}
    found: list[list[Any]] = []

    async def call_async() -> None:
        async with getattr(visionapis, f"Async{method.client}")("a-key", **options) as client:
            for response in responses:
                current.append(response)
                outcome = getattr(client, method.name)(*method.arguments, **method.options)
                try:
                    found.append([each async for each in outcome] if hasattr(outcome, "__aiter__") else [await outcome])
                except Exception as error:  # noqa: BLE001  (an outcome)
                    found.append([error])

    if is_async:
        asyncio.run(call_async())
        return found
    with getattr(visionapis, method.client)("a-key", **options) as client:
        for response in responses:
            current.append(response)
            try:
                outcome = getattr(client, method.name)(*method.arguments, **method.options)
                found.append([*outcome] if method.name == "classify_many" else [outcome])
            except Exception as error:  # noqa: BLE001  (an outcome)
                found.append([error])
    return found
