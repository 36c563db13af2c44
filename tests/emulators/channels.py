"""Three channels to an emulator behind one interface: a socket, ASGI, and the in-process transport."""

from __future__ import annotations

import asyncio
import base64
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import httpx
from PIL import Image

from tests.helpers.images import make_image
from visionapis._transport.tls import default_ssl_context
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Generator, Iterable, Mapping

    from visionapis_testing import Emulator
    from visionapis_testing.vendors.roboflow.classification import Engine
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

ChannelName = Literal["socket", "asgi", "transport"]

KEY = "test-key"
FORM = {"content-type": "application/x-www-form-urlencoded"}
COLOURS = {"blue": (20, 20, 230), "green": (20, 230, 20), "red": (230, 20, 20)}
RED = make_image(size=(64, 48), colour=COLOURS["red"])
URL = "https://images.example.com/red.png"


def encoded(image_format: str, mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a red image in a format and one of Pillow's modes."""
    buffer = BytesIO()
    Image.new("RGB", size, (230, 20, 20)).convert(mode).save(buffer, format=image_format)
    return buffer.getvalue()


class FixedScores:
    """A classifier that returns fixed scores."""

    SINGLE: Mapping[str, float] = {"bird": 0.23764, "cat": 0.51236, "dog": 0.25}
    MULTI: Mapping[str, float] = {"dent": 0.5, "rust": 0.1, "scratch": 0.7}

    def fit(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Consume the examples."""
        for _ in examples:
            pass
        self._scores = self.MULTI if multi_label else self.SINGLE

    def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
        """Return the fixed scores."""
        return self._scores


class Channel:
    """A channel to an emulator."""

    def __init__(self, emulator: Emulator, client: httpx.Client | None) -> None:
        self.emulator = emulator
        self._client = client

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request unchanged."""
        if self._client is not None:
            return self._client.request(method, path, **options)

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.emulator.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    def request_in_chunks(self, method: str, path: str, *, content: bytes, **options: Any) -> httpx.Response:
        """Send a body with chunked transfer encoding, without its length."""
        chunks = [content[start : start + 100] for start in range(0, len(content), 100)]

        async def send() -> AsyncIterator[bytes]:
            for chunk in chunks:
                yield chunk

        return self.request(method, path, content=send() if self._client is None else iter(chunks), **options)

    def infer(
        self,
        body: bytes | None = None,
        *,
        model: str = "colours/1",
        method: str = "POST",
        key: str | None = KEY,
        headers: Mapping[str, str] = FORM,
        **query: Any,
    ) -> httpx.Response:
        """Classify a body, by default the red image as base64, with the key as bearer token."""
        content = base64.b64encode(RED) if body is None else body
        signed = headers if key is None else {**headers, "authorization": f"Bearer {key}"}
        return self.request(method, f"/{model}", content=content, headers=signed, params=query)


@contextmanager
def open_channel(name: ChannelName, emulator: Emulator) -> Generator[Channel]:
    """Open a channel to an emulator. Request paths include the path of the vendor's base URL."""
    with ExitStack() as stack:
        client = None
        if name == "socket":
            origin = httpx.URL(stack.enter_context(emulator.serve())).copy_with(path="/")
            client = stack.enter_context(httpx.Client(base_url=origin, verify=default_ssl_context()))
        elif name == "transport":
            client = stack.enter_context(httpx.Client(base_url="http://localhost", transport=emulator.transport()))
        yield Channel(emulator, client)


def new_emulator(profile: ProfileName = "serverless", *, engine: Engine = "current") -> RoboflowEmulator:
    """Return an emulator with trained models."""
    emulator = RoboflowEmulator(profile, api_key=KEY, engine=engine)
    train(emulator)
    return emulator


def train(emulator: RoboflowEmulator) -> None:
    """Register a single-label and a multi-label model of three colours, and an image by URL."""
    flat = {name: make_image(colour=colour) for name, colour in COLOURS.items()}
    emulator.register("colours/1", [(flat[name], name) for name in COLOURS])
    tagged = [(flat[name], {name, "warm"} if name == "red" else {name}) for name in COLOURS]
    emulator.register("tags/1", tagged, multi_label=True)
    emulator.register_url(URL, RED)


def fixed_emulator(*, engine: Engine = "current") -> RoboflowEmulator:
    """Return an emulator with fixed scores: ``animals/1`` is single-label, ``damage/1`` multi-label."""
    emulator = RoboflowEmulator(api_key=KEY, classifier=FixedScores, engine=engine)
    emulator.register("animals/1", [(RED, name) for name in FixedScores.SINGLE])
    emulator.register("damage/1", [(RED, {name}) for name in FixedScores.MULTI], multi_label=True)
    return emulator
