"""Labels of results: the order of equal ones."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import httpx
import pytest

from tests.helpers.classification import classify_arguments, each_classifier, response
from tests.helpers.images import make_image
from tests.helpers.vendors import clients, key_of


def classify(vendor: str, body: object, *, asynchronous: bool = False, **arguments: Any) -> tuple[Any, Any]:
    """Return the result of `classify` with this response, and the request."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=body)

    arguments = {"image": make_image(), **classify_arguments(vendor), **arguments}
    sync_class, async_class = clients(vendor)
    transport = httpx.MockTransport(handle)

    async def call() -> Any:
        async with async_class(key_of(async_class), transport=transport) as client:
            return await client.classify(**arguments)

    if asynchronous:
        return asyncio.run(call()), requests[0]
    with sync_class(key_of(sync_class), transport=transport) as client:
        return client.classify(**arguments), requests[0]


def pairs(result: Any) -> list[tuple[str, float]]:
    """Return the labels with their scores, in order."""
    return [(label.name, label.confidence) for label in result.labels]


@pytest.mark.parametrize("names", [*itertools.permutations("abc")], ids="".join)
@each_classifier
def test_equal_labels_keep_their_order(vendor: str, names: tuple[str, ...]) -> None:
    """Labels of equal confidence stand in the server's order, after those of a higher one wherever it stood."""
    first, *rest = names
    given = [(first, 0.25), ("best", 0.5), *((name, 0.25) for name in rest), ("worst", 0.0)]
    result, _ = classify(vendor, response(vendor, [given]))

    assert pairs(result) == [("best", 0.5), *((name, 0.25) for name in names), ("worst", 0.0)]
