"""The option `observer` of clients: it counts what they receive, and no call notices it."""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.cli.shell import Shell
from tests.helpers.canary import KEY, find_marks
from tests.helpers.canary_calls import all_calls, outcomes
from tests.helpers.echo_servers import EchoServer, error_replies, extend_strings
from tests.helpers.vendors import SYNC_CLIENTS, each_client, each_sync_client, key_of, vendor_of
from visionapis import ConfigurationError, TrafficObserver, VisionAPIError
from visionapis._observations.observation import Observation
from visionapis._observations.observer import Observer
from visionapis_testing.faults import FaultServer
from visionapis_testing.vendors import emulator

if TYPE_CHECKING:
    from pathlib import Path


def saved(observer: TrafficObserver, folder: Path, vendor: str) -> dict[str, Any]:
    """Return the saved observation of a vendor."""
    observer.save(folder)
    document: dict[str, Any] = json.loads((folder / f"{vendor}.json").read_text(encoding="utf-8"))
    return document


def calls_in(document: dict[str, Any]) -> int:
    """Return the number of calls of an observation."""
    return sum(each["calls"]["count"] for each in document["operations"].values())


@each_client
def test_calls_are_observed(client_class: Any, tmp_path: Path) -> None:
    """Each response that a sync or async client receives is counted; an emulator's differ in nothing."""
    vendor, observer, calls = vendor_of(client_class), TrafficObserver(), all_calls(vendor_of(client_class))
    with emulator(vendor, api_key=KEY).serve() as url:
        outcomes(client_class, url, [call.send for call in calls], observer=observer, max_retries=0)

    assert calls_in(saved(observer, tmp_path, vendor)) == len(calls) > 0
    assert Shell(tmp_path, {}).call("drift", f"{vendor}.json").returncode == 0


@each_sync_client
def test_change_is_found(client_class: Any, tmp_path: Path) -> None:
    """A required field that a server has renamed is told by `visionapis drift`, with the method that fails for it."""
    vendor, observer = vendor_of(client_class), TrafficObserver()
    call, response, name = next(
        (call, each, name)
        for call in all_calls(vendor)
        if call.has_response
        for each in call.success_responses()
        for name in _required(vendor, call, each.body)
    )
    body = {f"{key}_renamed" if key == name else key: value for key, value in json.loads(response.body).items()}
    changed = (response.status_code, response.headers, json.dumps(body).encode())
    with FaultServer(response=lambda *_: changed) as server:
        outcomes(client_class, server.url, [call.send], observer=observer, max_retries=0)
    observer.save(tmp_path)

    result = Shell(tmp_path, {}).call("drift", f"{vendor}.json")

    assert result.returncode == 1
    assert f"/{name}: the required field is missing" in result.stdout
    assert f"/{name}_renamed: the field is not documented" in result.stdout
    assert f"client.{call.name.replace('_', '.', 1).partition('.')[0]}" in result.stdout


def _required(vendor: str, call: Any, body: bytes) -> list[str]:
    from visionapis._observations.bodies import bodies

    try:
        found = json.loads(body)
    except ValueError:
        return []
    place = bodies(vendor).response(call.example.call.operation.id, 200, call.example.call.response_content_type)
    if place is None or not isinstance(found, dict):
        return []
    return [name for name in found if all(name in each.required for each in place.alternatives)]


@each_client
def test_observed_calls_leak_nothing(client_class: Any, tmp_path: Path) -> None:
    """No key, URL, file name or image is in an observation, however a server repeats the request."""
    vendor, observer = vendor_of(client_class), TrafficObserver()
    calls = [(call, each) for call in all_calls(vendor) for each in call.success_responses()]
    remaining = iter(calls)
    with FaultServer(response=EchoServer(lambda text: extend_strings(next(remaining)[1], text))) as server:
        outcomes(client_class, server.url, [call.send for call, _ in calls], observer=observer, max_retries=0)
    server_replies = EchoServer(error_replies()["status 401"])
    with FaultServer(response=server_replies) as server:
        for reply in error_replies().values():
            server_replies.reply = reply
            outcomes(client_class, server.url, [calls[0][0].send], observer=observer, max_retries=0)

    document = saved(observer, tmp_path, vendor)

    assert calls_in(document) > len(calls)
    assert find_marks(json.dumps(document)) == set()


@each_sync_client
def test_failing_observer_is_not_noticed(
    client_class: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error inside the observer is logged by its type alone, and the call returns its result."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(KEY)

    monkeypatch.setattr(Observer, "response", fail)
    call = next(call for call in all_calls(vendor_of(client_class)) if call.has_response)
    documented = call.success_responses()[0]
    response = (documented.status_code, documented.headers, documented.body)
    with FaultServer(response=lambda *_: response) as server, caplog.at_level(logging.WARNING):
        results = [
            outcomes(client_class, server.url, [call.send], **options)[0]
            for options in ({"observer": TrafficObserver()}, {})
        ]

    assert repr(results[0]) == repr(results[1])
    assert not isinstance(results[0], VisionAPIError)
    assert [each.getMessage() for each in caplog.records] == ["the observer failed: RuntimeError"]


def respond(_: httpx.Request) -> httpx.Response:
    """Return a response of every vendor's server."""
    return httpx.Response(404, json={"message": "not found"})


@each_sync_client
def test_a_sample_is_observed(client_class: Any, tmp_path: Path) -> None:
    """With a sample rate of 0 nothing is counted, with 1 all, and with a half about half of it."""
    vendor, counts = vendor_of(client_class), dict[float, int]()
    call = all_calls(vendor)[0]
    for rate in (0, 0.5, 1):
        observer = TrafficObserver(sample_rate=rate)
        with client_class(
            transport=httpx.MockTransport(respond), api_key=key_of(client_class, "a-key"), observer=observer
        ) as client:
            for _ in range(100):
                with pytest.raises(VisionAPIError):
                    call.send(client)
        observer.save(tmp_path)
        path = tmp_path / f"{vendor}.json"
        counts[rate] = calls_in(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else 0

    assert counts[0] == 0
    assert 10 < counts[0.5] < 90
    assert counts[1] == 100


@pytest.mark.parametrize("rate", [-0.1, 1.1, float("nan"), "half", None, True])
def test_sample_rate_is_a_fraction(rate: Any) -> None:
    """A sample rate that is not a number from 0 to 1 is refused."""
    with pytest.raises(ConfigurationError, match="sample_rate must be a number from 0 to 1"):
        TrafficObserver(sample_rate=rate)


@pytest.mark.parametrize("limit", [-1, float("nan"), "many", None])
def test_limit_of_bodies_is_a_number(limit: Any) -> None:
    """A limit of bodies that is not a number, or below 0, is refused."""
    with pytest.raises(ConfigurationError, match="max_bodies_per_second must be a number of at least 0"):
        TrafficObserver(max_bodies_per_second=limit)


@each_sync_client
@pytest.mark.parametrize("limit", [0, 3, 1_000])
def test_bodies_are_read_up_to_a_limit(
    client_class: Any, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In each second so many bodies of an operation and status are read; all calls are counted."""
    vendor, times = vendor_of(client_class), [1_795_000_000.0]
    call = next(call for call in all_calls(vendor) if call.has_response)
    response = call.success_responses()[0]
    observer = TrafficObserver(max_bodies_per_second=limit)
    monkeypatch.setattr("visionapis.traffic.time.time", lambda: times[-1])
    with FaultServer(response=lambda *_: (response.status_code, response.headers, response.body)) as server:
        for _ in range(2):
            times.append(times[-1] + 1)
            outcomes(client_class, server.url, [call.send] * 10, observer=observer, max_retries=0)

    document = saved(observer, tmp_path, vendor)

    (operation,) = document["operations"].values()
    ((messages,),) = [list(each.values()) for each in operation["responses"].values()]
    read = sum(seen["count"] for seen in messages["fields"][""]["types"].values()) if limit else 0
    assert operation["calls"]["count"] == messages["total"]["count"] == 20
    assert read == 2 * min(limit, 10)
    assert len(operation["timeline"]) == 2


@each_sync_client
def test_threads_and_clients_share_an_observer(client_class: Any, tmp_path: Path) -> None:
    """Clients in several threads can share an observer, which counts every call once."""
    vendor, observer = vendor_of(client_class), TrafficObserver()
    call = all_calls(vendor)[0]

    def send() -> None:
        with client_class(
            transport=httpx.MockTransport(respond), api_key=key_of(client_class, "a-key"), observer=observer
        ) as client:
            for _ in range(20):
                with pytest.raises(VisionAPIError):
                    call.send(client.with_options(timeout=20.0))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert calls_in(saved(observer, tmp_path, vendor)) == 80


def test_vendor_that_is_called_while_others_are_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An observation is saved although a client of another vendor begins to use the observer meanwhile."""
    observer, remaining = TrafficObserver(), [*SYNC_CLIENTS]

    def call_next() -> None:
        client_class = remaining.pop()
        call, transport = all_calls(vendor_of(client_class))[0], httpx.MockTransport(respond)
        client = client_class(transport=transport, api_key=key_of(client_class, "a-key"), observer=observer)
        with client, pytest.raises(VisionAPIError):
            call.send(client)

    def dumps(observation: Observation) -> str:
        call_next()
        return written(observation)

    written = Observation.dumps
    monkeypatch.setattr(Observation, "dumps", dumps)
    call_next()
    observer.save(tmp_path)

    assert len(remaining) == len(SYNC_CLIENTS) - 2
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_option_is_checked() -> None:
    """Another object than a TrafficObserver is refused as the option."""
    from visionapis import Roboflow

    with pytest.raises(ConfigurationError, match="observer must be a TrafficObserver, not 3"):
        Roboflow("a-key", observer=3)  # type: ignore[arg-type]  # on purpose
