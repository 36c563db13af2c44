"""Calls that only self-hosted Roboflow servers have: several images per request, models in memory, health."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, Received, RecordingServer, make_response
from visionapis import (
    APIStatusError,
    AsyncRoboflow,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    InvalidImageError,
    NotFoundError,
    ResponseDecodeError,
    Roboflow,
    ServerError,
    VisionAPIError,
)
from visionapis_testing import RoboflowEmulator
from visionapis_testing.faults import StatusResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from visionapis.roboflow import ApiKeyIn

KEY = "rf_canary-key"
COLOURS = ("red", "green", "blue")
IMAGES = {
    name: make_image(colour=rgb) for name, rgb in zip(COLOURS, ((255, 0, 0), (0, 128, 0), (0, 0, 255)), strict=True)
}
URL = "https://images.example.com/green.png"
MODELS = ("colours/1", "tags/1")


def make_emulator(**options: Any) -> RoboflowEmulator:
    """Return a self-hosted server with a single-label and a multi-label model."""
    emulator = RoboflowEmulator("self-hosted", api_key=KEY, **options)
    emulator.register("colours/1", [(IMAGES[colour], colour) for colour in COLOURS])
    emulator.register("tags/1", [(IMAGES[colour], {colour, "plain"}) for colour in COLOURS], multi_label=True)
    emulator.register_url(URL, IMAGES["green"])
    return emulator


def classify_many(emulator: RoboflowEmulator, client: str, images: Sequence[Any], **options: Any) -> list[Any]:
    """Classify images with a synchronous or an asynchronous client."""
    arguments = {"model": "colours/1", **options}
    if client == "sync":
        with emulator.client() as sync_client:
            return list(sync_client.classify_many(images, **arguments))

    async def call() -> list[Any]:
        async with emulator.async_client() as async_client:
            return [each async for each in async_client.classify_many(images, **arguments)]

    return asyncio.run(call())


def summary(results: Sequence[Any]) -> list[object]:
    """Return the best label of each result, or the class of an exception."""
    return [type(each) if isinstance(each, VisionAPIError) else each.top.name for each in results]


def sizes(emulator: RoboflowEmulator) -> list[int]:
    """Return the number of images in each request, sorted."""
    assert {request.operation_id for request in emulator.requests} == {"classification_infer_json"}
    return sorted(len(request.json["image"]) for request in emulator.requests)


@pytest.mark.parametrize("client", ["sync", "async"])
@pytest.mark.parametrize(
    ("count", "batch_size", "expected"), [(1, 2, [1]), (2, 2, [2]), (5, 2, [1, 2, 2]), (3, 100, [3]), (6, 3, [3, 3])]
)
def test_batch_size_is_the_number_of_images_per_request(
    client: str, count: int, batch_size: int, expected: list[int]
) -> None:
    """`classify_many` sends up to `batch_size` images per request, and yields the results in order."""
    emulator = make_emulator()
    names = [COLOURS[number % 3] for number in range(count)]
    results = classify_many(emulator, client, [IMAGES[name] for name in names], batch_size=batch_size)
    emulator.verify()
    assert summary(results) == names
    assert sizes(emulator) == expected


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("threshold", [None, 0.0, 0.5, 1.0])
def test_batches_have_the_results_of_single_requests(model: str, threshold: float | None) -> None:
    """Labels, confidences and sizes do not depend on `batch_size`, whatever the threshold."""
    emulator = make_emulator()
    images = [*IMAGES.values(), URL]
    singly = classify_many(emulator, "sync", images, model=model, threshold=threshold)
    together = classify_many(emulator, "sync", images, model=model, threshold=threshold, batch_size=4)
    found = [[(each.labels, each.image_size) for each in results] for results in (singly, together)]
    if not threshold:  # the server omits labels below 0.01 in single requests only
        found = [
            [([each for each in labels if each.confidence >= 0.01], size) for labels, size in each] for each in found
        ]
    assert found[0] == found[1]


def test_default_is_one_image_per_request_of_the_other_route() -> None:
    """Without `batch_size`, each image is sent to the route that every server has."""
    emulator = make_emulator()
    classify_many(emulator, "sync", [*IMAGES.values()])
    assert [request.operation_id for request in emulator.requests] == ["classification_infer"] * 3


@pytest.mark.parametrize("client", ["sync", "async"])
@pytest.mark.parametrize("position", range(4))
def test_rejected_image_yields_its_error(client: str, position: int) -> None:
    """An image that the server rejects, or that cannot be read, yields its error; the others of its request succeed."""
    broken = make_image("JPEG")[:-40]
    for bad, error in ((broken, BadRequestError), ("no/such/file.png", InvalidImageError)):
        emulator = make_emulator()
        images: list[Any] = [IMAGES["red"], IMAGES["green"], IMAGES["blue"]]
        images.insert(position, bad)
        expected: list[object] = ["red", "green", "blue"]
        expected.insert(position, error)
        assert summary(classify_many(emulator, client, images, batch_size=4)) == expected
        assert sizes(emulator) == ([1, 1, 1, 1, 4] if bad is broken else [3])


@pytest.mark.parametrize("client", ["sync", "async"])
def test_other_errors_end_the_iteration(client: str) -> None:
    """An error that concerns a whole request is raised, or with `on_error="yield"` yielded for each of its images."""
    emulator = make_emulator()
    emulator.faults.add(StatusResponse(500), operation="classification_infer_json", times=1)
    with pytest.raises(ServerError, match="classification_infer_images: status 500"):
        classify_many(emulator, client, [*IMAGES.values()], batch_size=2, max_concurrency=1)
    emulator.faults.add(StatusResponse(500), operation="classification_infer_json", times=1)
    results = classify_many(emulator, client, [*IMAGES.values()], batch_size=2, max_concurrency=1, on_error="yield")
    assert summary(results) == [ServerError, ServerError, "blue"]


def test_missing_results_are_an_error() -> None:
    """The older engine returns one result for any number of images: an error with the body and the remedy."""
    emulator = make_emulator(engine="legacy")
    with pytest.raises(ResponseDecodeError, match="1 results for 3 images") as caught:
        classify_many(emulator, "sync", [*IMAGES.values()], batch_size=3)
    assert "batch_size=1" in str(caught.value.hint)
    assert caught.value.operation == "classification_infer_images"
    assert caught.value.body
    assert summary(classify_many(emulator, "sync", [IMAGES["red"]], batch_size=3)) == ["red"]


@pytest.mark.parametrize("batch_size", [0, -1, 1.5, "2", True, None, np.int64(0), np.float64(2)])
def test_invalid_batch_size_is_rejected(batch_size: Any) -> None:
    """A `batch_size` that is no integer of at least 1 raises ConfigurationError at once."""
    with (
        Roboflow(base_url="http://localhost:1") as client,
        pytest.raises(ConfigurationError, match="batch_size must be an integer of at least 1 and at most "),
    ):
        client.classify_many([], model="colours/1", batch_size=batch_size)


@pytest.mark.parametrize("host", ["serverless.roboflow.com", "serverless.roboflow.eu", "classify.roboflow.com"])
def test_hosts_of_the_vendor_take_one_image(host: str) -> None:
    """With one of the vendor's hosts, a `batch_size` above 1 raises ConfigurationError before a request is sent."""
    with (
        Roboflow(KEY, base_url=f"https://{host}") as client,
        pytest.raises(ConfigurationError, match="one image per request"),
    ):
        client.classify_many([IMAGES["red"]], model="colours/1", batch_size=2)


def model_ids(models: Any) -> list[str]:
    """Return the ids of a list of models."""
    return [each.model_id for each in models.models]


def test_models_are_listed_loaded_and_unloaded() -> None:
    """Each call of `models` returns the models that are then in memory."""
    emulator = make_emulator()
    with emulator.client() as client:
        assert model_ids(client.models.list()) == []
        assert model_ids(client.models.add(model_id="colours/1")) == ["colours/1"]
        client.classify(IMAGES["red"], model="tags/1")
        (first, second) = client.models.list().models
        assert (first.model_id, first.task_type, first.request_paths) == ("colours/1", "classification", ["/model/add"])
        assert (second.model_id, second.request_paths) == ("tags/1", ["/tags/1"])
        assert model_ids(client.models.remove(model_id="colours/1")) == ["tags/1"]
        assert model_ids(client.models.remove(model_id="colours/1")) == ["tags/1"]
        assert model_ids(client.models.clear()) == []
        with pytest.raises(NotFoundError) as caught:
            client.models.add(model_id="unknown/1")
    assert caught.value.hint == "check that the model exists in the workspace of the key"
    emulator.verify()


def test_unloaded_model_needs_the_key() -> None:
    """A key is needed to load a model that was unloaded, on both routes, and not as long as it is in memory."""
    emulator = make_emulator()
    calls: list[Callable[[Roboflow], object]] = [
        lambda client: client.classify(IMAGES["red"], model="colours/1"),
        lambda client: list(client.classify_many([IMAGES["red"]], model="colours/1", batch_size=2)),
        lambda client: client.models.add(model_id="colours/1"),
    ]
    for call in calls:
        with emulator.client() as client, emulator.client(api_key="rf_wrong-key") as wrong:
            call(client)
            call(wrong)
            client.models.clear()
            with pytest.raises(AuthenticationError, match="Unauthorized"):
                call(wrong)
            call(client)
            call(wrong)


def test_server_tells_version_and_health() -> None:
    """`server` reads name and version, and whether the server is healthy and ready; not ready is a ServerError."""
    emulator = make_emulator()
    with emulator.client(max_retries=0) as client:
        assert client.server.info().name == "Roboflow Inference Server"
        assert client.server.health().status == "healthy"
        assert client.server.readiness().status == "ready"
    with (
        RecordingServer(make_response({"status": "not ready"}, status="503 Unavailable")) as server,
        Roboflow(base_url=server.url, max_retries=0) as client,
        pytest.raises(ServerError, match=r"server_readiness: status 503: .*not ready"),
    ):
        client.server.readiness()


def test_async_client_has_the_same_calls() -> None:
    """The asynchronous client lists, loads and unloads models, and reads version and health."""

    async def call() -> None:
        async with make_emulator().async_client() as client:
            assert model_ids(await client.models.add(model_id="colours/1")) == ["colours/1"]
            assert model_ids(await client.models.list()) == ["colours/1"]
            assert model_ids(await client.models.remove(model_id="colours/1")) == []
            assert model_ids(await client.models.clear()) == []
            assert (await client.server.info()).version
            assert (await client.server.health()).status == "healthy"
            assert (await client.server.readiness()).status == "ready"

    asyncio.run(call())


@pytest.mark.parametrize(("api_key_in", "in_body"), [(None, True), ("query", True), ("header", False)])
@pytest.mark.parametrize("size", [1, 200_000])
def test_key_is_in_the_body(api_key_in: ApiKeyIn | None, in_body: bool, size: int) -> None:
    """A JSON body has the key unless it is sent as a bearer token; others have it in the query."""
    image = make_image() + bytes(size)
    replies = [make_response(json.dumps([SINGLE_LABEL])), make_response({"models": []}), make_response({"models": []})]

    async def call(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url, api_key_in=api_key_in) as client:
            assert [each async for each in client.classify_many([image], model="a/1", batch_size=2)]
            await client.models.add(model_id="a/1")
            await client.models.list()

    with RecordingServer(*replies) as one, Roboflow(KEY, base_url=one.url, api_key_in=api_key_in) as client:
        assert list(client.classify_many([image], model="a/1", batch_size=2))
        client.models.add(model_id="a/1")
        client.models.list()
    with RecordingServer(*replies) as other:
        asyncio.run(call(other.url))
    for server in (one, other):
        infer, add, models = server.received
        assert json.loads(infer.body) == {
            **({"api_key": KEY} if in_body else {}),
            "model_id": "a/1",
            "image": [{"type": "base64", "value": base64.b64encode(image).decode()}],
            "confidence": 0.0,
        }
        assert json.loads(add.body) == {**({"api_key": KEY} if in_body else {}), "model_id": "a/1"}
        assert [bearer(each) for each in server.received] == [not in_body] * 3
        assert [each.query.get("api_key") for each in server.received] == [None, None, KEY if in_body else None]
        assert models.path == "/model/registry"


def bearer(request: Received) -> bool:
    """Return whether a request has the key as bearer token."""
    return request.headers.get("authorization") == f"Bearer {KEY}"


CALLS: dict[str, Callable[[Roboflow], object]] = {
    "classify_many": lambda client: list(client.classify_many([b"GIF89a" + IMAGES["red"]], model="a/1", batch_size=2)),
    "list": lambda client: client.models.list(),
    "add": lambda client: client.models.add(model_id="a/1"),
    "remove": lambda client: client.models.remove(model_id="a/1"),
    "clear": lambda client: client.models.clear(),
    "info": lambda client: client.server.info(),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("status", ["404 Not Found", "405 Method Not Allowed"])
def test_server_without_the_route_is_told(name: str, status: str) -> None:
    """The error of a host that lacks these routes says which hosts have them."""
    reply = make_response({"detail": status[4:]}, status=status)
    with RecordingServer(reply) as server, Roboflow(base_url=server.url) as client:
        hint = hint_of(lambda: CALLS[name](client))
    assert hint.startswith("set base_url to an inference server of your own: other hosts do not have this route")


@pytest.mark.parametrize("name", ["add", "remove", "clear"])
@pytest.mark.parametrize("profile", ["serverless", "classify"])
def test_host_of_the_vendor_is_told(name: str, profile: Any) -> None:
    """The vendor's hosts read the path as the id of a model; the error says that they do not have the route."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    with emulator.client() as client:
        hint = hint_of(lambda: CALLS[name](client))
    emulator.verify()
    assert hint == "set base_url to an inference server of your own: other hosts do not have this route"


def hint_of(call: Callable[[], object]) -> str:
    """Return the hint of the error that a call raises or returns."""
    try:
        result = call()
    except APIStatusError as error:
        return str(error.hint)
    assert isinstance(result, list)
    return str(result[0].hint)


def test_command_has_the_key_in_the_body() -> None:
    """The curl command of a call with a JSON body reads the key from the environment into the body."""
    transport = httpx.MockTransport(lambda _: httpx.Response(400, json={"message": "no"}))
    with Roboflow(KEY, base_url="http://host", transport=transport) as client, pytest.raises(BadRequestError) as caught:
        client.models.add(model_id="a/1")
    assert caught.value.as_curl() == (
        """curl -X POST http://host/model/add --json '{"api_key": "'"$ROBOFLOW_API_KEY"'", "model_id": "a/1"}'"""
    )
