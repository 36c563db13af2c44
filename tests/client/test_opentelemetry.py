"""OpenTelemetry's instrumentation of httpx and aiohttp sees no key."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import pytest
import respx
from opentelemetry.instrumentation._semconv import _OpenTelemetrySemanticConventionStability
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.instrumentation.httpx import (
    AsyncOpenTelemetryTransport,
    HTTPXClientInstrumentor,
    SyncOpenTelemetryTransport,
)
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.helpers.canary import KEY, KEY_MARK, find_marks
from tests.helpers.canary_calls import outcomes, sample_calls
from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from tests.helpers.vendors import CLIENTS, vendor_of
from visionapis import AsyncRoboflow, Roboflow
from visionapis._http.client import Client
from visionapis_testing.faults import FaultServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opentelemetry.sdk.trace import ReadableSpan

TRANSPORTS = [
    (each, {"transport": name} if name else {})
    for each in CLIENTS
    for name in ([None] if issubclass(each, Client) else [None, "aiohttp"])
]

AIOHTTP_EVENTS = ("on_request_start", "on_request_headers_sent", "on_request_chunk_sent", "on_request_end")


class Traces:
    """The spans that were exported, and all that hooks of the instrumentation could see."""

    def __init__(self) -> None:
        """Export to memory."""
        self._exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.seen: list[str] = []

    @property
    def spans(self) -> Sequence[ReadableSpan]:
        """Return the finished spans."""
        return self._exporter.get_finished_spans()

    def see(self, _span: object, request: Any, *_: object) -> None:
        """Read everything of a request of httpx, and its body."""
        texts = [str(request.url), repr(request.headers.raw), repr(request.extensions), repr(request.stream)]
        self.seen += [*texts, str(b"".join(request.stream))]

    async def see_async(self, span: object, request: Any, *response: object) -> None:
        """Read everything of a request of httpx, and its body."""
        self.see(span, request._replace(stream=[chunk async for chunk in request.stream]), *response)

    async def see_aiohttp(self, _session: object, _context: object, event: Any) -> None:
        """Read everything of an event of aiohttp."""
        self.seen.append(f"{event!r} {getattr(event, 'chunk', b'')!r}")
        if isinstance(event, aiohttp.TraceRequestEndParams):
            self.seen.append(f"{event.response!r} {event.response.request_info!r} {event.response.url}")

    def find_keys(self) -> list[str]:
        """Return the texts that have the key."""
        texts = [f"{span.name} {dict(span.attributes or {})} {span.events} {span.to_json()}" for span in self.spans]
        return [text for text in [*texts, *self.seen] if KEY_MARK in find_marks(text)]


@contextmanager
def instrumented() -> Iterator[Traces]:
    """Instrument httpx and aiohttp, with hooks."""
    traces, config = Traces(), aiohttp.TraceConfig()
    for event in AIOHTTP_EVENTS:
        getattr(config, event).append(traces.see_aiohttp)
    of_httpx, of_aiohttp = HTTPXClientInstrumentor(), AioHttpClientInstrumentor()
    of_httpx.instrument(
        tracer_provider=traces.provider,
        request_hook=traces.see,
        response_hook=traces.see,
        async_request_hook=traces.see_async,
        async_response_hook=traces.see_async,
    )
    of_aiohttp.instrument(tracer_provider=traces.provider, trace_configs=[config])
    try:
        yield traces
    finally:
        of_httpx.uninstrument()
        of_aiohttp.uninstrument()


@pytest.fixture(autouse=True)
def _capture_all(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Export all headers, and attributes by the old and the new conventions."""
    monkeypatch.setenv("OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_REQUEST", ".*")
    monkeypatch.setenv("OTEL_SEMCONV_STABILITY_OPT_IN", "http/dup")
    monkeypatch.setattr(_OpenTelemetrySemanticConventionStability, "_initialized", False)
    yield
    _OpenTelemetrySemanticConventionStability._initialized = False


@pytest.mark.parametrize(("client_class", "options"), TRANSPORTS)
def test_spans_have_no_key(client_class: Any, options: dict[str, Any]) -> None:
    """Spans of successful calls have URL and headers, but no key, and hooks see no key."""
    calls = [call for call in sample_calls(vendor_of(client_class)) if call.has_response]
    remaining = iter([call.success_responses()[0] for call in calls])
    received: list[str] = []

    def respond(method: str, target: str, headers: Any, body: bytes) -> tuple[int, Any, bytes]:
        received.append(f"{target} {headers} {body!r}")
        response = next(remaining)
        return response.status_code, response.headers, response.body

    with instrumented() as traces, FaultServer(response=respond) as server:
        results = outcomes(client_class, server.url, [call.send for call in calls], **options)

    assert [each for each in results if isinstance(each, Exception)] == []
    assert all(KEY_MARK in find_marks(text) for text in received)
    assert traces.find_keys() == []
    assert len(traces.spans) == len(calls) > 0
    for span in traces.spans:
        attributes = dict(span.attributes or {})
        assert attributes["http.url"] == attributes["url.full"]
        assert str(attributes["http.url"]).startswith(server.url)
        assert "http.request.header.user_agent" in attributes
    assert len(traces.seen) >= 2 * len(calls)


@pytest.mark.parametrize(("client_class", "options"), TRANSPORTS)
def test_spans_of_failed_calls_have_no_key(client_class: Any, options: dict[str, Any]) -> None:
    """The exceptions and statuses that spans record have no key."""
    call = sample_calls(vendor_of(client_class))[0]
    replies = [
        make_response("no", status="401 No"),
        make_response("half", content_length="99"),
        b"no HTTP\r\n\r\n",
        b"",
    ]
    with instrumented() as traces:
        for reply in replies:
            with RecordingServer(reply) as server:
                outcomes(client_class, server.url, [call.send], max_retries=0, **options)
        outcomes(client_class, "http://127.0.0.1:1", [call.send], max_retries=0, **options)

    assert traces.find_keys() == []
    assert len(traces.spans) == len(replies) + 1


@pytest.mark.parametrize("api_key_in", ["query", "header"])
def test_given_transports_see_no_key(api_key_in: Any) -> None:
    """A subclass of httpx's transport, and OpenTelemetry's own around it, see no key; the server gets it."""
    traces = Traces()

    class Transport(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            traces.seen.append(f"{request.url} {request.headers.raw} {request.extensions}")
            return super().handle_request(request)

    class AsyncTransport(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            traces.seen.append(f"{request.url} {request.headers.raw} {request.extensions}")
            return await super().handle_async_request(request)

    async def call_async(url: str, transport: httpx.AsyncBaseTransport) -> None:
        async with AsyncRoboflow(KEY, base_url=url, api_key_in=api_key_in, transport=transport) as client:
            await client.infer(make_image(), model="a/1")

    shared = Transport()
    around = SyncOpenTelemetryTransport(shared, tracer_provider=traces.provider)
    async_around = AsyncOpenTelemetryTransport(AsyncTransport(), tracer_provider=traces.provider)
    with RecordingServer(make_response(SINGLE_LABEL)) as server:
        # The second client finds the pool as the first left it.
        options = {"base_url": server.url, "api_key_in": api_key_in}
        with Roboflow(KEY, transport=shared, **options) as first, Roboflow(KEY, transport=around, **options) as second:
            for client in (first, second):
                client.infer(make_image(), model="a/1")
        asyncio.run(call_async(server.url, async_around))

    sent = [request.query.get("api_key") or request.headers["authorization"] for request in server.received]
    assert sent == [KEY if api_key_in == "query" else f"Bearer {KEY}"] * 3
    assert (len(traces.seen), len(traces.spans)) == (3, 2)
    assert traces.find_keys() == []


def test_transport_that_is_the_network_gets_the_key() -> None:
    """A mock below httpx's transport gets the signed request, whether it is set up before or after the client."""
    with Roboflow(KEY, base_url="http://inference.internal") as client:
        for _ in range(2):
            with respx.mock() as mock:
                route = mock.post(url__startswith="http://inference.internal/").respond(json=SINGLE_LABEL)
                client.infer(make_image(), model="a/1")

                assert route.calls.last.request.url.params["api_key"] == KEY
