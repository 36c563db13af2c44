"""The generated client says what the emulator said."""

import asyncio
import base64
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from visionapis_generated.roboflow.resources.classification import AsyncClassification, Classification
from visionapis_generated.roboflow.types import File
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.vendors.roboflow.conformance.scenarios import MULTI_LABEL, PICTURES, SINGLE_LABEL, emulator

URL, PICTURE = next(iter(PICTURES.items()))
CALLS: Mapping[str, Mapping[str, Any]] = {
    "infer_base64": {"base64_text": base64.b64encode(PICTURE)},
    "infer_file": {"file": File(PICTURE, "picture")},
    "infer_url": {"image": URL},
    "render_base64": {"base64_text": base64.b64encode(PICTURE)},
    "render_file": {"file": File(PICTURE, "picture")},
    "render_url": {"image": URL},
}


class Recorder(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Passes requests on, and keeps the answers."""

    def __init__(self, server: httpx.AsyncBaseTransport) -> None:
        self._server = server
        self.answers: list[httpx.Response] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass on a request."""
        request.read()
        return asyncio.run(self.handle_async_request(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass on a request."""
        response = await self._server.handle_async_request(request)
        await response.aread()
        self.answers.append(response)
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    def said(self) -> list[object]:
        """What the server answered: drawings as bytes, everything else parsed."""
        return [
            answer.content if answer.headers["content-type"] == "image/jpeg" else answer.json()
            for answer in self.answers
        ]


@pytest.mark.parametrize("facade", [Classification, AsyncClassification])
def test_facade_has_the_calls_of_the_contract(facade: type) -> None:
    """Each facade has one method per call that the contract names, and no other; each is called here."""
    (item,) = contract("roboflow")["paths"].values()

    assert {name for name in vars(facade) if not name.startswith("_")} == {
        call["method"] for method in ("get", "post") for call in item[method]["x-calls"]
    }
    assert CALLS.keys() == {call["method"] for call in item["post"]["x-calls"]}


@pytest.mark.parametrize("model", [SINGLE_LABEL, MULTI_LABEL])
@pytest.mark.parametrize("call", CALLS)
def test_call_returns_what_the_server_said(call: str, model: str) -> None:
    """A call's answer has all that the server sent, and nothing else."""
    recorder = Recorder(emulator("serverless").transport())
    with emulator("serverless").client(transport=recorder) as client:
        answer = getattr(client.classification, call)(*model.split("/"), **CALLS[call])

    assert [_plain(answer)] == recorder.said()


@pytest.mark.parametrize("model", [SINGLE_LABEL, MULTI_LABEL])
@pytest.mark.parametrize("call", CALLS)
def test_async_call_returns_what_the_server_said(call: str, model: str) -> None:
    """An asynchronous call's answer has all that the server sent, and nothing else."""
    recorder = Recorder(emulator("serverless").transport())

    async def answer() -> object:
        async with emulator("serverless").async_client(transport=recorder) as client:
            return await getattr(client.classification, call)(*model.split("/"), **CALLS[call])

    assert [_plain(asyncio.run(answer()))] == recorder.said()


def _plain(answer: Any) -> object:
    return answer if isinstance(answer, bytes) else answer.to_dict()
