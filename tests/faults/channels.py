"""The ways in which a plan's faults reach a bare httpx client."""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import httpx

from tests.helpers.images import picture
from tests.helpers.recording import SINGLE_LABEL
from visionapis._transport.tls import trusted
from visionapis_testing import RoboflowEmulator
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.control_api import PREFIX
from visionapis_testing.faults import AsyncFaultTransport, Fault, FaultPlan, FaultServer, FaultTransport, Injection

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence

    from PIL import Image

KEY = "test-key"
RED = picture()
PICTURE = base64.b64encode(RED)
FORM = {"content-type": "application/x-www-form-urlencoded"}

TRANSPORTS = ("transport", "async transport")
EMULATORS = ("emulator, socket", "emulator, control", "emulator, transport", "emulator, asgi")
SOCKETS = ("server", "emulator, socket", "emulator, control")
WAYS = (*TRANSPORTS, "server", *EMULATORS)


class Plan(Protocol):
    """What tests do with a plan."""

    @property
    def log(self) -> Sequence[Injection]:
        """What was injected."""
        ...

    def add(self, fault: Fault, *, times: int | None = None) -> None:
        """Add a fault."""
        ...


class ControlledPlan:
    """The plan of an emulator in another process, as it were: faults go over its control route."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}{PREFIX}/faults"

    @property
    def log(self) -> Sequence[Injection]:
        """What was injected, as far as JSON says."""
        listed = httpx.get(self._url, verify=trusted()).raise_for_status().json()["injected"]
        return tuple(Injection(each["call"], Fault.from_json(each["fault"])) for each in listed)

    def add(self, fault: Fault, *, times: int | None = None) -> None:
        """Add a fault."""
        httpx.post(self._url, json={"fault": fault.to_json(), "times": times}, verify=trusted()).raise_for_status()


@dataclass
class Way:
    """A plan, and a server behind it that counts what it acted on."""

    plan: Plan
    _send: Callable[[httpx.Request], httpx.Response]
    _url: str
    acted: list[None] = field(default_factory=list)

    def send(
        self,
        content: bytes = PICTURE,
        *,
        key: str = KEY,
        read_timeout: float = 5.0,
    ) -> httpx.Response:
        """Ask for labels."""
        extensions = {"timeout": {"connect": 5.0, "read": read_timeout, "write": 5.0, "pool": 5.0}}
        headers = FORM | {"authorization": f"Bearer {key}"}
        url = f"{self._url}/digits/1"
        return self._send(httpx.Request("POST", url, headers=headers, content=content, extensions=extensions))


class _Recognizer:
    """Says the same to every picture, and counts."""

    def __init__(self, acted: list[None]) -> None:
        self._acted = acted

    def learn(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Learn nothing."""
        list(examples)

    def scores(self, picture: Image.Image) -> Mapping[str, float]:
        """Return fixed scores."""
        self._acted.append(None)
        return {"seven": 0.8, "one": 0.2}


@contextmanager
def open_way(name: str) -> Generator[Way]:
    """Open one of WAYS; a first call has gone well, so that a connection has served before."""
    acted: list[None] = []

    def application(
        method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        acted.append(None)
        return 200, [("content-type", "application/json")], json.dumps(SINGLE_LABEL).encode()

    shared, contract = FaultPlan(), load("roboflow")
    plan: Plan = shared
    url = "http://emulator"
    client: httpx.Client | None = None
    transport: Any
    with ExitStack() as stack:
        if name in EMULATORS:
            emulator = RoboflowEmulator(api_key=KEY, recognizer=lambda: _Recognizer(acted))
            emulator.register("digits/1", [(RED, "seven"), (RED, "one")])
            plan = emulator.faults
            transport = httpx.ASGITransport(emulator.app) if name.endswith("asgi") else emulator.transport()
            if name in SOCKETS:
                url, transport = stack.enter_context(emulator.serve()), httpx.HTTPTransport(verify=trusted())
            if name == "emulator, control":
                plan = ControlledPlan(url)
        else:
            server = FaultServer(shared if name == "server" else None, answer=application, contract=contract)
            url = stack.enter_context(server).url
            transport = httpx.HTTPTransport(verify=trusted())
            if name == "transport":
                transport = FaultTransport(transport, shared, contract=contract)
            elif name == "async transport":
                transport = AsyncFaultTransport(httpx.AsyncHTTPTransport(verify=trusted()), shared, contract=contract)
        if isinstance(transport, httpx.BaseTransport):
            client = stack.enter_context(httpx.Client(transport=transport))

        def send(request: httpx.Request) -> httpx.Response:
            if client:
                return client.send(request)

            async def call() -> httpx.Response:
                async with httpx.AsyncClient(transport=transport) as client:
                    return await client.send(request)

            return asyncio.run(call())

        way = Way(plan, send, url, acted)
        assert way.send().status_code == 200
        acted.clear()
        yield way
