"""Sessions of aiohttp that are observed. This module is imported only if the library is."""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any
from weakref import WeakSet

import aiohttp
import httpx

from .bodies import Body
from .ledger import Ledger
from .nesting import Nesting
from .patches import Patches
from .recording import Recording, header_pairs


class AiohttpSessions:
    """The sessions of aiohttp that are observed, by its tracing, which sees each redirect.

    A body that is read as a stream, and not with `read`, `text` or `json`, is not seen.
    """

    def __init__(self, ledger: Ledger, patches: Patches, nesting: Nesting) -> None:
        self._ledger = ledger
        self._patches = patches
        self._nesting = nesting
        self._sessions: WeakSet[aiohttp.ClientSession] = WeakSet()
        self._config = self._make_config()
        patches.defer(self._detach)

    def add_all(self) -> None:
        """Observe every session when it sends its next request."""

        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(original)
            async def request(session: aiohttp.ClientSession, *args: Any, **kwargs: Any) -> Any:
                if self._ledger.is_open and self._config not in session.trace_configs:
                    session.trace_configs.append(self._config)
                    self._sessions.add(session)
                with self._nesting.client():
                    return await original(session, *args, **kwargs)

            return request

        # All public methods call it, and libraries of mocks replace it.
        self._patches.replace(aiohttp.ClientSession, "_request", wrap)

    def _make_config(self) -> aiohttp.TraceConfig:
        config = aiohttp.TraceConfig(_Hop)
        config.on_request_headers_sent.append(self._on_headers)
        config.on_request_chunk_sent.append(self._on_chunk)
        config.on_request_redirect.append(self._on_redirect)
        config.on_request_end.append(self._on_end)
        config.on_response_chunk_received.append(self._on_body)
        config.freeze()
        return config

    async def _on_headers(self, _: Any, hop: Any, sent: aiohttp.TraceRequestHeadersSentParams) -> None:
        with self._ledger.guarded():
            hop.recording = None
            url = httpx.URL(str(sent.url))
            if self._ledger.is_open and self._nesting.enter(sent.method, url):
                head = httpx.Request(sent.method, url, headers=header_pairs(sent.headers.items()))
                hop.recording = Recording(self._ledger, head, Body())

    async def _on_chunk(self, _: Any, hop: Any, sent: aiohttp.TraceRequestChunkSentParams) -> None:
        if hop.recording is not None:
            hop.recording.body.add(sent.chunk)

    async def _on_redirect(self, _: Any, hop: Any, received: aiohttp.TraceRequestRedirectParams) -> None:
        self._respond(hop.recording, received.response)
        if hop.recording is not None:
            hop.recording.finish()  # aiohttp does not read it

    async def _on_end(self, _: Any, hop: Any, received: aiohttp.TraceRequestEndParams) -> None:
        self._respond(hop.recording, received.response)

    async def _on_body(
        self, session: aiohttp.ClientSession, hop: Any, received: aiohttp.TraceResponseChunkReceivedParams
    ) -> None:
        recording: Recording | None = hop.recording
        if recording is not None:
            recording.received = Body(received.chunk)
            recording.is_compressed = not session.auto_decompress
            recording.finish()

    def _respond(self, recording: Recording | None, response: aiohttp.ClientResponse) -> None:
        if recording is not None:
            declared = response.request_info.headers.get("content-length")
            recording.body.is_complete = declared in (None, str(recording.body.size))
            recording.respond(response.status, response.raw_headers)

    def _detach(self) -> None:
        for session in list(self._sessions):
            session.trace_configs.remove(self._config)


class _Hop(SimpleNamespace):
    """The state of the tracing of one request."""

    recording: Recording | None = None
