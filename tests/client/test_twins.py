"""Each call of an async client sends what the sync one sends, with no more arguments than are required."""

from __future__ import annotations

import asyncio
import inspect
import re
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.canary_calls import all_calls
from tests.helpers.classification import classify_arguments
from tests.helpers.images import make_image
from tests.helpers.recording import Received, RecordingServer, make_response
from tests.helpers.vendors import CLASSIFIERS, VENDORS, clients, each_vendor, key_of, of_vendors, own
from visionapis import APIStatusError, JobTimeoutError

from .proxied import no_proxies as no_proxies

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.helpers.canary_calls import Call

pytestmark = pytest.mark.usefixtures("no_proxies")

ERROR = make_response("{}", status="500 No")
IMAGE = make_image()


def required(method: Callable[..., object], arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments without a default."""
    parameters = inspect.signature(method).parameters.values()
    return {
        each.name: arguments[each.name] for each in parameters if each.default is each.empty and each.name in arguments
    }


def call_method(name: str, arguments: dict[str, Any], client: Any) -> Any:
    """Call a method of a client."""
    return getattr(client, name)(**arguments)


def call_with_required(call: Call, client: Any) -> Any:
    """Make a call of the contract with its required arguments alone."""
    method = call.method(client)
    return method(**required(method, call.arguments))


def iterate(tag: str, client: Any) -> Any:
    """Iterate over all pages of a list."""
    return getattr(client, tag).iterate()


def comparable(request: Received) -> tuple[object, ...]:
    """Return a request without what differs from request to request."""
    boundary = re.search("boundary=(.*)", request.headers.get("content-type", ""))
    body = request.body.replace(boundary[1].encode(), b"boundary") if boundary else request.body
    headers = {name: value for name, value in request.headers.items() if name not in {"host", "content-type"}}
    return request.method, request.target, headers, body


@asynccontextmanager
async def opened(client_class: Any, url: str) -> AsyncIterator[Any]:
    """Open a client of either kind."""
    client = client_class(key_of(client_class, "k" * 20), base_url=url)
    try:
        yield client
    finally:
        await client.aclose() if hasattr(client, "aclose") else client.close()


async def finished(result: Any) -> None:
    """Await what an async method returns, and consume an iterator of either kind."""
    if inspect.isasyncgen(result) or hasattr(result, "__anext__"):
        _ = [each async for each in result]
    elif inspect.isawaitable(result):
        await result
    elif hasattr(result, "__next__"):
        _ = list(result)


def requests_of(client_class: Any, calls: list[Callable[[Any], Any]]) -> list[list[tuple[object, ...]]]:
    """Return what each call sends to a server that rejects it."""

    async def send() -> None:
        async with opened(client_class, server.url) as client:
            for call in calls:
                number = len(server.received)
                with pytest.raises(APIStatusError):
                    await finished(call(client))
                sent.append([comparable(each) for each in server.received[number:]])

    sent: list[list[tuple[object, ...]]] = []
    with RecordingServer(ERROR) as server:
        asyncio.run(send())
    return sent


def methods_of(vendor: str) -> dict[str, dict[str, Any]]:
    """Return the methods of a vendor's client with their arguments; those of a generated client are known."""
    if facts := own(vendor, "methods"):
        found: dict[str, dict[str, Any]] = facts.METHODS
        return found
    if vendor not in CLASSIFIERS:
        return {}
    arguments = classify_arguments(vendor)
    return {"classify": {"image": IMAGE, **arguments}, "classify_many": {"images": [IMAGE], **arguments}}


@of_vendors("vendor", VENDORS, "methods")
def test_methods_of_clients_send_the_same(vendor: str) -> None:
    """Both clients send the same for each of their own methods, attempt by attempt."""
    sync_class, async_class = clients(vendor)
    own = {name for name, _ in inspect.getmembers(sync_class, inspect.isfunction) if not name.startswith("_")}
    local = {"close", "raw_response", "with_options", "image_file", "image_base64", "image_record", "inference_image"}
    assert own - local == set(methods_of(vendor))
    calls: list[Callable[[Any], Any]] = [
        partial(call_method, name, arguments) for name, arguments in methods_of(vendor).items()
    ]

    sent = requests_of(sync_class, calls)
    assert all(sent)
    assert requests_of(async_class, calls) == sent


@each_vendor
def test_methods_of_resources_send_the_same(vendor: str) -> None:
    """Both clients send the same for each call of the contract with its required arguments alone."""
    calls: list[Callable[[Any], Any]] = []
    for call in all_calls(vendor):
        calls.append(partial(call_with_required, call))
        if call.example and "x-pagination" in call.example.call.operation.data:
            calls.append(partial(iterate, call.example.call.tag))
    sync_class, async_class = clients(vendor)

    sent = requests_of(sync_class, calls)
    assert all(sent)
    assert requests_of(async_class, calls) == sent


class Clock:
    """A clock that moves only when something sleeps."""

    def __init__(self) -> None:
        """Start at 0."""
        self.now = 0.0
        self.delays: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Note the delay."""
        self.delays.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        """Note the delay."""
        self.sleep(seconds)


JOBS = [
    pytest.param(vendor, method, *expected, id=f"{vendor}-{method}", marks=pytest.mark.vendor(name=vendor))
    for vendor in VENDORS
    for method, *expected in getattr(own(vendor, "methods"), "JOBS", ())
]
"""Methods that wait: the response that a job goes on, the timeout, and the first delays."""


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize(("vendor", "method", "response", "timeout", "delays"), JOBS)
def test_default_waits(
    vendor: str,
    method: str,
    response: dict[str, Any],
    timeout: float,
    delays: list[float],
    number: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both clients poll at the documented intervals until the documented timeout."""
    clock = Clock()
    monkeypatch.setattr("visionapis._http.polling.time", clock)
    monkeypatch.setattr(clock, "monotonic", lambda: clock.now, raising=False)
    with RecordingServer(make_response(response)) as server:

        async def wait() -> None:
            async with opened(clients(vendor)[number], server.url) as client:
                await finished(getattr(client, method)(**methods_of(vendor)[method]))

        monkeypatch.setattr("asyncio.sleep", clock.sleep_async)
        with pytest.raises(JobTimeoutError, match=f"did not finish within {timeout:g} s"):
            asyncio.run(wait())

    assert clock.delays[: len(delays)] == delays
    assert sum(clock.delays) == timeout
    assert len(server.received) == len(clock.delays) + 1
