"""One chain of all inputs: the same traffic passes each of them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from tests.drift.archives import archive, entry
from visionapis import TrafficObserver
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.traffic import Traffic

if TYPE_CHECKING:
    from visionapis._observations.observation import Observation
    from visionapis_testing.drift.finding import Finding

    from .changes import Change


class ChangedServer(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport to an emulator's URL whose responses a change edits."""

    def __init__(self) -> None:
        """Begin without a change."""
        self.change: Change | None = None
        self._transport = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and edit its response."""
        response = self._transport.handle_request(request)
        response.read()
        response.request = request
        return self.change(request, response) if self.change else response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request in this event loop, which has nothing else to do."""
        content = await request.aread()
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"transfer-encoding"]
        return self.handle_request(httpx.Request(request.method, request.url, headers=headers, content=content))

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


class Recorder(httpx.BaseTransport):
    """A transport that keeps each exchange as an entry of an archive."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        """Wrap another transport."""
        self._transport = transport
        self.entries: list[dict[str, Any]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        content, begun = request.read(), time.time()
        response = self._transport.handle_request(request)
        response.read()
        started = datetime.fromtimestamp(begun, UTC).isoformat()
        self.entries.append({**entry(request, content, response, started), "time": (time.time() - begun) * 1000})
        return response

    def close(self) -> None:
        """Close the other transport."""
        self._transport.close()


@dataclass
class Inputs:
    """The inputs, and the server behind them."""

    vendor: str
    server: ChangedServer = field(default_factory=ChangedServer)

    def __post_init__(self) -> None:
        """Connect the inputs."""
        self.observer = TrafficObserver()
        self.recorder = Recorder(self.server)

    def client(self, client_class: Any, url: str, key: str) -> Any:
        """Return a client whose traffic passes all inputs."""
        return client_class(key, base_url=url, transport=self.recorder, observer=self.observer, max_retries=0)

    def observations(self) -> dict[str, Observation]:
        """Return what each input has observed, by name."""
        observer = self.observer._observers[self.vendor]
        assert observer
        traffic = Traffic(self.vendor)
        for each in exchanges(archive(self.recorder.entries), "recorded.har"):
            traffic.add(each)
        return {"client": observer.observation, "archive": traffic.observations[0]}

    def findings(self) -> dict[str, list[Finding]]:
        """Return the findings of each input, by name."""
        return {name: findings(each) for name, each in self.observations().items()}
