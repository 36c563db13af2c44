"""The response of a request whose images failed in part, in the errors of these images."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from tests.vendors.ximilar.client.api import KEY, TASK, failed_record, record
from visionapis import AsyncXimilar, BadRequestError, Ximilar

URLS = ["https://images.example.com/1.jpg", "https://images.example.com/2.jpg"]
RESPONSE = {
    "task_id": TASK,
    "version": 3,
    "status": {"code": 500, "text": "Some records failed"},
    "records": [record(), failed_record()],
}


@pytest.mark.parametrize("asynchronous", [False, True])
def test_error_of_an_image_has_the_response(asynchronous: bool) -> None:
    """The error of one of several images has the headers, the body and the id of the response, without the key."""

    async def classify(url: str) -> list[Any]:
        async with AsyncXimilar(KEY, base_url=url) as client:
            return [each async for each in client.classify_many(URLS, task=TASK)]

    reply = make_response(RESPONSE, x_request_id="r-17", x_credits_left="3", x_echo=f"Token {KEY}")
    with RecordingServer(reply) as server:
        if asynchronous:
            _, error = asyncio.run(classify(server.url))
        else:
            with Ximilar(KEY, base_url=server.url) as client:
                _, error = client.classify_many(URLS, task=TASK)

    assert isinstance(error, BadRequestError)
    assert error.headers is not None
    assert (error.headers["x-credits-left"], error.request_id, error.body) == ("3", "r-17", RESPONSE)
    assert KEY not in str(error.headers)
