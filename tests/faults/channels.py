"""Channels through which a plan's faults reach a plain httpx client."""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import httpx

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL
from visionapis._transport.tls import default_ssl_context
from visionapis_testing import RoboflowEmulator
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.control_api import PREFIX
from visionapis_testing.faults import AsyncFaultTransport, Fault, FaultPlan, FaultServer, FaultTransport, Injection

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence

    from PIL import Image

KEY = "test-key"
RED = make_image()
IMAGE = base64.b64encode(RED)
FORM = {"content-type": "application/x-www-form-urlencoded"}

TRANSPORTS = ("transport", "async transport")
EMULATORS = ("emulator, socket", "emulator, control", "emulator, transport", "emulator, asgi")
SOCKETS = ("server", "emulator, socket", "emulator, control")
CHANNELS = (*TRANSPORTS, "server", *EMULATORS)


class Plan(Protocol):
    """The part of a plan that tests use."""

    @property
    def injections(self) -> Sequence[Injection]:
        """The injections so far."""
        ...

    def add(self, fault: Fault, *, times: int | None = None) -> None:
        """Add a fault."""
        ...


class ControlledPlan:
    """The plan of a served emulator, used through its control API."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}{PREFIX}/faults"

    @property
    def injections(self) -> Sequence[Injection]:
        """The injections so far."""
        response = httpx.get(self._url, verify=default_ssl_context()).raise_for_status()
        return tuple(Injection(each["call"], Fault.from_json(each["fault"])) for each in response.json()["injections"])

    def add(self, fault: Fault, *, times: int | None = None) -> None:
        """Add a fault."""
        rule = {"fault": fault.to_json(), "times": times}
        httpx.post(self._url, json=rule, verify=default_ssl_context()).raise_for_status()


@dataclass
class Channel:
    """A plan and a server with its faults. `processed` has an entry per request that the server processed."""

    plan: Plan
    _send: Callable[[httpx.Request], httpx.Response]
    _url: str
    processed: list[None] = field(default_factory=list)

    def send(
        self,
        content: bytes = IMAGE,
        *,
        key: str = KEY,
        read_timeout: float = 5.0,
    ) -> httpx.Response:
        """Send a request for a classification."""
        extensions = {"timeout": {"connect": 5.0, "read": read_timeout, "write": 5.0, "pool": 5.0}}
        headers = FORM | {"authorization": f"Bearer {key}"}
        url = f"{self._url}/digits/1"
        return self._send(httpx.Request("POST", url, headers=headers, content=content, extensions=extensions))


class _Classifier:
    """A classifier with fixed scores that records its calls."""

    def __init__(self, processed: list[None]) -> None:
        self._processed = processed

    def fit(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Consume the examples."""
        list(examples)

    def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
        """Return fixed scores."""
        self._processed.append(None)
        return {"seven": 0.8, "one": 0.2}


@contextmanager
def open_channel(name: str) -> Generator[Channel]:
    """Open one of CHANNELS, after a successful first call, so that its connection is a reused one."""
    processed: list[None] = []

    def application(
        method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        processed.append(None)
        return 200, [("content-type", "application/json")], json.dumps(SINGLE_LABEL).encode()

    own_plan, contract = FaultPlan(), load("roboflow")
    plan: Plan = own_plan
    url = "http://emulator"
    client: httpx.Client | None = None
    transport: Any
    with ExitStack() as stack:
        if name in EMULATORS:
            emulator = RoboflowEmulator(api_key=KEY, classifier=lambda: _Classifier(processed))
            emulator.register("digits/1", [(RED, "seven"), (RED, "one")])
            plan = emulator.faults
            transport = httpx.ASGITransport(emulator.app) if name.endswith("asgi") else emulator.transport()
            if name in SOCKETS:
                url, transport = (
                    stack.enter_context(emulator.serve()),
                    httpx.HTTPTransport(verify=default_ssl_context()),
                )
            if name == "emulator, control":
                plan = ControlledPlan(url)
        else:
            server = FaultServer(own_plan if name == "server" else None, response=application, contract=contract)
            url = stack.enter_context(server).url
            transport = httpx.HTTPTransport(verify=default_ssl_context())
            if name == "transport":
                transport = FaultTransport(transport, own_plan, contract=contract)
            elif name == "async transport":
                transport = AsyncFaultTransport(
                    httpx.AsyncHTTPTransport(verify=default_ssl_context()), own_plan, contract=contract
                )
        if isinstance(transport, httpx.BaseTransport):
            client = stack.enter_context(httpx.Client(transport=transport))

        def send(request: httpx.Request) -> httpx.Response:
            if client:
                return client.send(request)

            async def call() -> httpx.Response:
                async with httpx.AsyncClient(transport=transport) as client:
                    return await client.send(request)

            return asyncio.run(call())

        channel = Channel(plan, send, url, processed)
        assert channel.send().status_code == 200
        processed.clear()
        yield channel
