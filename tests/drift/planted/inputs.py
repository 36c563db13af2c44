"""One chain of all inputs: the same traffic passes each of them."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from tests.drift.archives import archive, entry
from visionapis import TrafficObserver
from visionapis._transport.signing import signed
from visionapis_testing import observe
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.recordings import read_files
from visionapis_testing.emulator.server import serve
from visionapis_testing.recording_proxy.application import RecordingProxy
from visionapis_testing.recording_proxy.judge import Judge
from visionapis_testing.recording_proxy.recording import Recording
from visionapis_testing.recording_proxy.upstream import Upstream
from visionapis_testing.recording_proxy.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visionapis._observations.observation import Observation
    from visionapis_testing.drift.finding import Finding

    from .changes import Change


class ChangedServer(httpx.AsyncBaseTransport):
    """A transport to an emulator's URL whose responses a change edits."""

    def __init__(self) -> None:
        """Begin without a change."""
        self.change: Change | None = None
        self._transport = httpx.HTTPTransport()

    def _send(self, request: httpx.Request) -> httpx.Response:
        received = self._transport.handle_request(request)
        response = httpx.Response(received.status_code, headers=received.headers, content=received.read())
        return self.change(request, response) if self.change else response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request in this event loop, which has nothing else to do."""
        content, request = await request.aread(), signed(request)
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"transfer-encoding"]
        return self._send(httpx.Request(request.method, request.url, headers=headers, content=content))

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


class Inputs:
    """A client's observer, an observed transport, an archive and a recording proxy, which all see the same traffic."""

    def __init__(self, vendor: str, folder: Path) -> None:
        """Begin without traffic; files are written into a folder."""
        self._vendor = vendor
        self.server = ChangedServer()
        self._observer = TrafficObserver()
        self._recorder = Recorder(httpx.HTTPTransport())
        self._transport = observe(self._recorder)
        self._folder = folder

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The entries of the archive."""
        return self._recorder.entries

    @contextmanager
    def client(self, client_class: Any, url: str, key: str) -> Iterator[Any]:
        """Return a client whose traffic passes all inputs on the way to an emulator."""
        upstream = Upstream(self._vendor, httpx.URL(url))
        recording = Recording(self._vendor, self._folder / "proxied.json")
        worker = Worker(Judge(upstream), recording, lambda _: None)
        proxy = RecordingProxy(upstream, self.server, worker.add, timeout=30)
        with serve(proxy, "127.0.0.1", 0, upstream.base_path, date_header=False) as own_url:
            self._transport.traffic.add_host(own_url, self._vendor)
            with client_class(
                key, base_url=own_url, transport=self._transport, observer=self._observer, max_retries=0
            ) as client:
                yield client
        worker.stop(30)
        recording.save()
        self.server.close()

    def observations(self) -> dict[str, Observation]:
        """Return what each input has observed, by name."""
        self._observer.save(self._folder)
        (self._folder / "recorded.har").write_text(json.dumps(archive(self.entries)))
        files = {"client": f"{self._vendor}.json", "archive": "recorded.har", "proxy": "proxied.json"}
        found = {name: read_files([self._folder / file], self._vendor)[0][0] for name, file in files.items()}
        return {**found, "transport": self._transport.traffic.observations[0]}

    def findings(self) -> dict[str, list[Finding]]:
        """Return the findings of each input, by name."""
        return {name: findings(each) for name, each in self.observations().items()}
