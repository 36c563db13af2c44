"""Results as values: copies and pickles are equal, and they are JSON, also as the return value of a FastAPI route."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from typing import TYPE_CHECKING, Any, get_type_hints

import httpx
import pytest
from fastapi import FastAPI

from tests.helpers.classification import (
    classify_arguments,
    each_classifying_client,
    each_classifying_sync_client,
    raw,
    response,
)
from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL
from tests.helpers.vendors import key_of, vendor_of
from visionapis import Classification, Label, Roboflow
from visionapis.ximilar.models import UNSET, NewTask

if TYPE_CHECKING:
    from collections.abc import Callable

COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "oldest pickle": lambda value: pickle.loads(pickle.dumps(value, 0)),
}


def body_of(vendor: str) -> Any:
    """Return a vendor's response with two labels."""
    return response(vendor, [[("seven", 0.8), ("one", 0.15)]])


def raw_result(client_class: Any) -> Any:
    """Return the raw response of `classify` ."""
    vendor = vendor_of(client_class)
    content = json.dumps(body_of(vendor))
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text=content, headers={"x-a": "1"}))
    with client_class(key_of(client_class, "a-key"), transport=transport) as client:
        return client.raw_response(client.classify, make_image(), **classify_arguments(vendor))


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
@each_classifying_sync_client
def test_copies_are_equal(client_class: Any, copied: Callable[[Any], Any]) -> None:
    """A copied or unpickled result, its labels and its RawResponse equal the original, and have the same JSON."""
    raw_response = raw_result(client_class)
    result = raw_response.parsed

    assert copied(raw_response) == raw_response
    assert copied(result) == result
    assert copied(result).to_dict() == result.to_dict()
    assert [hash(copied(label)) for label in result.labels] == [hash(label) for label in result.labels]
    assert json.dumps(copied(result.raw).to_dict()) == json.dumps(result.raw.to_dict())


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_copied_request_models_have_the_same_json(copied: Callable[[Any], Any]) -> None:
    """The fields that a copied model of a request leaves out are those of the original."""
    task = NewTask(name="Dents", type_="multi_class")

    assert copied(task) == task
    assert copied(task).to_dict() == {"name": "Dents", "type": "multi_class"}
    assert copied(UNSET) is UNSET


@each_classifying_sync_client
def test_result_is_json(client_class: Any) -> None:
    """`to_dict()` has labels, image size and the vendor's response in the types of JSON."""
    result = raw_result(client_class).parsed
    document = json.loads(json.dumps(result.to_dict(), allow_nan=False))

    assert document == result.to_dict()
    vendor = vendor_of(client_class)
    assert (document["raw"], document["image_size"]) == (raw(vendor, body_of(vendor)), {"width": 8, "height": 4})
    assert [(each["name"], each["confidence"]) for each in document["labels"]] == [
        (label.name, label.confidence) for label in result.labels
    ]
    assert (document["labels"][0]["boxes"], document["labels"][0]["pixel_boxes"] or None) == ([], None)


def test_numbers_that_json_lacks_become_null() -> None:
    """A number in an undocumented field that is too large for a float is None in `to_dict()`."""
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, text=json.dumps(SINGLE_LABEL)[:-1] + ', "odd": [1e999, {"x": NaN}]}')
    )
    with Roboflow("a-key", transport=transport) as client:
        document = client.classify(make_image(), model="digits/1").to_dict()

    assert json.loads(json.dumps(document, allow_nan=False))["raw"]["odd"] == [None, {"x": None}]


def routes(client: Any, arguments: dict[str, Any]) -> FastAPI:
    """Return an application whose routes return a result in different ways."""
    app = FastAPI()

    async def classify() -> Any:
        result = client.classify(make_image(), **arguments)
        return result if isinstance(result, Classification) else await result

    async def as_dict() -> dict[str, Any]:
        document: dict[str, Any] = (await classify()).to_dict()
        return document

    async def result() -> Classification:  # type: ignore[type-arg]  # as an application may write it
        found: Classification[Any] = await classify()
        return found

    app.get("/plain", response_model=None)(classify)
    app.get("/dict")(as_dict)
    app.get("/result", response_model=Classification)(result)
    app.get("/typed", response_model=get_type_hints(type(client).classify)["return"])(result)
    return app


@each_classifying_client
def test_fastapi_returns_results(client_class: Any) -> None:
    """A FastAPI route returns a result as it is, by its type, or as `to_dict()`: always with the same JSON."""
    vendor = vendor_of(client_class)
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body_of(vendor)))

    async def call() -> None:
        client = client_class(key_of(client_class, "a-key"), transport=transport)
        app = routes(client, classify_arguments(vendor))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as web:
            paths = ["/plain", "/dict", "/result", "/typed"]
            first, *others = [(await web.get(path)).raise_for_status().json() for path in paths]
            assert (await web.get("/openapi.json")).is_success
        assert all(other == first for other in others)
        assert Label(**first["labels"][0]).name == "seven"
        closing = client.aclose() if hasattr(client, "aclose") else client.close()
        if closing:
            await closing

    asyncio.run(call())
