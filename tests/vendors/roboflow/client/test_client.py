"""`classify_many` of Roboflow's clients, and images for the methods of `classification`."""

from __future__ import annotations

import asyncio
import base64
import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import AsyncRoboflow, AuthenticationError, BadRequestError, InvalidImageError, Roboflow, VisionAPIError
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

IMAGES: list[bytes | str] = [
    make_image(),
    "no/such/file.png",
    "https://images.example.com/a.png",
    make_image("JPEG"),
    make_image("GIF"),
    make_image(),
]
REPLIES = [
    make_response(SINGLE_LABEL),
    make_response({"message": "Could not load input image."}, status="400 Bad Request"),
    make_response({**SINGLE_LABEL, "predictions": [{"class": "one", "class_id": 1, "confidence": 0.7}]}),
    make_response({"message": "Unauthorized api_key"}, status="401 Unauthorized"),
]
RESULTS = ["seven", InvalidImageError, BadRequestError, "one"]


def summary(result: Any) -> object:
    """Return the name of a result's best label, or the class of an exception."""
    return type(result) if isinstance(result, VisionAPIError) else result.top.name


def check_received(server: RecordingServer) -> None:
    """Check that the images were sent in order up to the one whose response ended the iteration."""
    first, by_url, second, last = server.received
    bodies = [base64.b64decode(request.body) for request in (first, second, last)]
    assert bodies == [IMAGES[0], IMAGES[3], IMAGES[4]]
    assert by_url.query["image"] == IMAGES[2]
    assert {(request.path, request.query["confidence"]) for request in server.received} == {("/digits/1", "0.25")}


def test_classify_many_yields_results_in_order() -> None:
    """Nothing is sent before the first result is requested; a wrong key is raised and ends the iteration."""
    with RecordingServer(*REPLIES) as server, Roboflow(base_url=server.url) as client:
        results = client.classify_many(iter(IMAGES), model="digits/1", threshold=0.25, max_concurrency=1)
        before = len(server.received)
        assert [summary(next(results)) for _ in RESULTS] == RESULTS
        with pytest.raises(AuthenticationError):
            next(results)

    assert before == 0
    check_received(server)


@pytest.mark.parametrize("source", ["list", "async iterable"])
def test_async_classify_many_yields_the_same_results(source: str) -> None:
    """The asynchronous client takes a list or an asynchronous iterable."""

    async def iterate() -> AsyncIterator[bytes | str]:
        for each in IMAGES:
            await asyncio.sleep(0)
            yield each

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            images = IMAGES if source == "list" else iterate()
            results = client.classify_many(images, model="digits/1", threshold=0.25, max_concurrency=1)
            assert [summary(await anext(results)) for _ in RESULTS] == RESULTS
            with pytest.raises(AuthenticationError):
                await anext(results)

    with RecordingServer(*REPLIES) as server:
        asyncio.run(call(server.url))
    check_received(server)


def served() -> RoboflowEmulator:
    """Return an emulated server of your own with a model."""
    emulator = RoboflowEmulator("self-hosted")
    emulator.register("colours/1", [(make_image(), "red"), (make_image(colour=(30, 30, 200)), "blue")])
    emulator.register_url(RED_URL, make_image())
    return emulator


RED_URL = "https://images.example.com/red.png"
IDS = ("colours", "1")
FORMS: list[Any] = [make_image(), io.BytesIO(make_image()), Image.new("RGB", (8, 4), (200, 30, 30)), RED_URL]


@pytest.mark.parametrize("image", FORMS, ids=["bytes", "file", "PIL image", "URL"])
def test_every_method_takes_an_image(image: Any) -> None:
    """The methods of `classification` take images in the forms of `classify`, by both clients with the same result."""
    by_url = image == RED_URL

    async def call() -> list[Any]:
        async with served().async_client() as client:
            routes, one = client.classification, await client.inference_image(image)
            found = [await routes.infer_image(model_id="colours/1", image=one)]
            found += await routes.infer_images(model_id="colours/1", image=[one, one])
            return found if by_url else [*found, await routes.infer_file(*IDS, file=await client.image_file(image))]

    with served().client() as client:
        routes, one = client.classification, client.inference_image(image)
        found: list[Any] = [routes.infer_image(model_id="colours/1", image=one)]
        found += routes.infer_images(model_id="colours/1", image=[one, one])
        found += [] if by_url else [routes.infer_file(*IDS, file=client.image_file(image, "a.png"))]

    assert [each.top for each in found] == ["red"] * len(found)
    assert [each.top for each in asyncio.run(call())] == ["red"] * len(found)


def test_file_is_not_a_url() -> None:
    """`image_file` raises InvalidImageError for a URL, and both methods for what is no image."""
    with served().client() as client:
        with pytest.raises(InvalidImageError, match="not its URL"):
            client.image_file(RED_URL)
        for method in (client.image_file, client.inference_image):
            with pytest.raises(InvalidImageError, match="no such file"):
                method("missing.png")
