"""The generated client returns what the emulator sent."""

import asyncio
import base64
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import httpx
import pytest

from tests.helpers.models import same
from visionapis_generated.roboflow.models import InferenceImage
from visionapis_generated.roboflow.resources.classification import AsyncClassification, Classification
from visionapis_generated.types import File
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.vendors.roboflow.conformance.servers import IMAGES, MULTI_LABEL, SINGLE_LABEL, emulator

URL, IMAGE = next(iter(IMAGES.items()))
CALLS: Mapping[str, Mapping[str, Any]] = {
    "infer_base64": {"image_base64": base64.b64encode(IMAGE)},
    "infer_file": {"file": File(IMAGE, "image")},
    "infer_url": {"image": URL},
    "render_base64": {"image_base64": base64.b64encode(IMAGE)},
    "render_file": {"file": File(IMAGE, "image")},
    "render_url": {"image": URL},
}

_JSON_IMAGE = InferenceImage("base64", base64.b64encode(IMAGE).decode())
JSON_CALLS: Mapping[str, Any] = {"infer_image": _JSON_IMAGE, "infer_images": [_JSON_IMAGE, InferenceImage("url", URL)]}


def _infer_in_json(call: str, image: Any, model: str, client: Any) -> Any:
    return getattr(client.classification, call)(model_id=model, image=image)


class Recorder(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Forwards requests and records the responses."""

    def __init__(self, server: httpx.AsyncBaseTransport) -> None:
        self._server = server
        self.responses: list[httpx.Response] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Forward a request."""
        request.read()
        return asyncio.run(self.handle_async_request(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Forward a request."""
        response = await self._server.handle_async_request(request)
        await response.aread()
        self.responses.append(response)
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    def bodies(self) -> list[object]:
        """Return the response bodies: annotated images as bytes, JSON parsed."""
        return [
            response.content if response.headers["content-type"] == "image/jpeg" else response.json()
            for response in self.responses
        ]


@pytest.mark.parametrize("resources", [Classification, AsyncClassification])
def test_resources_have_the_calls_of_the_contract(resources: type) -> None:
    """The resources have one method per call in the contract, and no other; each is called here."""
    paths = contract("roboflow")["paths"]
    operations = [paths[path]["post"] for path in ("/{dataset_id}/{version_id}", "/infer/classification")]
    methods = [{call["method"] for call in operation["x-calls"]} for operation in operations]

    assert {name for name in vars(resources) if not name.startswith("_")} == set.union(*methods)
    assert CALLS.keys() == methods[0]
    assert JSON_CALLS.keys() == methods[1]


SELF_HOSTED: dict[str, Callable[[Any], Any]] = {
    "list": lambda client: client.models.list(),
    "add": lambda client: client.models.add(model_id=MULTI_LABEL),
    "remove": lambda client: client.models.remove(model_id=SINGLE_LABEL),
    "clear": lambda client: client.models.clear(),
    "info": lambda client: client.server.info(),
    "health": lambda client: client.server.health(),
    "readiness": lambda client: client.server.readiness(),
    **{
        f"{name}, {model}": partial(_infer_in_json, name, image, model)
        for name, image in JSON_CALLS.items()
        for model in (SINGLE_LABEL, MULTI_LABEL)
    },
}


@pytest.mark.parametrize("call", SELF_HOSTED)
def test_call_of_a_self_hosted_server_returns_the_whole_response(call: str) -> None:
    """The result of a call that only a self-hosted server has is all that it sent, from both clients."""
    server = emulator("self-hosted")
    recorder = Recorder(server.transport())

    async def call_async() -> object:
        async with server.async_client(transport=recorder) as client:
            return await SELF_HOSTED[call](client)

    with server.client(transport=recorder) as client:
        client.models.add(model_id=SINGLE_LABEL)
        recorder.responses.clear()
        responses = [SELF_HOSTED[call](client)]
    responses.append(asyncio.run(call_async()))
    assert same(recorder.bodies(), responses)


@pytest.mark.parametrize("model", [SINGLE_LABEL, MULTI_LABEL])
@pytest.mark.parametrize("call", CALLS)
def test_call_returns_the_whole_response(call: str, model: str) -> None:
    """The result of a call has all that the server sent, and nothing else."""
    recorder = Recorder(emulator("serverless").transport())
    with emulator("serverless").client(transport=recorder) as client:
        response = getattr(client.classification, call)(*model.split("/"), **CALLS[call])

    assert same(recorder.bodies(), [response])


@pytest.mark.parametrize("model", [SINGLE_LABEL, MULTI_LABEL])
@pytest.mark.parametrize("call", CALLS)
def test_async_call_returns_the_whole_response(call: str, model: str) -> None:
    """The result of an asynchronous call has all that the server sent, and nothing else."""
    recorder = Recorder(emulator("serverless").transport())

    async def call_async() -> object:
        async with emulator("serverless").async_client(transport=recorder) as client:
            return await getattr(client.classification, call)(*model.split("/"), **CALLS[call])

    response = asyncio.run(call_async())
    assert same(recorder.bodies(), [response])
