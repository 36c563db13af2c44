"""Roboflow's clients classify many pictures, one call each."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import picture
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, answer
from visionapis import AsyncRoboflow, AuthenticationError, BadRequestError, PictureError, Roboflow, VisionAPIError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PICTURES: list[bytes | str] = [
    picture(),
    "no/such/file.png",
    "https://pictures.example.com/a.png",
    picture("JPEG"),
    picture("GIF"),
    picture(),
]
REPLIES = [
    answer(SINGLE_LABEL),
    answer({"message": "Could not load input image."}, status="400 Bad Request"),
    answer({**SINGLE_LABEL, "predictions": [{"class": "one", "class_id": 1, "confidence": 0.7}]}),
    answer({"message": "Unauthorized api_key"}, status="401 Unauthorized"),
]
RESULTS = ["seven", PictureError, BadRequestError, "one"]


def shown(result: Any) -> object:
    """The name of a result's best label, or an error's class."""
    return type(result) if isinstance(result, VisionAPIError) else result.top.name


def check(server: RecordingServer) -> None:
    """What was sent: three pictures in order, and the one whose answer ended it; not the one after it."""
    first, by_url, second, last = server.received
    bodies = [base64.b64decode(request.body) for request in (first, second, last)]
    assert bodies == [PICTURES[0], PICTURES[3], PICTURES[4]]
    assert by_url.query["image"] == PICTURES[2]
    assert {(request.path, request.query["confidence"]) for request in server.received} == {("/digits/1", "0.25")}


def test_results_come_in_order_with_errors_of_single_pictures_in_their_places() -> None:
    """Each call is made when its result is asked for; an error that is not about one picture ends it."""
    with RecordingServer(*REPLIES) as server, Roboflow(base_url=server.url) as client:
        results = client.classify_many(iter(PICTURES), model="digits/1", threshold=0.25)
        before = len(server.received)
        assert [shown(next(results)) for _ in RESULTS] == RESULTS
        with pytest.raises(AuthenticationError):
            next(results)

    assert before == 0
    check(server)


@pytest.mark.parametrize("source", ["list", "asynchronous iterable"])
def test_asynchronous_client_does_the_same(source: str) -> None:
    """From an asynchronous iterable as from a list."""

    async def arriving() -> AsyncIterator[bytes | str]:
        for each in PICTURES:
            await asyncio.sleep(0)
            yield each

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            given = PICTURES if source == "list" else arriving()
            results = client.classify_many(given, model="digits/1", threshold=0.25)
            assert [shown(await anext(results)) for _ in RESULTS] == RESULTS
            with pytest.raises(AuthenticationError):
                await anext(results)

    with RecordingServer(*REPLIES) as server:
        asyncio.run(call(server.url))
    check(server)
