"""The generated client returns what the emulator sent."""

import asyncio
import base64
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.helpers.models import same
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
    (item,) = contract("roboflow")["paths"].values()

    assert {name for name in vars(resources) if not name.startswith("_")} == {
        call["method"] for method in ("get", "post") for call in item[method]["x-calls"]
    }
    assert CALLS.keys() == {call["method"] for call in item["post"]["x-calls"]}


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
