"""One call in several libraries: classify one image with Ximilar, and read the response."""

from __future__ import annotations

import base64
import json
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import requests

from visionapis import AsyncXimilar, TrafficObserver, Ximilar
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.models import Base64Record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from visionapis_generated.ximilar.models import Classification

PATH = operations.RECOGNITION_CLASSIFY.path
TASK = "6f1a2c34-0d5e-4b6f-8a71-92b3c4d5e6f7"
IMAGE = base64.b64encode(bytes(range(256)) * 3).decode()
BODY = {"task_id": TASK, "records": [{"_base64": IMAGE}]}
TOKEN = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105  (not a real token)
HEADERS = {"Authorization": f"Token {TOKEN}"}
SECONDS = 60.0

LABELS = [
    {"id": "1d0c9b8a-7f6e-4d5c-8b4a-3f2e1d0c9b8a", "name": "dent", "prob": 0.91204},
    {"id": "2e1d0c9b-8a7f-4e5d-9c4b-4a3f2e1d0c9b", "name": "scratch", "prob": 0.08796},
]
STATUS = {"code": 200, "text": "OK"}
RECORD = {"_status": STATUS, "_width": 640, "_height": 480, "best_label": LABELS[0], "labels": LABELS}
RESPONSE = json.dumps(
    {"task_id": TASK, "version": 3, "status": STATUS, "statistics": {"processing time": 0.0912}, "records": [RECORD]}
).encode()


@contextmanager
def typed(url: str, observer: TrafficObserver | None = None) -> Iterator[Callable[[], Classification]]:
    """Make the call with our client."""
    with Ximilar(TOKEN, base_url=url, timeout=SECONDS, observer=observer) as client:
        yield lambda: client.recognition.classify(task_id=TASK, records=[Base64Record(base64=IMAGE)])


@contextmanager
def with_httpx(url: str) -> Iterator[Callable[[], Any]]:
    """Make the call with httpx."""
    with httpx.Client(headers=HEADERS, timeout=SECONDS) as client:

        def call() -> Any:
            return client.post(url + PATH, json=BODY).raise_for_status().json()

        yield call


@contextmanager
def with_requests(url: str) -> Iterator[Callable[[], Any]]:
    """Make the call with requests, which the vendors' own clients use."""
    with requests.Session() as session:
        session.headers.update(HEADERS)

        def call() -> Any:
            response = session.post(url + PATH, json=BODY, timeout=SECONDS)
            response.raise_for_status()
            return response.json()

        yield call


@asynccontextmanager
async def typed_async(url: str) -> AsyncIterator[Callable[[], Awaitable[Classification]]]:
    """Make the call with our client over aiohttp."""
    async with AsyncXimilar(TOKEN, base_url=url, timeout=SECONDS, transport="aiohttp") as client:
        yield lambda: client.recognition.classify(task_id=TASK, records=[Base64Record(base64=IMAGE)])


@asynccontextmanager
async def with_httpx_async(url: str) -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    """Make the call with httpx."""
    async with httpx.AsyncClient(headers=HEADERS, timeout=SECONDS) as client:

        async def call() -> Any:
            return (await client.post(url + PATH, json=BODY)).raise_for_status().json()

        yield call


@asynccontextmanager
async def with_aiohttp(url: str) -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    """Make the call with aiohttp, without a limit of connections."""
    async with aiohttp.ClientSession(headers=HEADERS, connector=aiohttp.TCPConnector(limit=0)) as session:

        async def call() -> Any:
            async with session.post(url + PATH, json=BODY, raise_for_status=True) as response:
                return await response.json()

        yield call
