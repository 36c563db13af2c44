"""The three ways into an emulator, behind one interface."""

from __future__ import annotations

import asyncio
import base64
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Literal

import httpx

from tests.helpers.images import picture
from visionapis._transport.tls import trusted
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Generator, Iterable, Mapping

    from PIL import Image

    from visionapis_testing import Emulator
    from visionapis_testing.vendors.roboflow.classification import Engine
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

WayName = Literal["socket", "asgi", "transport"]

KEY = "test-key"
FORM = {"content-type": "application/x-www-form-urlencoded"}
COLOURS = {"blue": (20, 20, 230), "green": (20, 230, 20), "red": (230, 20, 20)}
RED = picture(size=(64, 48), colour=COLOURS["red"])
URL = "https://pictures.example.com/red.png"


class FixedScores:
    """A recognizer that has learnt nothing."""

    SINGLE: Mapping[str, float] = {"bird": 0.23764, "cat": 0.51236, "dog": 0.25}
    MULTI: Mapping[str, float] = {"dent": 0.5, "rust": 0.1, "scratch": 0.7}

    def learn(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Take the pictures and forget them."""
        for _ in examples:
            pass
        self._scores = self.MULTI if multi_label else self.SINGLE

    def scores(self, picture: Image.Image) -> Mapping[str, float]:
        """Say the same to every picture."""
        return self._scores


class Way:
    """One way into one emulator."""

    def __init__(self, emulator: Emulator, client: httpx.Client | None) -> None:
        self.emulator = emulator
        self._client = client

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request as it is."""
        if self._client is not None:
            return self._client.request(method, path, **options)

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.emulator.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://emulator") as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    def request_in_chunks(self, method: str, path: str, *, content: bytes, **options: Any) -> httpx.Response:
        """Send a body without saying how long it is."""
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
        """Send a body, by default the red picture as base64, with the key as bearer token."""
        content = base64.b64encode(RED) if body is None else body
        keyed = headers if key is None else {**headers, "authorization": f"Bearer {key}"}
        return self.request(method, f"/{model}", content=content, headers=keyed, params=query)


@contextmanager
def open_way(name: WayName, emulator: Emulator) -> Generator[Way]:
    """Open a way into an emulator; paths are whole ones, with what the vendor's begin with."""
    with ExitStack() as stack:
        client = None
        if name == "socket":
            origin = httpx.URL(stack.enter_context(emulator.serve())).copy_with(path="/")
            client = stack.enter_context(httpx.Client(base_url=origin, verify=trusted()))
        elif name == "transport":
            client = stack.enter_context(httpx.Client(base_url="http://emulator", transport=emulator.transport()))
        yield Way(emulator, client)


def new_emulator(profile: ProfileName = "serverless", *, engine: Engine = "new") -> RoboflowEmulator:
    """Return an emulator that was taught."""
    emulator = RoboflowEmulator(profile, api_key=KEY, engine=engine)
    teach(emulator)
    return emulator


def teach(emulator: RoboflowEmulator) -> None:
    """Register three colours as a single-label and as a multi-label model, and a picture's URL."""
    flat = {name: picture(colour=colour) for name, colour in COLOURS.items()}
    emulator.register("colours/1", [(flat[name], name) for name in COLOURS])
    tagged = [(flat[name], {name, "warm"} if name == "red" else {name}) for name in COLOURS]
    emulator.register("tags/1", tagged, multi_label=True)
    emulator.register_url(URL, RED)


def fixed_emulator(*, engine: Engine = "new") -> RoboflowEmulator:
    """Return an emulator with fixed scores: ``animals/1`` is single-label, ``damage/1`` multi-label."""
    emulator = RoboflowEmulator(api_key=KEY, recognizer=FixedScores, engine=engine)
    emulator.register("animals/1", [(RED, name) for name in FixedScores.SINGLE])
    emulator.register("damage/1", [(RED, {name}) for name in FixedScores.MULTI], multi_label=True)
    return emulator
